// One box for parcels, addresses, places and coordinates: a combobox with a list (ARIA 1.2).
import { ask } from "./service.ts";
import { parseCoordinates } from "./coordinates.ts";
import { fill, icon, make } from "./dom.ts";
import type { Extent, Words } from "./config.ts";

export interface Hit {
  title: string;
  note: string;
  extent: Extent;
  layer?: string;
  fid?: string;
}

const PAUSE = 200;

export class SearchBox {
  readonly root: HTMLElement;
  readonly input: HTMLInputElement;
  private list: HTMLUListElement;
  private status: HTMLElement;
  private hits: Hit[] = [];
  private active = -1;
  private timer = 0;
  private asked = 0;

  constructor(
    private id: string,
    private words: Words,
    private url: string,
    private onFound: (hit: Hit) => void,
    private onError: (error: Error) => void,
  ) {
    this.list = make("ul", { id: `${id}-hits`, role: "listbox", class: "geo-hits", "aria-label": words.search, hidden: true });
    this.input = make("input", {
      id: `${id}-find`,
      type: "search",
      class: "form-control",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
      "aria-describedby": `${id}-find-hint`,
    });
    this.status = make("p", { class: "visually-hidden", role: "status" });
    this.root = make(
      "div",
      { class: "geo-search", role: "search" },
      make("label", { for: this.input.id, class: "form-label" }, words.search),
      make("div", { class: "geo-search-box" }, icon("search"), this.input),
      this.list,
      make("p", { id: `${id}-find-hint`, class: "geo-hint" }, words.search_hint),
      this.status,
    );
    this.input.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.look(false), PAUSE);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => window.setTimeout(() => this.close(), 200));
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const count = this.hits.length;
      if (count) this.mark((this.active + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
    } else if (event.key === "Escape") {
      this.close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      window.clearTimeout(this.timer);
      if (this.active >= 0) this.choose(this.hits[this.active]);
      else void this.look(true);
    }
  }

  private async look(first: boolean): Promise<void> {
    const text = this.input.value.trim();
    if (text.length < 2) return this.close();
    const place = parseCoordinates(text);
    if (place) {
      const { easting: x, northing: y } = place;
      this.show([{ title: text, note: `${this.words.coordinates}, ${place.crs}`, extent: [x, y, x, y] }]);
    } else {
      const mine = ++this.asked;
      try {
        const { items } = await ask<{ items: Hit[] }>(this.url, { q: text });
        if (mine !== this.asked) return;
        this.show(items);
      } catch (error) {
        return this.onError(error as Error);
      }
    }
    if (first && this.hits.length) this.choose(this.hits[0]);
  }

  private show(hits: Hit[]): void {
    this.hits = hits;
    this.active = -1;
    this.list.replaceChildren(
      ...hits.map((hit, number) => {
        const item = make("li", { role: "option", id: `${this.id}-hit-${number}`, "aria-selected": "false" });
        item.append(make("strong", {}, hit.title), make("span", {}, hit.note));
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          this.choose(hit);
        });
        return item;
      }),
    );
    this.status.textContent = hits.length
      ? fill(this.words.search_many, { count: hits.length })
      : this.words.search_none;
    if (!hits.length) {
      this.list.append(make("li", { class: "geo-no-hit", role: "option", "aria-disabled": "true", "aria-selected": "false" }, this.words.search_none));
    }
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  private mark(number: number): void {
    this.active = number;
    [...this.list.children].forEach((item, index) => {
      item.setAttribute("aria-selected", String(index === number));
      if (index === number) item.scrollIntoView({ block: "nearest" });
    });
    this.input.setAttribute("aria-activedescendant", `${this.id}-hit-${number}`);
  }

  private choose(hit: Hit): void {
    this.input.value = hit.title;
    this.close();
    this.onFound(hit);
  }

  private close(): void {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
