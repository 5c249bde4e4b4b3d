// The rule editor of a layer's form: adds and removes rows, and draws the legend while one types.
// Without scripts the same form works with the empty rows the server gives.
import { swatch } from "./legend.ts";
import type { RuleData } from "./rules.ts";

const TOKENS = "geoTokens";

function valuesOf(row: HTMLElement): Record<string, string> {
  const found: Record<string, string> = {};
  row.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[data-field]").forEach((field) => {
    found[field.dataset.field ?? ""] = field.value;
  });
  return found;
}

const number = (text: string | undefined, otherwise: number): number =>
  text && Number.isFinite(Number(text.replace(",", "."))) ? Number(text.replace(",", ".")) : otherwise;

export function ruleOf(values: Record<string, string>): RuleData {
  return {
    title: values.title ?? "",
    where: [],
    fill: values.fill ?? "",
    opacity: number(values.opacity, 1),
    hatch: values.hatch ?? "",
    stroke: values.stroke ?? "",
    width: number(values.width, 1),
    dash: values.dash ?? "",
    symbol: values.symbol ?? "",
    size: number(values.size, 6),
    label: values.label ?? "",
    min_scale: number(values.min_scale, 0),
    max_scale: number(values.max_scale, 0),
  };
}

function start(root: HTMLElement): void {
  const tokens = JSON.parse(root.dataset[TOKENS] ?? "{}") as Record<string, string>;
  const resolve = (colour: string): string => (colour.startsWith("@") ? (tokens[colour.slice(1)] ?? "#1c2430") : colour);
  const rows = root.querySelector<HTMLElement>("[data-rules]")!;
  const template = root.querySelector<HTMLTemplateElement>("template")!;
  const draw = (row: HTMLElement): void => {
    const rule = ruleOf(valuesOf(row));
    row.querySelector("[data-swatch]")?.replaceChildren(swatch(rule, resolve));
    row.querySelectorAll<HTMLInputElement>("[data-colour-for]").forEach((picker) => {
      const text = row.querySelector<HTMLInputElement>(`[data-field="${picker.dataset.colourFor}"]`);
      const shown = text?.value ? resolve(text.value) : "";
      if (/^#[0-9a-f]{6}$/i.test(shown)) picker.value = shown;
      picker.classList.toggle("is-empty", !shown);
    });
  };
  rows.addEventListener("input", (event) => {
    const field = event.target as HTMLInputElement;
    const row = field.closest<HTMLElement>("[data-rule]");
    if (!row) return;
    if (field.dataset.colourFor) {
      const text = row.querySelector<HTMLInputElement>(`[data-field="${field.dataset.colourFor}"]`);
      if (text) text.value = field.value;
    }
    draw(row);
  });
  rows.addEventListener("change", (event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-rule]");
    if (row) draw(row);
  });
  rows.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-do]");
    const row = button?.closest<HTMLElement>("[data-rule]");
    if (!button || !row) return;
    if (button.dataset.do === "remove") row.remove();
    if (button.dataset.do === "up") row.previousElementSibling?.before(row);
    if (button.dataset.do === "down") row.nextElementSibling?.after(row);
    button.focus();
  });
  const add = root.querySelector<HTMLButtonElement>("[data-add]")!;
  add.hidden = false;
  add.addEventListener("click", () => {
    const number = Number(root.dataset.next ?? rows.childElementCount);
    root.dataset.next = String(number + 1);
    const made = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    made.querySelectorAll("[id],[for]").forEach((each) => {
      for (const name of ["id", "for"]) {
        const value = each.getAttribute(name);
        if (value) each.setAttribute(name, value.replace("-new-", `-${number}-`));
      }
    });
    rows.append(made);
    draw(made);
    made.querySelector<HTMLInputElement>("[data-field]")?.focus();
  });
  rows.querySelectorAll<HTMLElement>("[data-do]").forEach((button) => (button.hidden = false));
  rows.querySelectorAll<HTMLElement>("[data-colour-for]").forEach((picker) => (picker.hidden = false));
  rows.querySelectorAll<HTMLElement>("[data-rule]").forEach(draw);
}

if (typeof document !== "undefined") {
  const all = (): void => document.querySelectorAll<HTMLElement>("[data-geo-rules]").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
}
