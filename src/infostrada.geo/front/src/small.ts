// A map inside a page about something else: the map alone, its panel when somebody asks for it, and a way
// to the large map of the same view.
import type { Words } from "./config.ts";
import { button, make } from "./dom.ts";

export class SmallBar {
  readonly root: HTMLElement;
  private opener: HTMLButtonElement;
  private large: HTMLAnchorElement;

  constructor(words: Words, private panel: HTMLElement, private address: () => string) {
    this.opener = button(words.small_panel, () => this.open(panel.hidden));
    this.opener.setAttribute("aria-controls", panel.id);
    this.large = make("a", { class: "geo-large", href: address() }, words.small_large);
    this.root = make("div", { class: "geo-small-bar" }, this.opener, this.large);
    this.open(false);
  }

  open(opened: boolean): void {
    this.panel.hidden = !opened;
    this.opener.setAttribute("aria-expanded", String(opened));
  }

  refresh(): void {
    this.large.href = this.address();
  }
}
