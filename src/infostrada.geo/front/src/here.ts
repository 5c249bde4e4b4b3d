// The written answer to "what is here": sections by theme, each feature with its documents.
import type { Collection, GeoJsonFeature, Words } from "./config.ts";
import { said } from "./days.ts";
import { button, fill, icon, make } from "./dom.ts";
import { lengthText } from "./numbers.ts";
import type { Seen } from "./past.ts";

// What a feature of a vector source carries for drawing only.
const OWN = new Set(["geometry", "fid", "business_id"]);

// Of all that is at a place the map marks what the question was about: the parcel rather than the zone
// or the commune around it.
const MARKED = ["parcel", "building", "address", "monument", "utility", "protected", "plan", "other"];

export function marked(features: GeoJsonFeature[]): GeoJsonFeature[] {
  const touched = features.filter(({ properties }) => !properties.distance);
  const themeOf = ({ properties }: GeoJsonFeature): string => properties.theme ?? "other";
  const first = MARKED.find((theme) => touched.some((each) => themeOf(each) === theme));
  return touched.filter((each) => themeOf(each) === first);
}

// A name of an attribute as words: national models write several in one.
export function named(attribute: string): string {
  return attribute
    .replaceAll("_", " ")
    .replace(/(\p{Ll})(\p{Lu})(?!\p{Lu})/gu, (_whole, before: string, letter: string) => `${before} ${letter.toLowerCase()}`);
}

export class HerePanel {
  readonly root: HTMLElement;
  readonly status: HTMLElement;
  private found: HTMLElement;
  private close: HTMLButtonElement;

  // `closed`: somebody has read the answer and wants the map back.
  constructor(
    private words: Words,
    private language: string,
    private themes: Record<string, string>,
    closed: () => void,
  ) {
    this.status = make("p", { class: "geo-map-status", role: "status" });
    this.found = make("div", { class: "geo-map-found" });
    this.close = button(words.close, closed);
    this.close.prepend(icon("close"));
    this.close.classList.add("geo-close");
    this.root = make("div", {}, make("p", { class: "geo-note geo-no-answer" }, words.ready), this.found, this.close);
    this.clear();
  }

  get answered(): boolean {
    return !this.close.hidden;
  }

  clear(): void {
    this.found.replaceChildren();
    this.answer(false);
  }

  private answer(given: boolean): void {
    this.close.hidden = !given;
    this.root.querySelector<HTMLElement>(".geo-no-answer")!.hidden = given;
  }

  say(text: string, bad = false): void {
    this.status.classList.toggle("is-error", bad);
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  show(answer: Collection, sheetUrl: string | null, onChoose?: (feature: GeoJsonFeature) => void): void {
    this.found.replaceChildren();
    this.answer(true);
    this.say(answer.features.length ? this.words.found : this.words.nothing);
    if (answer.verdict?.length) {
      const lines = answer.verdict.map(({ kind, text }) => make("li", { class: `is-${kind}` }, text));
      this.found.append(
        make("section", { class: "geo-verdict" }, make("h2", {}, this.words.verdict), make("ul", {}, ...lines)),
      );
    }
    if (sheetUrl && answer.features.length) {
      this.found.append(make("p", {}, make("a", { href: sheetUrl, class: "geo-sheet-link" }, this.words.sheet)));
    }
    for (const [theme, title] of Object.entries(this.themes)) {
      const inside = answer.features.filter(({ properties }) => (properties.theme ?? "other") === theme);
      if (!inside.length) continue;
      const section = make("section", { class: "geo-theme" }, make("h2", {}, title));
      section.append(...inside.map((feature) => this.sheet(feature, onChoose)));
      this.found.append(section);
    }
  }

  // Features of another day, as the map draws them.
  showPast(seen: Seen[], heading: string): void {
    this.answer(true);
    this.say(seen.length ? this.words.found : this.words.nothing);
    const sheets = seen.map(({ config, feature }) => {
      const held = feature.getProperties();
      const attrs = Object.fromEntries(Object.entries(held).filter(([name]) => !OWN.has(name)));
      const properties = { layer: config.id, layer_title: config.title, business_id: String(held.business_id ?? ""), attrs };
      return this.sheet({ type: "Feature", id: String(held.fid ?? ""), geometry: null, properties });
    });
    this.found.replaceChildren(make("section", { class: "geo-theme" }, make("h2", {}, heading), ...sheets));
  }

  private sheet(feature: GeoJsonFeature, onChoose?: (feature: GeoJsonFeature) => void): HTMLElement {
    const { layer_title: layer, business_id: name, records, linkable, attrs, share, distance } = feature.properties;
    const rows = Object.entries(attrs ?? {}).flatMap(([key, value]) =>
      value === null || value === "" || typeof value === "object"
        ? []
        : [make("dt", {}, named(key)), make("dd", {}, said(value, this.language))],
    );
    const sheet = make("section", { class: "geo-map-sheet" }, make("h3", {}, `${layer}: ${name || feature.id}`));
    const notes = [];
    if (share) notes.push(fill(this.words.share_of, { percent: Math.round(share * 100) }));
    if (distance) notes.push(fill(this.words.distance, { metres: lengthText(distance, this.language).replace(" m", "") }));
    if (notes.length) sheet.append(make("p", { class: "geo-note" }, notes.join(", ")));
    sheet.append(make("dl", {}, ...rows));
    if (records?.length) {
      const items = records.map((r) => {
        const item = make("li", {}, make("a", { href: r.url }, r.title));
        // A document about the parcel this one was divided from says so.
        if (r.linked_as) item.append(" ", make("span", { class: "geo-note" }, fill(this.words.linked_as, { name: r.linked_as })));
        return item;
      });
      sheet.append(make("h4", {}, this.words.records), make("ul", {}, ...items));
    }
    if (onChoose && linkable) sheet.append(button(this.words.choose, () => onChoose(feature)));
    return sheet;
  }
}
