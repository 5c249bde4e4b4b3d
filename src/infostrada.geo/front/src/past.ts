// Looking back: a slider over the days on which the features changed; the layers of the store are
// then drawn from GeoJSON of that day instead of tiles.
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import type Feature from "ol/Feature.js";
import GeoJSON from "ol/format/GeoJSON.js";
import { bbox as bboxStrategy } from "ol/loadingstrategy.js";
import type { Extent as OlExtent } from "ol/extent.js";
import type { TreeLayer } from "./tree.ts";
import type { Words } from "./config.ts";
import { ask } from "./service.ts";
import { button, make } from "./dom.ts";
import { layerStyle, type Colour } from "./styles.ts";
import { projectionOf } from "./projection.ts";

export class Past {
  readonly root: HTMLElement;
  at: string | undefined;
  private days: string[] = [];
  private shadows = new Map<string, VectorLayer>();
  private range: HTMLInputElement;
  private day: HTMLInputElement;
  private output: HTMLElement;

  constructor(
    id: string,
    private words: Words,
    private url: string,
    private layers: TreeLayer[],
    private colour: Colour,
    private changed: () => void,
    private failed: (error: Error) => void,
  ) {
    this.range = make("input", { type: "range", min: 0, max: 0, value: 0, "aria-label": words.time });
    this.day = make("input", { type: "date", id: `${id}-day`, class: "form-control" });
    this.output = make("p", { role: "status", class: "geo-note" }, words.time_now);
    this.range.addEventListener("input", () => this.go(this.days[Number(this.range.value)]));
    this.day.addEventListener("change", () => this.go(this.day.value || undefined));
    this.root = make(
      "section",
      { class: "geo-toolset" },
      make("h2", {}, words.time),
      make("p", { class: "geo-hint" }, words.time_hint),
      this.range,
      make("div", { class: "geo-buttons" }, make("label", { for: this.day.id, class: "visually-hidden" }, words.time), this.day, button(words.time_now, () => this.go(undefined))),
      this.output,
    );
  }

  // The days come with the first look at the tool.
  async prepare(): Promise<void> {
    if (this.days.length) return;
    try {
      const { days } = await ask<{ days: string[] }>(`${this.url}/days`);
      this.days = days;
      this.range.max = String(Math.max(0, days.length - 1));
      this.range.value = this.range.max;
      this.range.disabled = days.length < 2;
    } catch (error) {
      this.failed(error as Error);
    }
  }

  go(at: string | undefined): void {
    this.at = at;
    this.output.textContent = at ? new Date(`${at}T12:00`).toLocaleDateString(document.documentElement.lang) : this.words.time_now;
    this.day.value = at ?? "";
    for (const each of this.layers) if (each.config.kind === "store") this.shadow(each, at);
    this.changed();
  }

  shadowsOnTop(): VectorLayer[] {
    return [...this.shadows.values()];
  }

  private shadow({ config, layer, maxResolution }: TreeLayer, at: string | undefined): void {
    const known = this.shadows.get(config.id);
    layer.set("past", Boolean(at));
    layer.setExtent(at ? [0, 0, 0, 0] : undefined);
    if (known) known.setSource(at ? this.source(config.id, at, config.grid) : null);
    else if (at) {
      const made = new VectorLayer({
        source: this.source(config.id, at, config.grid),
        style: layerStyle(config.rules, this.colour),
        visible: layer.getVisible(),
        opacity: layer.getOpacity(),
        zIndex: layer.getZIndex(),
        maxResolution,
        declutter: true,
      });
      layer.on("change:visible", () => made.setVisible(layer.getVisible()));
      layer.on("change:opacity", () => made.setOpacity(layer.getOpacity()));
      layer.on("change:zIndex", () => made.setZIndex(layer.getZIndex() ?? 0));
      this.shadows.set(config.id, made);
      this.added?.(made);
    }
  }

  added: ((layer: VectorLayer) => void) | undefined;

  private source(layer: string, at: string, grid: string): VectorSource {
    const projection = projectionOf(grid);
    const source = new VectorSource<Feature>({
      format: new GeoJSON<Feature>({ dataProjection: projection, featureProjection: projection }),
      url: (extent: OlExtent) =>
        `${this.url}?${new URLSearchParams({ layer, at, bbox: extent.map((edge) => edge.toFixed(1)).join(",") })}`,
      strategy: bboxStrategy,
    });
    source.on("featuresloaderror", () => this.failed(new Error("")));
    return source;
  }
}
