// While the browser prints the page, the map has the size and the colours of paper; what was in sight stays in sight.
import type OlMap from "ol/Map.js";
import { followPrinting } from "./browserprint.ts";
import type { Sight } from "./sight.ts";

export class OnPaper {
  private before: { centre: number[]; resolution: number } | null = null;

  constructor(
    private root: HTMLElement,
    private map: OlMap,
    private sight: Sight,
    private restyle: () => void,
  ) {
    followPrinting(() => this.begin(), () => this.end());
  }

  get now(): boolean {
    return this.before !== null;
  }

  private begin(): void {
    const size = this.map.getSize();
    const { centre, resolution } = this.sight;
    if (!size || !resolution) return;
    const seen = this.map.getView().calculateExtent(size);
    this.before = { centre, resolution };
    this.turn(true);
    this.map.getView().fit(seen, { size: this.map.getSize() });
    this.map.renderSync();
  }

  private end(): void {
    const { before } = this;
    if (!before) return;
    this.turn(false);
    this.sight.go(before.centre, before.resolution);
    this.map.renderSync();
    this.before = null;
  }

  // The class gives the map the size of the paper.
  private turn(on: boolean): void {
    this.root.classList.toggle("is-printing", on);
    this.restyle();
    this.map.updateSize();
  }
}
