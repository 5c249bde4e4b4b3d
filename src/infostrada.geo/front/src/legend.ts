// Legend signs drawn as SVG from the same rules; usable without a map (the rule editor).
import { drawn, make } from "./dom.ts";
import type { RuleData } from "./rules.ts";

export type Resolve = (colour: string) => string;

const POINTS: Record<string, string> = {
  square: "5,5 19,5 19,19 5,19",
  diamond: "12,3 21,12 12,21 3,12",
  triangle: "12,4 21,20 3,20",
  star: "12,2 14.6,8.6 21.6,9 16.2,13.5 18,20.4 12,16.6 6,20.4 7.8,13.5 2.4,9 9.4,8.6",
  cross: "10,3 14,3 14,10 21,10 21,14 14,14 14,21 10,21 10,14 3,14 3,10 10,10",
};

let patterns = 0;

function hatch(kind: string, colour: string): { id: string; defs: SVGElement } {
  const id = `geo-hatch-${++patterns}`;
  const paths: Record<string, string> = {
    lines: "M0 6L6 0",
    cross: "M0 6L6 0M0 0L6 6",
    dots: "M2 2h2v2h-2z",
  };
  const path = drawn("path", { d: paths[kind], stroke: colour, fill: kind === "dots" ? colour : "none" });
  const pattern = drawn("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse" }, path);
  return { id, defs: drawn("defs", {}, pattern) };
}

// `shape` tells what the layer holds: lines get a line, points a sign, areas a box.
export function swatch(rule: RuleData, resolve: Resolve): SVGElement {
  const svg = drawn("svg", { viewBox: "0 0 24 24", class: "geo-swatch", "aria-hidden": "true" });
  const stroke = rule.stroke ? resolve(rule.stroke) : "none";
  const look = {
    fill: rule.fill ? resolve(rule.fill) : "none",
    "fill-opacity": rule.opacity,
    stroke,
    "stroke-width": Math.min(rule.width, 4),
    "stroke-dasharray": rule.dash || null,
  };
  if (!rule.fill && rule.stroke && !rule.symbol) {
    svg.append(drawn("path", { d: "M2 17L9 8l6 6 7-8", ...look, fill: "none" }));
  } else if (rule.symbol === "circle") {
    svg.append(drawn("circle", { cx: 12, cy: 12, r: Math.min(10, rule.size + 1), ...look }));
  } else if (rule.symbol) {
    svg.append(drawn("polygon", { points: POINTS[rule.symbol], ...look }));
  } else {
    const box = { x: 2, y: 4, width: 20, height: 16 };
    svg.append(drawn("rect", { ...box, ...look }));
    if (rule.hatch) {
      const { id, defs } = hatch(rule.hatch, resolve(rule.stroke || rule.fill));
      svg.append(defs, drawn("rect", { ...box, fill: `url(#${id})`, stroke: "none" }));
    }
  }
  return svg;
}

export function legend(rules: RuleData[], title: string, resolve: Resolve): HTMLElement {
  // Rules that differ by scale alone share a name and a row.
  const seen = new Set<string>();
  const fresh = (name: string): boolean => !seen.has(name) && Boolean(seen.add(name));
  const items = rules
    .filter((rule) => (rule.fill || rule.stroke) && fresh(rule.title || title))
    .map((rule) => make("li", {}, swatch(rule, resolve), make("span", {}, rule.title || title)));
  return make("ul", { class: "geo-legend" }, ...items);
}
