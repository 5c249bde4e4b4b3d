// Drawing rules as OpenLayers styles. Tokens of colour come from the page's CSS, so the map
// follows the theme, dark and high contrast.
import Style from "ol/style/Style.js";
import Fill from "ol/style/Fill.js";
import Stroke from "ol/style/Stroke.js";
import Text from "ol/style/Text.js";
import CircleStyle from "ol/style/Circle.js";
import RegularShape from "ol/style/RegularShape.js";
import type Geometry from "ol/geom/Geometry.js";
import RenderFeature from "ol/render/Feature.js";
import type ImageStyle from "ol/style/Image.js";
import type { FeatureLike } from "ol/Feature.js";
import { denominator, overPicture, ruleFor, type RuleData } from "./rules.ts";

export type Colour = (name: string) => string;
export type StyleFunction = (feature: FeatureLike, resolution: number) => Style | undefined;

// Labels stand from this scale unless the rule says otherwise.
const LABELS_FROM = 4000;

export function palette(element: Element): Colour {
  const css = getComputedStyle(element);
  return (name) => (name.startsWith("@") ? css.getPropertyValue(`--map-${name.slice(1)}`).trim() : name);
}

// The same for signs drawn as SVG: the page resolves the token whenever its colours change.
export const cssColour: Colour = (name) => (name.startsWith("@") ? `var(--map-${name.slice(1)})` : name);

export function withOpacity(colour: string, opacity: number): string {
  if (opacity >= 1 || !/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  return `${colour}${Math.round(opacity * 255).toString(16).padStart(2, "0")}`;
}

export function hatchOf(kind: string, colour: string): CanvasPattern | null {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = 1;
  if (kind === "dots") pen.fillRect(3, 3, 2, 2);
  if (kind === "lines" || kind === "cross") {
    pen.beginPath();
    for (const shift of [-8, 0, 8]) {
      pen.moveTo(shift, 8);
      pen.lineTo(shift + 8, 0);
      if (kind === "cross") {
        pen.moveTo(shift, 0);
        pen.lineTo(shift + 8, 8);
      }
    }
    pen.stroke();
  }
  return pen.createPattern(canvas, "repeat");
}

const SHAPES: Record<string, { points: number; angle?: number; radius2?: number }> = {
  square: { points: 4, angle: Math.PI / 4 },
  diamond: { points: 4 },
  triangle: { points: 3 },
  star: { points: 5, radius2: 0.45 },
  cross: { points: 4, radius2: 0.34 },
};

function signOf(rule: RuleData, fill?: Fill, stroke?: Stroke): ImageStyle {
  const shape = SHAPES[rule.symbol];
  if (!shape) return new CircleStyle({ radius: rule.size, fill, stroke });
  const { points, angle, radius2 } = shape;
  return new RegularShape({
    points,
    angle,
    radius: rule.size,
    radius2: radius2 && rule.size * radius2,
    fill,
    stroke,
  });
}

function parts(rule: RuleData, colour: Colour): { fill?: Fill; stroke?: Stroke; image: ImageStyle } {
  const inside = rule.fill && withOpacity(colour(rule.fill), rule.opacity);
  const pattern = rule.hatch && hatchOf(rule.hatch, colour(rule.stroke || rule.fill));
  const plain = inside ? new Fill({ color: inside }) : undefined;
  const stroke = rule.stroke
    ? new Stroke({
        color: colour(rule.stroke),
        width: rule.width,
        lineDash: rule.dash ? rule.dash.split(" ").map(Number) : undefined,
      })
    : undefined;
  const fill = pattern ? new Fill({ color: pattern }) : plain;
  return { fill, stroke, image: signOf(rule, plain, stroke) };
}

function labelOf(text: string, colour: Colour, geometry: string): Text {
  const line = geometry.endsWith("LineString");
  return new Text({
    text,
    font: "600 12px 'Source Sans 3 Variable', 'Source Sans 3', Lato, sans-serif",
    placement: line ? "line" : "point",
    overflow: false,
    offsetY: geometry.endsWith("Point") ? -12 : 0,
    fill: new Fill({ color: colour("@ink") }),
    stroke: new Stroke({ color: colour("@halo"), width: 3 }),
  });
}

// What lies below all layers of one map: paper, or a photograph.
// `look` counts how often the page's colours changed: styles are made anew when it has grown.
export interface Ground {
  isPicture: boolean;
  look: number;
}

export function layerStyle(rules: RuleData[], colour: Colour, ground: Ground): StyleFunction {
  const styles = (): { look: number; onPaper: StyleFunction; onPicture: StyleFunction } => ({
    look: ground.look,
    onPaper: ruleStyle(rules, rules, colour),
    onPicture: ruleStyle(rules, rules.map(overPicture), colour),
  });
  let made = styles();
  return (feature, resolution) => {
    if (made.look !== ground.look) made = styles();
    return (ground.isPicture ? made.onPicture : made.onPaper)(feature, resolution);
  };
}

function ruleStyle(rules: RuleData[], drawn: RuleData[], colour: Colour): StyleFunction {
  const made = drawn.map((rule) => parts(rule, colour));
  const plain = made.map((each) => new Style(each));
  const labelled = new Map<string, Style>();
  return (feature, resolution) => {
    const scale = denominator(resolution);
    const index = ruleFor(rules, (name) => feature.get(name), scale);
    if (index < 0) return undefined;
    const rule = rules[index];
    const text = rule.label ? String(feature.get(rule.label) ?? "") : "";
    const near = scale < (rule.max_scale || LABELS_FROM);
    // A feature cut by tiles is named once: where its centre lies.
    const cut = feature instanceof RenderFeature && !feature.get("named");
    if (!text || !near || cut) return plain[index];
    const geometry = feature.getGeometry()?.getType() ?? "";
    const key = `${index} ${geometry} ${text}`;
    if (!labelled.has(key)) {
      labelled.set(key, new Style({ ...made[index], text: labelOf(text, colour, geometry) }));
    }
    return labelled.get(key);
  };
}

export function linkStyle(colour: Colour, chosen: boolean): Style {
  const fill = new Fill({ color: withOpacity(colour(chosen ? "@chosen" : "@link"), 0.25) });
  const stroke = new Stroke({
    color: colour(chosen ? "@chosen-line" : "@link-line"),
    width: chosen ? 4 : 3,
    lineDash: chosen ? undefined : [8, 4],
  });
  return new Style({ fill, stroke, image: new CircleStyle({ radius: 8, fill, stroke }) });
}

// What somebody drew carries its length or area.
export function sketchStyle(colour: Colour, size: (geometry: Geometry) => string): (feature: FeatureLike) => Style {
  const plain = linkStyle(colour, true);
  return (feature) => {
    const geometry = feature.getGeometry() as Geometry;
    const text = size(geometry);
    if (!text) return plain;
    const style = plain.clone();
    style.setText(labelOf(text, colour, "Polygon"));
    style.getText()!.setOverflow(true);
    if (geometry.getType() === "LineString") style.getText()!.setOffsetY(-12);
    return style;
  };
}

// The place that was asked about, or where the device is with the circle it may be wrong by.
export function pinStyle(colour: Colour): Style[] {
  const doubt = new Style({
    fill: new Fill({ color: withOpacity(colour("@chosen"), 0.12) }),
    stroke: new Stroke({ color: colour("@chosen-line"), width: 1.5, lineDash: [6, 4] }),
  });
  const ring = (radius: number, fill: string, width: number, line: string): Style =>
    new Style({
      image: new CircleStyle({
        radius,
        fill: new Fill({ color: colour(fill) }),
        stroke: new Stroke({ color: colour(line), width }),
      }),
    });
  return [doubt, ring(7, "@halo", 2.5, "@chosen-line"), ring(2.5, "@chosen-line", 0.5, "@chosen-line")];
}

// The frame of the sheet to be printed.
export function frameStyle(colour: Colour): Style {
  return new Style({ stroke: new Stroke({ color: colour("@ink"), width: 2, lineDash: [10, 6] }) });
}

const NUMBERS = "700 13px 'Source Sans 3 Variable', Lato, sans-serif";

// Records of one mark: its sign, larger and with a number where it stands for several.
export function markStyle(rule: RuleData, colour: Colour): StyleFunction {
  const cache = new Map<number, Style>();
  return (cluster) => {
    const count = (cluster.get("features") as unknown[]).length;
    if (!cache.has(count)) {
      const size = count > 1 ? rule.size + 6 + Math.min(7, Math.log2(count)) : rule.size;
      const text = new Text({ text: String(count), font: NUMBERS, fill: new Fill({ color: colour(rule.stroke) }) });
      cache.set(count, new Style({ image: parts({ ...rule, size }, colour).image, text: count > 1 ? text : undefined }));
    }
    return cache.get(count);
  };
}

// Places of records by their marks; without one as any linked place.
export function markedPlace(rules: Map<string, RuleData>, colour: Colour): (feature: FeatureLike) => Style {
  const plain = linkStyle(colour, false);
  const made = new Map(
    [...rules].map(([name, rule]) => {
      const line = colour(rule.fill === "@halo" ? rule.stroke : rule.fill);
      const fill = new Fill({ color: withOpacity(line, 0.2) });
      const stroke = new Stroke({ color: line, width: 3, lineDash: rule.dash ? rule.dash.split(" ").map(Number) : undefined });
      return [name, new Style({ fill, stroke })] as const;
    }),
  );
  return (feature) => made.get(feature.get("mark") as string) ?? plain;
}

export function clusterStyle(colour: Colour): StyleFunction {
  const cache = new Map<number, Style>();
  return (cluster) => {
    const count = (cluster.get("features") as unknown[]).length;
    if (!cache.has(count)) {
      cache.set(
        count,
        new Style({
          image: new CircleStyle({
            radius: count > 1 ? 13 + Math.min(7, Math.log2(count)) : 9,
            fill: new Fill({ color: colour("@link-line") }),
            stroke: new Stroke({ color: colour("@halo"), width: 2 }),
          }),
          text: new Text({
            text: count > 1 ? String(count) : "",
            font: NUMBERS,
            fill: new Fill({ color: colour("@halo") }),
          }),
        }),
      );
    }
    return cache.get(count);
  };
}
