// Scale and coordinates at the lower edge of the map, in the systems people ask for.
import type OlMap from "ol/Map.js";
import type { Words } from "./config.ts";
import { asDegrees, asZone } from "./coordinates.ts";
import { fill, make } from "./dom.ts";
import { denominator } from "./rules.ts";

type System = "2180" | "2000" | "4326";

export class Readout {
  readonly root: HTMLElement;
  private text: HTMLElement;
  private scale: HTMLElement;
  private place: number[] | undefined;
  private system: HTMLSelectElement;

  constructor(id: string, words: Words, private map: OlMap, private language: string) {
    this.text = make("span", { class: "geo-coordinates" });
    this.scale = make("span", { class: "geo-scale" });
    this.system = make("select", { id: `${id}-system`, "aria-label": words.coordinates, class: "geo-system" });
    for (const [value, title] of [["2180", "PL-1992"], ["2000", "PL-2000"], ["4326", "WGS 84"]]) {
      this.system.append(make("option", { value }, title));
    }
    this.system.addEventListener("change", () => this.write());
    this.root = make("div", { class: "geo-readout" }, this.scale, this.system, this.text);
    map.on("pointermove", (event) => this.at(event.coordinate));
    const view = map.getView();
    view.on("change:resolution", () => this.write(words));
    view.on("change:center", () => this.at(view.getCenter()));
    this.write(words);
  }

  private at(place: number[] | undefined): void {
    this.place = place;
    this.write();
  }

  private write(words?: Words): void {
    const resolution = this.map.getView().getResolution();
    if (words) this.words = words;
    if (resolution && this.words) {
      const scale = Math.round(denominator(resolution));
      this.scale.textContent = fill(this.words.scale, { scale: scale.toLocaleString(this.language) });
    }
    if (this.place) this.text.textContent = coordinatesText(this.place, this.system.value as System);
  }

  private words: Words | undefined;
}

// X is the northing on Polish maps, Y the easting.
export function coordinatesText([easting, northing]: number[], system: System): string {
  if (system === "4326") {
    const [latitude, longitude] = asDegrees(easting, northing);
    return `${latitude.toFixed(6)}° N ${longitude.toFixed(6)}° E`;
  }
  if (system === "2000") {
    const { code, x, y } = asZone(easting, northing);
    return `X ${x.toFixed(2)} Y ${y.toFixed(2)} (${code})`;
  }
  return `X ${northing.toFixed(2)} Y ${easting.toFixed(2)}`;
}
