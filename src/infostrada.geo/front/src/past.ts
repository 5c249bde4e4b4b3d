// Looking back: a slider over the days on which the features changed; the layers of the store are
// then drawn from GeoJSON of that day instead of tiles.
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import type Feature from "ol/Feature.js";
import GeoJSON from "ol/format/GeoJSON.js";
import { bbox as bboxStrategy } from "ol/loadingstrategy.js";
import type { Extent as OlExtent } from "ol/extent.js";
import type { TreeLayer } from "./layers.ts";
import type { Words } from "./config.ts";
import { ask } from "./service.ts";
import { button, make } from "./dom.ts";
import { dayText, placeOf } from "./days.ts";
import { layerStyle, type Colour, type Ground } from "./styles.ts";
import { projectionOf } from "./projection.ts";

// A feature of the day on the map, and its layer.
export interface Seen {
  config: TreeLayer["config"];
  feature: Feature;
}

export class Past {
  readonly root: HTMLElement;
  // Stands on the map while it shows another day than today.
  readonly badge = make("p", { class: "geo-day", hidden: true });
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
    private language: string,
    private ground: Ground,
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
      this.sayDay();
    } catch (error) {
      this.failed(error as Error);
    }
  }

  go(at: string | undefined): void {
    this.at = at;
    this.sayDay();
    this.day.value = at ?? "";
    for (const each of this.layers) if (each.config.kind === "store") this.shadow(each, at);
    this.changed();
  }

  // What the map shows of that day at a place, the topmost layer first.
  atPlace(place: number[], tolerance: number): Seen[] {
    const around = [place[0] - tolerance, place[1] - tolerance, place[0] + tolerance, place[1] + tolerance];
    return this.layers.flatMap(({ config, layer }) => {
      const source = layer.getVisible() ? this.shadows.get(config.id)?.getSource() : null;
      const found = source?.getFeaturesInExtent(around) ?? [];
      return found
        .filter((feature) => feature.getGeometry()!.intersectsExtent(around))
        .map((feature) => ({ config, feature }));
    });
  }

  private sayDay(): void {
    const text = this.at ? dayText(this.at, this.language) : this.words.time_now;
    this.output.textContent = text;
    this.badge.hidden = !this.at;
    this.badge.textContent = this.at ? `${this.words.time}: ${text}` : "";
    const last = this.days.length - 1;
    if (last >= 0) this.range.value = String(this.at ? placeOf(this.days, this.at) : last);
    this.range.setAttribute("aria-valuetext", text);
  }

  private shadow({ config, layer, maxResolution }: TreeLayer, at: string | undefined): void {
    const known = this.shadows.get(config.id);
    layer.set("past", Boolean(at));
    layer.setExtent(at ? [0, 0, 0, 0] : undefined);
    if (known) known.setSource(at ? this.source(config.id, at, config.grid) : null);
    else if (at) {
      const made = new VectorLayer({
        source: this.source(config.id, at, config.grid),
        style: layerStyle(config.rules, this.colour, this.ground),
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
