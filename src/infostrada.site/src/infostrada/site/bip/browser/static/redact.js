// Places to burn out of pages: drawn with the mouse or a finger, or added and set by keyboard. Each becomes a hidden field
// "page,left,top,right,bottom" in the units of the page; a screen reader hears what became of it.
(() => {
  const form = document.getElementById("redaction");
  if (!form) return;
  const words = JSON.parse(form.dataset.words);
  const said = document.getElementById("redact-said");
  const EDGES = ["left", "top", "width", "height"];
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const element = (name, members) => Object.assign(document.createElement(name), members);
  const between = (value, least, most) => Math.min(most, Math.max(least, value));

  class Sheet {
    constructor(figure) {
      this.number = figure.dataset.page;
      this.paper = figure.querySelector(".redact-paper");
      this.list = figure.querySelector(".redact-drawn");
      this.adding = figure.querySelector(".redact-add");
      this.size = { x: Number(figure.dataset.width), y: Number(figure.dataset.height) };
      // What people measure in: millimetres of paper, or points of a picture.
      this.unit = Number(figure.dataset.unit);
      this.count = 0;
      for (const box of JSON.parse(figure.dataset.boxes)) this.put({ left: box[0], top: box[1], right: box[2], bottom: box[3] });
      this.adding.addEventListener("click", () => {
        const wide = this.size.x / 3;
        const high = this.size.y / 40;
        const left = (this.size.x - wide) / 2;
        const top = (this.size.y - high) / 2;
        const place = this.put({ left, top, right: left + wide, bottom: top + high });
        place.bar.focus();
        place.say(words.added);
      });
      this.listen();
    }

    put(sides) {
      return new Place(this, sides);
    }

    listen() {
      let start = null;
      let bar = null;
      const at = (event) => {
        const frame = this.paper.getBoundingClientRect();
        return {
          x: between((event.clientX - frame.left) / frame.width, 0, 1) * this.size.x,
          y: between((event.clientY - frame.top) / frame.height, 0, 1) * this.size.y,
        };
      };
      const sides = (end) => ({
        left: Math.min(start.x, end.x), top: Math.min(start.y, end.y),
        right: Math.max(start.x, end.x), bottom: Math.max(start.y, end.y),
      });
      this.paper.addEventListener("pointerdown", (event) => {
        if (event.button !== 0 || event.target.closest(".redact-bar")) return;
        event.preventDefault();
        start = at(event);
        bar = element("div", { className: "redact-bar" });
        this.paper.append(bar);
        this.paper.setPointerCapture(event.pointerId);
      });
      this.paper.addEventListener("pointermove", (event) => {
        if (start) lay(bar, sides(at(event)), this.size);
      });
      this.paper.addEventListener("pointercancel", () => {
        bar?.remove();
        start = null;
      });
      this.paper.addEventListener("pointerup", (event) => {
        if (!start) return;
        const drawn = sides(at(event));
        bar.remove();
        start = null;
        if (drawn.right - drawn.left >= 2 && drawn.bottom - drawn.top >= 2) this.put(drawn).say(words.added);
      });
    }
  }

  class Place {
    constructor(sheet, sides) {
      this.sheet = sheet;
      this.sides = sides;
      this.name = fill(words.place, { number: ++sheet.count, page: sheet.number });
      this.bar = element("button", { type: "button", className: "redact-bar" });
      this.bar.setAttribute("aria-describedby", "redact-keys");
      this.bar.addEventListener("keydown", (event) => this.key(event));
      sheet.paper.append(this.bar);
      this.list();
      this.show();
    }

    list() {
      this.row = element("li");
      this.field = element("input", { type: "hidden", name: "boxes:list" });
      const group = element("fieldset", { className: "redact-place" });
      group.append(element("legend", { textContent: this.name }));
      this.inputs = EDGES.map((edge) => {
        const label = element("label", { textContent: words[edge] });
        const input = element("input", { type: "number", step: "any", className: "input" });
        input.addEventListener("change", () => this.measure());
        label.append(input);
        group.append(label);
        return input;
      });
      const button = element("button", { type: "button", className: "btn btn-secondary", textContent: words.remove });
      button.setAttribute("aria-label", `${words.remove}: ${this.name}`);
      button.addEventListener("click", () => this.remove());
      group.append(button);
      this.row.append(this.field, group);
      this.sheet.list.append(this.row);
    }

    show() {
      const { size, number } = this.sheet;
      lay(this.bar, this.sides, size);
      const { left, top, right, bottom } = this.sides;
      this.field.value = [number, ...[left, top, right, bottom].map((side) => side.toFixed(1))].join(",");
      const told = [left, top, right - left, bottom - top].map((value) => Math.round(value * this.sheet.unit * 10) / 10);
      this.inputs.forEach((input, place) => { input.value = told[place]; });
      this.values = Object.fromEntries(EDGES.map((edge, place) => [edge, told[place].toLocaleString(document.documentElement.lang)]));
      this.bar.setAttribute("aria-label", fill(words.standing, { place: this.name, ...this.values }));
    }

    say(text) {
      said.textContent = fill(text, { place: this.name, ...this.values });
    }

    measure() {
      const [left, top, width, height] = this.inputs.map((input) => Number(input.value) / this.sheet.unit);
      if ([left, top, width, height].every(Number.isFinite)) this.set(left, top, width, height);
      else this.show();
    }

    set(left, top, width, height) {
      const { size } = this.sheet;
      const wide = between(width, 2, size.x);
      const high = between(height, 2, size.y);
      const x = between(left, 0, size.x - wide);
      const y = between(top, 0, size.y - high);
      this.sides = { left: x, top: y, right: x + wide, bottom: y + high };
      this.show();
      this.say(words.standing);
    }

    key(event) {
      if (event.key === "Delete" || event.key === "Backspace") {
        event.preventDefault();
        this.remove();
        return;
      }
      const step = STEPS[event.key];
      if (!step || event.altKey || event.metaKey) return;
      event.preventDefault();
      const far = (event.ctrlKey ? 10 : 1) / this.sheet.unit;
      const [x, y] = step.map((way) => way * far);
      const { left, top, right, bottom } = this.sides;
      if (event.shiftKey) this.set(left, top, right - left + x, bottom - top + y);
      else this.set(left + x, top + y, right - left, bottom - top);
    }

    remove() {
      this.bar.remove();
      this.row.remove();
      this.say(words.removed);
      this.sheet.adding.focus();
    }
  }

  const lay = (bar, sides, size) => {
    bar.style.left = `${(sides.left / size.x) * 100}%`;
    bar.style.top = `${(sides.top / size.y) * 100}%`;
    bar.style.width = `${((sides.right - sides.left) / size.x) * 100}%`;
    bar.style.height = `${((sides.bottom - sides.top) / size.y) * 100}%`;
  };

  form.querySelectorAll(".redact-sheet").forEach((figure) => new Sheet(figure));
})();
