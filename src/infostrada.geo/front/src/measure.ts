// Measuring and drawing. What is drawn can be asked about and saved; lengths are those on the ground.
import Draw from "ol/interaction/Draw.js";
import Snap from "ol/interaction/Snap.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import GeoJSON from "ol/format/GeoJSON.js";
import LineString from "ol/geom/LineString.js";
import Polygon from "ol/geom/Polygon.js";
import type Geometry from "ol/geom/Geometry.js";
import type OlMap from "ol/Map.js";
import type Feature from "ol/Feature.js";
import type { Words } from "./config.ts";
import { button, fill, make } from "./dom.ts";
import { areaText, lengthText, pointScale } from "./numbers.ts";
import { linkStyle, type Colour } from "./styles.ts";

export type Shape = "Point" | "LineString" | "Polygon";

export function groundLength(line: LineString): number {
  const points = line.getCoordinates();
  return points.slice(1).reduce((sum, [x, y], index) => {
    const [x0, y0] = points[index];
    return sum + Math.hypot(x - x0, y - y0) / pointScale((x + x0) / 2);
  }, 0);
}

export function groundArea(polygon: Polygon): number {
  const [west, , east] = polygon.getExtent();
  return polygon.getArea() / pointScale((west + east) / 2) ** 2;
}

export class Sketches {
  readonly layer: VectorLayer;
  readonly source = new VectorSource();
  private drawing: Draw | null = null;
  private snap: Snap;

  constructor(
    private map: OlMap,
    colour: Colour,
    private words: Words,
    private language: string,
    private say: (text: string) => void,
  ) {
    this.layer = new VectorLayer({ source: this.source, style: linkStyle(colour, true), zIndex: 1030 });
    this.snap = new Snap({ source: this.source });
    map.addLayer(this.layer);
  }

  get busy(): boolean {
    return this.drawing !== null;
  }

  start(shape: Shape, done?: (feature: Feature<Geometry>) => void): void {
    this.stop();
    const draw = new Draw({ source: this.source, type: shape });
    draw.on("drawstart", (event) => {
      event.feature.getGeometry()?.on("change", () => this.tell(event.feature.getGeometry()!));
    });
    draw.on("drawend", (event) => {
      this.tell(event.feature.getGeometry()!);
      window.setTimeout(() => this.stop(), 0);
      done?.(event.feature);
    });
    this.drawing = draw;
    this.map.addInteraction(draw);
    this.map.addInteraction(this.snap);
    this.say(this.words.measure_hint);
  }

  // With the keyboard: Enter sets a point where the cross is, a second Enter at the same place ends.
  addPoint(coordinate: number[]): void {
    const before = this.last;
    if (before && Math.hypot(before[0] - coordinate[0], before[1] - coordinate[1]) < 1e-6) {
      this.drawing?.finishDrawing();
      this.last = null;
      return;
    }
    this.drawing?.appendCoordinates([coordinate]);
    this.last = coordinate;
  }

  private last: number[] | null = null;

  stop(): void {
    if (!this.drawing) return;
    this.map.removeInteraction(this.drawing);
    this.map.removeInteraction(this.snap);
    this.drawing = null;
    this.last = null;
  }

  clear(): void {
    this.stop();
    this.source.clear();
    this.say("");
  }

  // GeoJSON geometries in EPSG:2180, easting first, for the server.
  shapes(): object[] {
    return this.source.getFeatures().map((each) => new GeoJSON().writeGeometryObject(each.getGeometry()!));
  }

  save(projection: string): void {
    const text = new GeoJSON().writeFeatures(this.source.getFeatures(), {
      featureProjection: projection,
      dataProjection: "EPSG:4326",
      decimals: 7,
    });
    const link = make("a", { href: `data:application/geo+json,${encodeURIComponent(text)}`, download: "rysunek.geojson" });
    link.click();
  }

  private tell(geometry: Geometry): void {
    if (geometry instanceof LineString) {
      this.say(fill(this.words.measured, { value: lengthText(groundLength(geometry), this.language) }));
    } else if (geometry instanceof Polygon) {
      this.say(fill(this.words.measured, { value: areaText(groundArea(geometry), this.language) }));
    }
  }
}

export function sketchTools(
  words: Words,
  sketches: Sketches,
  tools: string[],
  askAbout: (shape: object) => void,
  projection: string,
  result: HTMLElement,
): HTMLElement[] {
  const made: HTMLElement[] = [];
  const row = (title: string, ...buttons: HTMLElement[]): HTMLElement =>
    make("section", { class: "geo-toolset" }, make("h2", {}, title), make("div", { class: "geo-buttons" }, ...buttons));
  if (tools.includes("measure")) {
    made.push(
      row(
        words.measure,
        button(words.measure_length, () => sketches.start("LineString")),
        button(words.measure_area, () => sketches.start("Polygon")),
      ),
    );
  }
  if (tools.includes("draw")) {
    const last = (): void => {
      const shape = sketches.shapes().at(-1);
      if (shape) askAbout(shape);
    };
    made.push(
      row(
        words.draw,
        button(words.draw_point, () => sketches.start("Point")),
        button(words.draw_line, () => sketches.start("LineString")),
        button(words.draw_area, () => sketches.start("Polygon")),
        button(words.draw_ask, last),
        button(words.draw_save, () => sketches.save(projection)),
      ),
    );
  }
  if (made.length) {
    const end = make("div", { class: "geo-buttons" });
    end.append(button(words.cancel, () => sketches.stop()), button(words.clear, () => sketches.clear()));
    made.push(make("section", { class: "geo-toolset" }, result, end));
  }
  return made;
}
