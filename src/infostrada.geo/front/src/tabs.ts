// Tabs of the panel (ARIA Authoring Practices: arrow keys move, the chosen one is in the tab order).
import { icon, make } from "./dom.ts";

export interface Tab {
  name: string;
  title: string;
  icon: string;
  content: HTMLElement;
}

export class Tabs {
  readonly root: HTMLElement;
  private buttons = new Map<string, HTMLButtonElement>();
  private panels = new Map<string, HTMLElement>();

  constructor(id: string, label: string, tabs: Tab[]) {
    const list = make("div", { role: "tablist", class: "geo-tabs", "aria-label": label });
    this.root = make("div", { class: "geo-tabbed", id: `${id}-tabs` }, list);
    for (const { name, title, icon: sign, content } of tabs) {
      const button = make("button", {
        type: "button",
        role: "tab",
        id: `${id}-tab-${name}`,
        "aria-controls": `${id}-panel-${name}`,
      });
      button.append(icon(sign), make("span", {}, title));
      button.addEventListener("click", () => this.open(name));
      const panel = make("div", {
        role: "tabpanel",
        id: `${id}-panel-${name}`,
        "aria-labelledby": button.id,
        tabindex: 0,
        class: `geo-tabpanel is-${name}`,
      });
      panel.append(content);
      this.buttons.set(name, button);
      this.panels.set(name, panel);
      list.append(button);
      this.root.append(panel);
    }
    list.addEventListener("keydown", (event) => this.key(event));
    this.open(tabs[0].name);
  }

  open(name: string): void {
    for (const [each, button] of this.buttons) {
      const chosen = each === name;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      this.panels.get(each)!.hidden = !chosen;
    }
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const names = [...this.buttons.keys()];
    const at = names.findIndex((name) => this.buttons.get(name) === document.activeElement);
    const next = names[(at + step + names.length) % names.length];
    event.preventDefault();
    this.open(next);
    this.buttons.get(next)!.focus();
  }
}
