// The print form: the server draws the sheet from the data, so it is sharp and true to scale.
import type { Words } from "./config.ts";
import { make } from "./dom.ts";
import { roundScale } from "./numbers.ts";

export interface PrintRequest {
  easting: number;
  northing: number;
  layers: { id: string; opacity: number }[];
  shapes: object[];
  denominator: number;
  base: string;
  at: string;
  teryt: string;
}

export interface PrintForm {
  root: HTMLElement;
  // Follows the map: the scale that shows what the screen does.
  prepare: () => void;
  // Scale and paper somebody chose.
  chosen: () => { denominator: number; paper: string };
}

const SCALES = [250, 500, 1000, 2000, 5000, 10000, 25000, 50000, 100000];

export function printForm(
  id: string,
  words: Words,
  url: string,
  title: string,
  papers: string[],
  language: string,
  now: () => PrintRequest,
  framed: (shown: boolean) => void,
): PrintForm {
  const name = make("input", { id: `${id}-print-title`, name: "title", class: "form-control", value: title, maxlength: 120 });
  const scale = make("select", { id: `${id}-print-scale`, name: "scale", class: "form-select" });
  scale.append(...SCALES.map((each) => make("option", { value: each }, `1:${each.toLocaleString(language)}`)));
  const paper = make("select", { id: `${id}-print-paper`, name: "paper", class: "form-select" });
  for (const name of papers) {
    const [size, way] = name.split("-");
    paper.append(make("option", { value: name }, `${size}, ${words[`print_${way}`]}`));
  }
  const hidden = (field: string): HTMLInputElement => make("input", { type: "hidden", name: field });
  const [x, y, layers, shapes, base, at, teryt] = ["x", "y", "layers", "shapes", "base", "at", "teryt"].map(hidden);
  const form = make("form", { action: url, method: "post", target: "_blank", class: "geo-print" });
  form.append(
    make("label", { for: name.id }, words.print_title), name,
    make("label", { for: scale.id }, words.print_scale), scale,
    make("label", { for: paper.id }, words.print_paper), paper,
    x, y, layers, shapes, base, at, teryt,
    make("button", { type: "submit", class: "btn btn-primary btn-sm" }, words.print_do),
  );
  form.addEventListener("submit", () => {
    const request = now();
    x.value = request.easting.toFixed(2);
    y.value = request.northing.toFixed(2);
    layers.value = request.layers.map((each) => `${each.id}:${each.opacity}`).join(",");
    shapes.value = JSON.stringify(request.shapes);
    base.value = request.base;
    at.value = request.at;
    teryt.value = request.teryt;
  });
  const prepare = (): void => {
    const wanted = roundScale(now().denominator);
    scale.value = String(SCALES.find((each) => each >= wanted) ?? SCALES.at(-1));
  };
  const root = make("section", { class: "geo-toolset" }, make("h2", {}, words.print), form);
  // The map shows what will be on the sheet while somebody is at the form.
  root.addEventListener("focusin", () => framed(true));
  root.addEventListener("pointerenter", () => framed(true));
  root.addEventListener("change", () => framed(true));
  root.addEventListener("focusout", (event) => framed(root.contains(event.relatedTarget as Node | null)));
  root.addEventListener("pointerleave", () => framed(root.contains(document.activeElement)));
  const chosen = (): { denominator: number; paper: string } => ({ denominator: Number(scale.value), paper: paper.value });
  return { root, prepare, chosen };
}
