// The sheet a map is printed on: its form, what is asked of the server, its frame on the map.
import Feature from "ol/Feature.js";
import { fromExtent } from "ol/geom/Polygon.js";
import type { MapConfig } from "./config.ts";
import type { Marks } from "./marks.ts";
import type { Sketches } from "./measure.ts";
import { groundOf } from "./paper.ts";
import type { Past } from "./past.ts";
import { printForm, type PrintForm, type PrintRequest } from "./printing.ts";
import type { Sight } from "./sight.ts";
import { denominator } from "./rules.ts";
import type { Stack } from "./stack.ts";

export class Sheet {
  readonly form: PrintForm;

  constructor(
    id: string,
    private config: MapConfig,
    private sight: Sight,
    private stack: Stack,
    private sketches: Sketches,
    private past: Past,
    private marks: Marks,
  ) {
    const { words, urls, papers, language } = config;
    const request = (): PrintRequest => this.request();
    this.form = printForm(id, words, urls.print, this.title(), Object.keys(papers), language, request, (shown) =>
      this.frame(shown),
    );
  }

  private title(): string {
    return this.config.title || document.querySelector("h1")?.textContent?.trim() || this.config.words.map;
  }

  private request(): PrintRequest {
    const [easting, northing] = this.sight.centre;
    return {
      easting,
      northing,
      layers: this.stack.opacities().reverse(),
      shapes: this.sketches.shapes(),
      denominator: denominator(this.sight.resolution ?? 1),
      base: this.stack.base,
      at: this.past.at ?? "",
      teryt: this.config.teryt,
    };
  }

  // The ground that the chosen paper would show.
  private frame(shown: boolean): void {
    const { denominator: scale, paper } = this.form.chosen();
    const size = this.config.papers[paper];
    const frames = shown && size ? [new Feature(fromExtent(groundOf(size, this.sight.centre, scale)))] : [];
    this.marks.frameOf(...frames);
  }
}
