// The written side of the map: status line, layer switches and what lies at a place.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export class Panel {
  constructor(root, words) {
    this.words = words;
    this.id = root.id;
    this.status = make("p", { class: "geo-map-status", role: "status" });
    this.found = make("div", { class: "geo-map-found" });
    this.root = make("div", { class: "geo-map-panel" }, this.status, this.found);
    root.append(this.root);
  }

  say(text, bad = false) {
    this.status.classList.toggle("is-error", bad);
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  switches(layers) {
    // Not a fieldset: on edit pages Plone makes tabs of them.
    const id = `${this.id}-layers`;
    const field = make(
      "div",
      { class: "geo-map-layers", role: "group", "aria-labelledby": id },
      make("p", { class: "geo-map-legend", id }, this.words.layers),
    );
    for (const layer of layers) {
      const box = make("input", { type: "checkbox" });
      box.checked = layer.getVisible();
      box.addEventListener("change", () => layer.setVisible(box.checked));
      field.append(make("label", {}, box, make("span", {}, layer.get("title"))));
    }
    this.root.prepend(field);
  }

  show(answer, onChoose) {
    this.found.replaceChildren();
    this.say(answer.features.length ? this.words.found : this.words.nothing);
    for (const feature of answer.features) {
      this.found.append(this.sheet(feature, onChoose));
    }
  }

  sheet(feature, onChoose) {
    const { layer_title: layer, business_id: name, records, ...rest } = feature.properties;
    const rows = Object.entries(rest.attrs ?? {}).flatMap(([key, value]) => [
      make("dt", {}, key.replaceAll("_", " ")),
      make("dd", {}, String(value)),
    ]);
    const section = make(
      "section",
      { class: "geo-map-sheet" },
      make("h3", {}, `${layer}: ${name}`),
      make("dl", {}, ...rows),
    );
    if (records?.length) {
      const items = records.map((r) => make("li", {}, make("a", { href: r.url }, r.title)));
      section.append(make("h4", {}, this.words.records), make("ul", {}, ...items));
    }
    if (onChoose && rest.linkable) {
      const button = make("button", { type: "button", class: "btn btn-secondary" });
      button.textContent = this.words.choose;
      button.addEventListener("click", () => onChoose(feature));
      section.append(button);
    }
    return section;
  }
}
