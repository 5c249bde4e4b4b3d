// The list of documents that opens at a marker.
import Overlay from "ol/Overlay.js";
import type OlMap from "ol/Map.js";
import type { RecordLink, Words } from "./config.ts";
import { fill, iconButton, make } from "./dom.ts";

// More are in the list beside the map.
export const MOST = 12;

export class Popup {
  private overlay: Overlay;
  private root: HTMLElement;

  constructor(private map: OlMap, private words: Words) {
    this.root = make("div", { class: "geo-popup", role: "dialog", "aria-label": words.records_near });
    this.overlay = new Overlay({
      element: this.root,
      positioning: "bottom-center",
      offset: [0, -14],
      stopEvent: true,
      autoPan: { animation: { duration: 0 }, margin: 24 },
    });
    map.addOverlay(this.overlay);
  }

  get opened(): boolean {
    return this.overlay.getPosition() !== undefined;
  }

  show(place: number[], records: RecordLink[]): void {
    const unique = [...new Map(records.map((each) => [each.url, each])).values()];
    const items = unique.slice(0, MOST).map((each) => make("li", {}, make("a", { href: each.url }, each.title)));
    if (unique.length > MOST) items.push(make("li", { class: "geo-note" }, fill(this.words.cluster_more, { count: unique.length - MOST })));
    const close = iconButton("close", this.words.close, () => this.close());
    this.root.replaceChildren(
      close,
      make("p", { class: "geo-popup-title" }, fill(this.words.cluster, { count: unique.length })),
      make("ul", {}, ...items),
    );
    this.overlay.setPosition(place);
    this.root.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  }

  close(): void {
    this.overlay.setPosition(undefined);
    this.map.getTargetElement()?.focus({ preventScroll: true });
  }
}
