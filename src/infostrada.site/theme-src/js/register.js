// Register: one box ticks all rows, the bulk bar says how many are ticked; J and K walk the rows,
// X ticks one, / leads to the search field. A leads to what is done on the page, a key shown in a link follows it. Single keys
// can be turned off and are remembered.
const REMEMBERED = "infostrada.single-keys";
const singleKeys = () => localStorage.getItem(REMEMBERED) !== "off";
const typing = (element) => element.matches?.("input:not([type=checkbox]), select, textarea, [contenteditable]");

function tick(table) {
  const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];
  const all = table.querySelector("thead input[type=checkbox]");
  const counter = table.dataset.rows ? document.getElementById(table.dataset.rows) : null;
  const ticked = boxes.filter((box) => box.checked).length;
  if (counter) counter.textContent = String(ticked);
  counter?.closest(".bulk").classList.toggle("is-idle", ticked === 0);
  if (all) {
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
  }
}

const tables = [...document.querySelectorAll("table.register[data-rows]")];
for (const table of tables) {
  const all = table.querySelector("thead input[type=checkbox]");
  table.addEventListener("change", (event) => {
    if (event.target === all) {
      for (const box of table.querySelectorAll("tbody input[type=checkbox]")) box.checked = all.checked;
    }
    tick(table);
  });
  tick(table);
}

// The first field of what is done beside a letter or document, or the words its form is folded behind.
const toActs = () =>
  document.querySelector(".beside :is(input:not([type=hidden]), select, textarea, summary, .actions button)")?.focus();

function step(by, from) {
  const rows = tables.flatMap((table) => [...table.tBodies[0].rows]);
  const here = rows.findIndex((row) => row.contains(from));
  const next = rows[here < 0 ? 0 : here + by];
  (next?.querySelector("a") ?? next?.querySelector("input"))?.focus();
}

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target) || !singleKeys()) return;
  const box = event.target.closest?.("tbody tr")?.querySelector("input[type=checkbox]");
  const link = /^[a-z]$/i.test(event.key) && document.querySelector(`.page-head a[data-press="${event.key.toUpperCase()}"]`);
  const acts = {
    j: tables.length && (() => step(1, event.target)),
    k: tables.length && (() => step(-1, event.target)),
    x: box && (() => box.click()),
    a: document.querySelector(".beside") && toActs,
    "/": tables.length && (() => document.querySelector(".sentence-form input[type=search]")?.focus()),
  };
  const act = link ? () => link.click() : acts[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
}

document.addEventListener("keydown", press);

for (const box of document.querySelectorAll("input[data-keys]")) {
  box.checked = singleKeys();
  box.addEventListener("change", () => localStorage.setItem(REMEMBERED, box.checked ? "on" : "off"));
}

// A part of the sentence chosen anew shows its list at once; without scripts the button does.
for (const select of document.querySelectorAll(".sentence-form select")) {
  select.addEventListener("change", () => {
    if (select.dataset.held !== "keys") select.form.requestSubmit();
  });
  // Arrow keys walk the options without leaving the page after each one.
  select.addEventListener("keydown", (event) => {
    select.dataset.held = event.key.startsWith("Arrow") ? "keys" : "";
  });
  select.addEventListener("pointerdown", () => {
    select.dataset.held = "";
  });
}

// On a telephone the sentence is folded.
for (const said of document.querySelectorAll(".sentence-said")) {
  said.addEventListener("click", () => {
    said.setAttribute("aria-expanded", String(said.getAttribute("aria-expanded") !== "true"));
  });
}
