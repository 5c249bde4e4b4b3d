// Making elements, and the few drawn signs of the buttons. No text is ever read as HTML.
type Value = string | number | boolean | null | undefined;
type Child = Node | string;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function drawn(tag: string, attributes: Record<string, Value>, ...children: Node[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

// Lines on a grid of 24, drawn with the current colour.
const ICONS: Record<string, string> = {
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  home: "M4 11l8-7 8 7M6 10v10h12V10",
  locate: "M12 3v4M12 17v4M3 12h4M17 12h4M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  leave: "M9 4v5H4M15 4v5h5M20 15h-5v5M4 15h5v5",
  layers: "M12 3l9 5-9 5-9-5zM4 13l8 4.5 8-4.5M4 17l8 4.5 8-4.5",
  legend: "M4 5h4v4H4zM4 15h4v4H4zM12 7h8M12 17h8",
  here: "M12 21s7-6.6 7-12a7 7 0 0 0-14 0c0 5.4 7 12 7 12zM12 6.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5",
  measure: "M3 16L16 3l5 5L8 21zM7 12l2 2M10 9l3 3M13 6l2 2",
  draw: "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
  print: "M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z",
  time: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4l3 2",
  share: "M10 14L20 4M14 4h6v6M19 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1h5",
  close: "M6 6l12 12M18 6L6 18",
  up: "M6 15l6-6 6 6",
  down: "M6 9l6 6 6-6",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l5 5",
};

export function icon(name: string): SVGElement {
  const path = drawn("path", { d: ICONS[name] });
  return drawn(
    "svg",
    { viewBox: "0 0 24 24", class: "geo-icon", "aria-hidden": "true", focusable: "false" },
    path,
  );
}

export function iconButton(name: string, label: string, onClick: () => void): HTMLButtonElement {
  const button = make("button", { type: "button", class: "geo-tool", "aria-label": label, title: label });
  button.append(icon(name));
  button.addEventListener("click", onClick);
  return button;
}

export function button(text: string, onClick: () => void, kind = "btn-secondary"): HTMLButtonElement {
  const made = make("button", { type: "button", class: `btn ${kind} btn-sm` }, text);
  made.addEventListener("click", onClick);
  return made;
}

// Pixels a pointer may miss by: a finger covers more than the tip of a mouse's arrow.
export const finger = (pixels: number): number =>
  window.matchMedia("(pointer: coarse)").matches ? pixels + 8 : pixels;

export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}
