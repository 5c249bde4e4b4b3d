// The address of the view, and code that shows the map on another page.
import type { Words } from "./config.ts";
import { button, make } from "./dom.ts";

export class Sharing {
  readonly root: HTMLElement;
  private link: HTMLInputElement;
  private code: HTMLTextAreaElement;
  private note: HTMLElement;

  constructor(
    id: string,
    private words: Words,
    private page: string,
    private embed: string,
    private fragment: () => string,
  ) {
    this.link = make("input", { id: `${id}-link`, class: "form-control", readonly: true });
    this.code = make("textarea", { id: `${id}-code`, class: "form-control", rows: 3, readonly: true });
    this.note = make("p", { role: "status", class: "geo-note" });
    this.root = make(
      "section",
      { class: "geo-toolset" },
      make("h2", {}, words.share),
      make("label", { for: this.link.id }, words.share_link),
      this.link,
      button(words.copy, () => void this.copy(this.link)),
    );
    if (embed) {
      this.root.append(
        make("label", { for: this.code.id }, words.share_embed),
        this.code,
        button(words.copy, () => void this.copy(this.code)),
      );
    }
    this.root.append(this.note);
  }

  refresh(): void {
    const fragment = this.fragment();
    this.link.value = `${this.page}${fragment}`;
    const frame = make("iframe", {
      src: `${this.embed}${fragment}`,
      width: "100%",
      height: 560,
      title: this.words.map,
      loading: "lazy",
    });
    this.code.value = frame.outerHTML;
  }

  private async copy(field: HTMLInputElement | HTMLTextAreaElement): Promise<void> {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      this.note.textContent = this.words.copied;
    } catch {
      this.note.textContent = "";
    }
  }
}
