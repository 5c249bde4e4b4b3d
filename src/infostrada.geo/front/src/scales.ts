// From which scale a layer is drawn, and what the map says while it shows little of what is switched on.
import type { Words } from "./config.ts";
import { button, fill, make } from "./dom.ts";
import { denominator, type RuleData } from "./rules.ts";
import type { TreeLayer } from "./layers.ts";

// The largest denominator at which anything of a layer is drawn. Pictures are drawn at any scale.
export function drawnFrom(kind: string, rules: RuleData[], maxResolution: number): number {
  if (kind !== "store" && kind !== "wfs") return Infinity;
  const widest = Math.max(...rules.map((rule) => rule.max_scale || Infinity));
  return Math.min(denominator(maxResolution), rules.length ? widest : Infinity);
}

// A scale rounded so that what is said of it stays true: two figures, never more than it is.
export function scaleText(scale: number, language: string): string {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(scale)) - 1);
  return (Math.floor(scale / step) * step).toLocaleString(language);
}

// The scale at which most of what is switched on is drawn; null while most of it is.
export function scaleToSee(froms: number[], scale: number): number | null {
  const drawn = froms.filter((from) => scale <= from).length;
  if (!froms.length || drawn * 2 > froms.length) return null;
  return [...froms].sort((a, b) => b - a)[Math.floor(froms.length / 2)];
}

const NAMED = 3;

export class ScaleHint {
  readonly root: HTMLElement;
  private text = make("p", { class: "geo-drawbar-text" });
  private goal = 0;

  constructor(private words: Words, go: (scale: number) => void) {
    const nearer = button(words.zoom_in, () => go(this.goal));
    this.root = make("div", { class: "geo-scale-hint", hidden: true }, this.text, nearer);
  }

  show(layers: TreeLayer[], scale: number): void {
    const on = layers.filter(({ layer }) => layer.getVisible());
    const goal = scaleToSee(on.map(({ from }) => from), scale);
    this.root.hidden = goal === null;
    if (goal === null) return;
    this.goal = goal;
    const far = on.filter(({ from }) => scale > from).sort((a, b) => b.from - a.from);
    const names = far.slice(0, NAMED).map(({ config }) => config.title);
    const rest = far.length - names.length;
    const more = rest > 0 ? ` ${fill(this.words.scale_more, { count: rest })}` : "";
    this.text.textContent = fill(this.words.scale_hint, { names: names.join(", ") }) + more;
  }
}
