// What the map is made of, one above the other: a base map and the layers, each shown or not.
import type BaseLayer from "ol/layer/Base.js";
import type { LayerConfig, MapConfig } from "./config.ts";
import { makeLayer, type TreeLayer } from "./layers.ts";
import { tileGridOf } from "./projection.ts";
import { drawnFrom } from "./scales.ts";
import { restack } from "./stacking.ts";
import type { Colour, Ground } from "./styles.ts";

export class Stack {
  // From the topmost to the lowest, as composed.
  readonly layers: TreeLayer[];
  readonly tiles: BaseLayer[];
  readonly bases: { config: LayerConfig; layer: BaseLayer }[];
  readonly ground: Ground = { isPicture: false, look: 0 };
  base: string;

  constructor(
    private config: MapConfig,
    colour: Colour,
    down: (layer: LayerConfig) => void,
  ) {
    const drawn = (each: LayerConfig): BaseLayer => makeLayer(each, colour, down, this.ground);
    const made = new Map(config.layers.map((each) => [each.id, drawn(each)]));
    this.layers = this.ordered(made);
    this.tiles = config.layers.map(({ id }) => made.get(id)!);
    this.bases = config.bases.map((each) => ({ config: each, layer: drawn(each) }));
    this.bases.forEach(({ layer }, index) => layer.setZIndex(index));
    this.base = config.base_maps[0] ?? "plain";
  }

  private ordered(made: Map<string, BaseLayer>): TreeLayer[] {
    const { layers, order } = this.config;
    const rank = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
    return [...layers]
      .sort((a, b) => rank(a.id) - rank(b.id))
      .map((config, index) => {
        const layer = made.get(config.id)!;
        layer.setZIndex(10 + layers.length - index);
        const maxResolution = tileGridOf(config.grid).getResolution(config.min_zoom) * 1.01;
        return { config, layer, maxResolution, from: drawnFrom(config.kind, config.rules, maxResolution) };
      });
  }

  // Layers that are switched on, the topmost first.
  shown(): TreeLayer[] {
    return this.layers
      .filter(({ layer }) => layer.getVisible())
      .sort((a, b) => (b.layer.getZIndex() ?? 0) - (a.layer.getZIndex() ?? 0));
  }

  opacities(): { id: string; opacity: number }[] {
    return this.shown().map(({ config, layer }) => ({ id: config.id, opacity: layer.getOpacity() }));
  }

  // True when what is drawn above must be drawn anew: a picture asks for other outlines than paper.
  showBase(name: string): boolean {
    this.base = name;
    this.bases.forEach(({ config, layer }) => layer.setVisible(config.id === name));
    const isPicture = this.bases.some(({ config }) => config.id === name && config.kind !== "store");
    const other = this.ground.isPicture !== isPicture;
    this.ground.isPicture = isPicture;
    return other;
  }

  // The named layers alone, the topmost first.
  show(named: { id: string; opacity: number }[]): void {
    const shown = new Map(named.map(({ id, opacity }) => [id, opacity]));
    const heights = restack(
      new Map(this.layers.map(({ config, layer }) => [config.id, layer.getZIndex() ?? 0])),
      [...shown.keys()],
    );
    for (const { config, layer } of this.layers) {
      layer.setVisible(shown.has(config.id));
      layer.setOpacity(shown.get(config.id) ?? config.opacity);
      layer.setZIndex(heights.get(config.id)!);
    }
  }
}
