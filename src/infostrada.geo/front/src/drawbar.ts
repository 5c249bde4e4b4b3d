// What stands on the map while somebody measures or draws: the size so far and how to end, so that
// nothing depends on a double click or a key.
import type { Words } from "./config.ts";
import { button, make } from "./dom.ts";

export interface DrawActs {
  finish: () => void;
  back: () => void;
  stop: () => void;
}

export class DrawBar {
  readonly root: HTMLElement;
  private size = make("strong", { class: "geo-drawbar-size" });
  private hint = make("span", { class: "geo-drawbar-hint" });
  private done: HTMLButtonElement;
  private undo: HTMLButtonElement;

  constructor(words: Words, acts: DrawActs) {
    this.done = button(words.draw_finish, acts.finish, "btn-primary");
    this.undo = button(words.draw_back_point, acts.back);
    this.root = make(
      "div",
      { class: "geo-drawbar", role: "group", "aria-label": words.draw, hidden: true },
      make("p", { class: "geo-drawbar-text" }, this.size, this.hint),
      make("div", { class: "geo-buttons" }, this.done, this.undo, button(words.cancel, acts.stop)),
    );
  }

  open(hint: string): void {
    this.size.textContent = "";
    this.hint.textContent = hint;
    this.hint.hidden = false;
    this.done.disabled = this.undo.disabled = true;
    this.root.hidden = false;
  }

  show(size: string, enough: boolean): void {
    this.size.textContent = size;
    this.hint.hidden = Boolean(size);
    this.done.disabled = !enough;
    this.undo.disabled = !size;
  }

  close(): void {
    this.root.hidden = true;
  }
}
