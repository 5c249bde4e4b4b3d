// The tree of layers: groups, switches, opacity, order, legend, base maps.
import type BaseLayer from "ol/layer/Base.js";
import type { GroupConfig, LayerConfig, Words } from "./config.ts";
import { fill, icon, iconButton, make } from "./dom.ts";
import type { TreeLayer } from "./layers.ts";
import { legend, swatch, type Resolve } from "./legend.ts";
import { scaleText } from "./scales.ts";

export class Tree {
  readonly root: HTMLElement;
  private rows = new Map<string, HTMLElement>();
  private lists: HTMLElement[] = [];

  // `layers` from the topmost to the lowest.
  constructor(
    private id: string,
    private words: Words,
    private layers: TreeLayer[],
    groups: GroupConfig[],
    private resolve: Resolve,
    private language: string,
    private changed: () => void,
  ) {
    this.root = make("div", { class: "geo-tree" });
    const grouped = new Set(groups.flatMap((group) => group.layers));
    for (const [number, group] of groups.entries()) this.root.append(this.group(group, number));
    const single = layers.filter(({ config }) => !grouped.has(config.id));
    if (single.length) {
      const list = this.list(single);
      if (groups.length) this.root.append(make("h2", {}, words.other_layers));
      this.root.append(list);
    }
  }

  // Layers that cannot be seen at this scale say so, and from which they can.
  atScale(scale: number): void {
    for (const { config, from } of this.layers) {
      const row = this.rows.get(config.id);
      const box = row?.querySelector("input[type=checkbox]");
      row?.classList.toggle("is-far", scale > from);
      if (scale > from) box?.setAttribute("aria-describedby", `${this.id}-far-${config.id}`);
      else box?.removeAttribute("aria-describedby");
    }
  }

  // After a permalink or a change from outside.
  refresh(): void {
    for (const { config, layer } of this.layers) {
      const row = this.rows.get(config.id);
      const box = row?.querySelector<HTMLInputElement>("input[type=checkbox]");
      if (box) box.checked = layer.getVisible();
      const range = row?.querySelector<HTMLInputElement>("input[type=range]");
      if (range) range.value = String(Math.round(layer.getOpacity() * 100));
    }
    for (const list of this.lists) {
      const height = (row: HTMLElement): number =>
        this.layers.find(({ config }) => this.rows.get(config.id) === row)?.layer.getZIndex() ?? 0;
      list.append(...([...list.children] as HTMLElement[]).sort((a, b) => height(b) - height(a)));
    }
  }

  private group(group: GroupConfig, number: number): HTMLElement {
    const inside = group.layers
      .map((name) => this.layers.find(({ config }) => config.id === name))
      .filter((each): each is TreeLayer => each !== undefined);
    const all = make("input", { type: "checkbox", "aria-label": group.title });
    const show = (): void => {
      const on = inside.filter(({ layer }) => layer.getVisible()).length;
      all.checked = on > 0;
      all.indeterminate = on > 0 && on < inside.length;
    };
    all.addEventListener("change", () => {
      inside.forEach(({ layer }) => layer.setVisible(all.checked));
      this.refresh();
      this.changed();
    });
    inside.forEach(({ layer }) => layer.on("change:visible", show));
    show();
    const list = this.list(inside);
    list.id = `${this.id}-group-${number}`;
    list.hidden = !group.opened;
    const opener = make(
      "button",
      { type: "button", class: "geo-group-open", "aria-expanded": String(group.opened), "aria-controls": list.id },
      icon("down"),
      make("span", {}, group.title),
    );
    opener.addEventListener("click", () => {
      list.hidden = !list.hidden;
      opener.setAttribute("aria-expanded", String(!list.hidden));
    });
    return make("div", { class: "geo-group" }, make("div", { class: "geo-group-head" }, all, opener), list);
  }

  private list(layers: TreeLayer[]): HTMLElement {
    const list = make("ul", { class: "geo-layers" }, ...layers.map((each) => this.row(each)));
    this.lists.push(list);
    return list;
  }

  private row({ config, layer, from }: TreeLayer): HTMLElement {
    const { words } = this;
    const box = make("input", { type: "checkbox" });
    box.checked = layer.getVisible();
    box.addEventListener("change", () => {
      layer.setVisible(box.checked);
      this.changed();
    });
    const detail = make("div", { class: "geo-layer-more", id: `${this.id}-more-${config.id}`, hidden: true });
    detail.append(this.opacity(config, layer), this.order(config, layer), make("p", { class: "geo-source" }, config.attribution));
    if (config.about) detail.append(make("p", { class: "geo-source" }, make("a", { href: config.about }, words.about)));
    if (config.rules.some((rule) => rule.title)) detail.append(legend(config.rules, config.title, this.resolve));
    const more = iconButton("more", fill(words.more, { title: config.title }), () => {
      detail.hidden = !detail.hidden;
      more.setAttribute("aria-expanded", String(!detail.hidden));
    });
    more.setAttribute("aria-expanded", "false");
    more.setAttribute("aria-controls", detail.id);
    const sign = config.rules.length ? [swatch(config.rules[0], this.resolve)] : [icon("layers")];
    const row = make(
      "li",
      { class: "geo-layer" },
      make(
        "div",
        { class: "geo-layer-head" },
        make("label", {}, box, ...sign, make("span", {}, config.title)),
        more,
      ),
      make(
        "p",
        { class: "geo-far", id: `${this.id}-far-${config.id}` },
        Number.isFinite(from) ? fill(words.too_far, { scale: scaleText(from, this.language) }) : "",
      ),
      detail,
    );
    this.rows.set(config.id, row);
    return row;
  }

  private opacity(config: LayerConfig, layer: BaseLayer): HTMLElement {
    const range = make("input", {
      type: "range",
      min: 0,
      max: 100,
      step: 5,
      value: Math.round(layer.getOpacity() * 100),
      "aria-label": fill(this.words.opacity, { title: config.title }),
    });
    const value = make("output", { class: "geo-opacity-value", "aria-hidden": "true" });
    const say = (): void => {
      value.textContent = `${Math.round(layer.getOpacity() * 100)}%`;
      range.setAttribute("aria-valuetext", value.textContent);
    };
    layer.on("change:opacity", () => say());
    say();
    range.addEventListener("input", () => layer.setOpacity(Number(range.value) / 100));
    range.addEventListener("change", () => this.changed());
    return make("div", { class: "geo-opacity" }, range, value);
  }

  // Moves within its group: groups keep their places.
  private order(config: LayerConfig, layer: BaseLayer): HTMLElement {
    const up = iconButton("up", fill(this.words.up, { title: config.title }), () => this.move(config, layer, -1));
    const down = iconButton("down", fill(this.words.down_move, { title: config.title }), () => this.move(config, layer, 1));
    return make("div", { class: "geo-order" }, up, down);
  }

  private move(config: LayerConfig, layer: BaseLayer, by: -1 | 1): void {
    const row = this.rows.get(config.id)!;
    const neighbour = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    const other = this.layers.find((each) => this.rows.get(each.config.id) === neighbour)?.layer;
    if (!other || !neighbour) return;
    const mine = layer.getZIndex() ?? 0;
    layer.setZIndex(other.getZIndex() ?? 0);
    other.setZIndex(mine);
    // The button that was pressed keeps the focus when its row moves.
    const pressed = document.activeElement as HTMLElement | null;
    if (by < 0) neighbour.before(row);
    else neighbour.after(row);
    pressed?.focus();
    this.changed();
  }
}

export interface BaseChoice {
  root: HTMLElement;
  show: (name: string) => void;
}

// One base map at a time; `plain` is the paper itself and needs nothing.
export function baseChoice(
  id: string,
  words: Words,
  names: string[],
  bases: { config: LayerConfig; layer: BaseLayer }[],
  chosen: string,
  changed: (name: string) => void,
): BaseChoice | null {
  if (names.length < 2) return null;
  const field = make("div", { class: "geo-bases", role: "radiogroup", "aria-labelledby": `${id}-bases` });
  field.append(make("h2", { id: `${id}-bases` }, words.base_maps));
  for (const name of names) {
    const radio = make("input", { type: "radio", name: `${id}-base`, value: name });
    radio.checked = name === chosen;
    radio.addEventListener("change", () => changed(name));
    const title = bases.find(({ config }) => config.id === name)?.config.title ?? words.plain;
    field.append(make("label", {}, radio, make("span", {}, title)));
  }
  const show = (name: string): void =>
    field.querySelectorAll<HTMLInputElement>("input").forEach((radio) => (radio.checked = radio.value === name));
  return { root: field, show };
}
