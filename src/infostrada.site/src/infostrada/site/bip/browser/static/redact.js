// Drawing places on pages: each becomes a hidden field "page,left,top,right,bottom" in the units of the page.
(() => {
  const form = document.getElementById("redaction");
  if (!form) return;
  for (const sheet of form.querySelectorAll(".redact-sheet")) {
    const paper = sheet.querySelector(".redact-paper");
    const list = sheet.querySelector(".redact-drawn");
    const size = { x: Number(sheet.dataset.width), y: Number(sheet.dataset.height) };
    let start = null;
    let bar = null;
    const place = (event) => {
      const frame = paper.getBoundingClientRect();
      const inside = (value) => Math.min(1, Math.max(0, value));
      return { x: inside((event.clientX - frame.left) / frame.width), y: inside((event.clientY - frame.top) / frame.height) };
    };
    const sides = (end) => ({
      left: Math.min(start.x, end.x), top: Math.min(start.y, end.y),
      right: Math.max(start.x, end.x), bottom: Math.max(start.y, end.y),
    });
    const draw = (at) => {
      bar.style.left = `${at.left * 100}%`;
      bar.style.top = `${at.top * 100}%`;
      bar.style.width = `${(at.right - at.left) * 100}%`;
      bar.style.height = `${(at.bottom - at.top) * 100}%`;
    };
    const keep = (at, drawn) => {
      const row = document.createElement("li");
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "boxes:list";
      const numbers = [at.left * size.x, at.top * size.y, at.right * size.x, at.bottom * size.y];
      field.value = [sheet.dataset.page, ...numbers.map((side) => side.toFixed(1))].join(",");
      const words = document.createElement("span");
      words.textContent = `${sheet.dataset.place} ${list.children.length + 1}`;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-secondary";
      button.textContent = sheet.dataset.remove;
      button.addEventListener("click", () => {
        drawn.remove();
        row.remove();
      });
      row.append(field, words, button);
      list.append(row);
    };
    paper.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      start = place(event);
      bar = document.createElement("div");
      bar.className = "redact-bar";
      paper.append(bar);
      paper.setPointerCapture(event.pointerId);
    });
    paper.addEventListener("pointermove", (event) => {
      if (start) draw(sides(place(event)));
    });
    paper.addEventListener("pointercancel", () => {
      bar?.remove();
      start = null;
    });
    paper.addEventListener("pointerup", (event) => {
      if (!start) return;
      const at = sides(place(event));
      if ((at.right - at.left) * size.x < 2 || (at.bottom - at.top) * size.y < 2) bar.remove();
      else keep(at, bar);
      start = null;
    });
  }
})();
