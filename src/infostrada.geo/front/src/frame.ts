// What stands on the map itself: the canvas, the buttons, the bar of scale, sources and coordinates.
import Attribution from "ol/control/Attribution.js";
import ScaleLine from "ol/control/ScaleLine.js";
import type Control from "ol/control/Control.js";
import type { Words } from "./config.ts";
import { icon, iconButton, make } from "./dom.ts";

export interface FrameActs {
  zoom: (by: number) => void;
  home: () => void;
  locate: () => void;
  wholeScreen: () => void;
}

export class Frame {
  readonly root: HTMLElement;
  readonly canvas: HTMLElement;
  // Above the lower edge, one below the other, so that nothing covers anything at any width.
  readonly foot: HTMLElement;
  readonly head = make("div", { class: "geo-head" });
  readonly controls: Control[];

  constructor(id: string, private words: Words) {
    this.canvas = make("div", {
      class: "geo-map-canvas",
      tabindex: 0,
      role: "application",
      "aria-label": words.map,
      "aria-describedby": `${id}-help`,
    });
    const help = make("p", { class: "geo-map-help visually-hidden", id: `${id}-help` }, words.help);
    const scale = make("div", { class: "geo-scale-line" });
    const sources = make("div", { class: "geo-sources" });
    this.foot = make("div", { class: "geo-foot" }, make("div", { class: "geo-foot-row" }, scale, sources));
    this.root = make("div", { class: "geo-map-frame" }, this.canvas, help, this.head, this.foot);
    this.controls = [
      new ScaleLine({ minWidth: 72, target: scale }),
      new Attribution({ collapsible: false, target: sources }),
    ];
  }

  buttons(acts: FrameActs): HTMLElement {
    const { words } = this;
    const bar = make("div", { class: "geo-toolbar", role: "toolbar", "aria-label": words.map });
    bar.append(
      iconButton("plus", words.zoom_in, () => acts.zoom(1)),
      iconButton("minus", words.zoom_out, () => acts.zoom(-1)),
      iconButton("home", words.home, acts.home),
    );
    if (navigator.geolocation) bar.append(iconButton("locate", words.locate, acts.locate));
    if (document.fullscreenEnabled) bar.append(this.fullButton(acts.wholeScreen));
    return bar;
  }

  private fullButton(act: () => void): HTMLButtonElement {
    const { words } = this;
    const full = iconButton("full", words.full, act);
    document.addEventListener("fullscreenchange", () => {
      const is = document.fullscreenElement !== null;
      const title = is ? words.full_leave : words.full;
      full.setAttribute("aria-label", title);
      full.title = title;
      full.replaceChildren(icon(is ? "leave" : "full"));
    });
    return full;
  }
}
