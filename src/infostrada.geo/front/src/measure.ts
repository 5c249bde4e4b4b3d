// Measuring and drawing. What is drawn can be asked about and saved; lengths are those on the ground.
import Draw from "ol/interaction/Draw.js";
import Modify from "ol/interaction/Modify.js";
import Snap from "ol/interaction/Snap.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import GeoJSON from "ol/format/GeoJSON.js";
import LineString from "ol/geom/LineString.js";
import Polygon from "ol/geom/Polygon.js";
import type Geometry from "ol/geom/Geometry.js";
import type OlMap from "ol/Map.js";
import type { Words } from "./config.ts";
import { button, fill, make } from "./dom.ts";
import { DrawBar } from "./drawbar.ts";
import { areaText, lengthText, pointScale } from "./numbers.ts";
import { sketchStyle, type Colour } from "./styles.ts";

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

// Points somebody has set so far: a sketch of a line carries the pointer as its last one, that of an
// area the pointer and the first point again.
export function pointsSet(geometry: Geometry): number {
  if (geometry instanceof LineString) return geometry.getCoordinates().length - 1;
  if (geometry instanceof Polygon) return geometry.getCoordinates()[0].length - 2;
  return 0;
}

const LEAST: Record<Shape, number> = { Point: 0, LineString: 2, Polygon: 3 };

export function sizeText(geometry: Geometry, language: string): string {
  if (geometry instanceof LineString) return lengthText(groundLength(geometry), language);
  return geometry instanceof Polygon ? areaText(groundArea(geometry), language) : "";
}

export class Sketches {
  readonly layer: VectorLayer;
  readonly source = new VectorSource();
  readonly bar: DrawBar;
  changed: (shape: Shape | null, tool: string) => void = () => {};
  private drawing: Draw | null = null;
  private shape: Shape = "Point";
  private sketch: Geometry | null = null;
  private snap: Snap;
  private last: number[] | null = null;

  constructor(
    private map: OlMap,
    colour: Colour,
    private words: Words,
    private language: string,
    private say: (text: string) => void,
  ) {
    this.layer = new VectorLayer({
      source: this.source,
      zIndex: 1030,
    });
    this.restyle(colour);
    this.snap = new Snap({ source: this.source });
    const modify = new Modify({ source: this.source });
    modify.on("modifyend", (event) => this.tell(event.features.item(0).getGeometry()!));
    map.addInteraction(modify);
    map.addLayer(this.layer);
    this.bar = new DrawBar(words, {
      finish: () => this.finish(),
      back: () => this.back(),
      stop: () => this.stop(),
    });
  }

  restyle(colour: Colour): void {
    this.layer.setStyle(sketchStyle(colour, (geometry) => sizeText(geometry, this.language)));
  }

  get busy(): boolean {
    return this.drawing !== null;
  }

  start(shape: Shape, tool: string): void {
    this.stop();
    const draw = new Draw({ source: this.source, type: shape });
    draw.on("drawstart", (event) => {
      this.sketch = event.feature.getGeometry() ?? null;
      this.sketch?.on("change", () => this.showSize());
      this.showSize();
    });
    draw.on("drawend", (event) => {
      this.tell(event.feature.getGeometry()!);
      window.setTimeout(() => this.stop(), 0);
    });
    this.drawing = draw;
    this.shape = shape;
    this.map.addInteraction(draw);
    this.map.addInteraction(this.snap);
    this.say("");
    this.bar.open(shape === "Point" ? this.words.draw_point_hint : this.words.measure_hint);
    this.changed(shape, tool);
    this.map.getTargetElement()?.focus({ preventScroll: true });
    this.map.getTargetElement()?.scrollIntoView({ block: "nearest" });
  }

  // With the keyboard: Enter sets a point where the cross is, a second Enter at the same place ends.
  addPoint(coordinate: number[]): void {
    const before = this.last;
    const same = before !== null && Math.hypot(before[0] - coordinate[0], before[1] - coordinate[1]) < 1e-6;
    if (same) return this.finish();
    this.drawing?.appendCoordinates([coordinate]);
    this.last = coordinate;
    if (this.shape === "Point") this.finish();
  }

  // Ends the line or area when it has enough points.
  finish(): void {
    const set = this.sketch && this.shape !== "Point" ? pointsSet(this.sketch) : 0;
    if (!this.drawing || !this.sketch || set < LEAST[this.shape]) return;
    this.drawing.finishDrawing();
    this.last = null;
  }

  // Takes the last point back; without one, the last shape.
  back(): void {
    if (this.drawing && this.sketch && this.shape !== "Point") this.drawing.removeLastPoint();
    else if (!this.drawing) {
      const shape = this.source.getFeatures().at(-1);
      if (shape) this.source.removeFeature(shape);
      this.say("");
    }
    this.last = null;
  }

  stop(): void {
    if (!this.drawing) return;
    this.map.removeInteraction(this.drawing);
    this.map.removeInteraction(this.snap);
    this.drawing = null;
    this.sketch = null;
    this.last = null;
    this.bar.close();
    this.changed(null, "");
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
    const link = make("a", {
      href: `data:application/geo+json,${encodeURIComponent(text)}`,
      download: `${this.words.drawing_file}.geojson`,
    });
    link.click();
  }

  private showSize(): void {
    if (!this.sketch) return;
    const size = sizeText(this.sketch, this.language);
    this.bar.show(size, pointsSet(this.sketch) >= LEAST[this.shape] && this.shape !== "Point");
  }

  private tell(geometry: Geometry): void {
    const size = sizeText(geometry, this.language);
    this.say(size ? fill(this.words.measured, { value: size }) : "");
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
  const switches = new Map<string, HTMLButtonElement>();
  const row = (title: string, ...buttons: HTMLElement[]): HTMLElement =>
    make("section", { class: "geo-toolset" }, make("h2", {}, title), make("div", { class: "geo-buttons" }, ...buttons));
  const starter = (text: string, shape: Shape, tool: string): HTMLButtonElement => {
    const name = `${tool} ${shape}`;
    const starts = button(text, () => {
      if (starts.getAttribute("aria-pressed") === "true") sketches.stop();
      else sketches.start(shape, name);
    });
    starts.setAttribute("aria-pressed", "false");
    switches.set(name, starts);
    return starts;
  };
  if (tools.includes("measure")) {
    made.push(
      row(
        words.measure,
        starter(words.measure_length, "LineString", "measure"),
        starter(words.measure_area, "Polygon", "measure"),
      ),
    );
  }
  const needing: HTMLButtonElement[] = [];
  const needs = (text: string, act: () => void): HTMLButtonElement => {
    const acting = button(text, act);
    acting.disabled = true;
    needing.push(acting);
    return acting;
  };
  if (tools.includes("draw")) {
    const last = (): void => {
      const shape = sketches.shapes().at(-1);
      if (shape) askAbout(shape);
    };
    made.push(
      row(
        words.draw,
        starter(words.draw_point, "Point", "draw"),
        starter(words.draw_line, "LineString", "draw"),
        starter(words.draw_area, "Polygon", "draw"),
        needs(words.draw_ask, last),
        needs(words.draw_save, () => sketches.save(projection)),
      ),
    );
  }
  if (made.length) {
    const end = make("div", { class: "geo-buttons" });
    end.append(needs(words.draw_back, () => sketches.back()), needs(words.clear, () => sketches.clear()));
    made.push(make("section", { class: "geo-toolset" }, result, end));
  }
  sketches.changed = (shape, tool) =>
    switches.forEach((each, name) => each.setAttribute("aria-pressed", String(shape !== null && name === tool)));
  sketches.source.on("change", () => {
    const none = sketches.source.isEmpty();
    needing.forEach((each) => (each.disabled = none));
  });
  return made;
}
