// The legend of what the map shows now: layers that are switched on, the topmost first, and of each the
// rules that draw at this scale.
import type { Mark, Words } from "./config.ts";
import { make } from "./dom.ts";
import { legend, type Resolve } from "./legend.ts";
import { denominator, drawsAt } from "./rules.ts";
import type { TreeLayer } from "./layers.ts";

export class LegendPanel {
  readonly root = make("div", { class: "geo-legend-panel" });
  private before = "";

  constructor(
    private words: Words,
    private resolve: Resolve,
    private marks: Mark[] = [],
  ) {}

  show(shown: TreeLayer[], resolution: number): void {
    const scale = denominator(resolution);
    const drawn = shown
      .filter(({ config, from }) => config.rules.length && scale <= from)
      .map(({ config }) => ({ config, rules: config.rules.filter((rule) => drawsAt(rule, scale)) }))
      .filter(({ rules }) => rules.length);
    const now = JSON.stringify(drawn.map(({ config, rules }) => [config.id, rules.map((rule) => config.rules.indexOf(rule))]));
    if (now === this.before) return;
    this.before = now;
    const marks = this.marks.length ? [legend(this.marks.map(({ rule }) => rule), "", this.resolve)] : [];
    this.root.replaceChildren(
      ...marks,
      ...drawn.map(({ config, rules }) => {
        const named = rules.some((rule) => rule.title && rule.title !== config.title);
        const title = named ? [make("h2", {}, config.title)] : [];
        return make("section", {}, ...title, legend(rules, config.title, this.resolve));
      }),
    );
    if (!drawn.length && !marks.length) this.root.append(make("p", { class: "geo-note" }, this.words.legend_empty));
  }
}
