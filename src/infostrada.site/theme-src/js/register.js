// Register: one box ticks all rows, the bulk bar says how many are ticked; J and K walk the rows,
// X ticks one, / leads to the search field. A leads to what is done on the page, part by part; a key shown in a link follows it. Single
// keys can be turned off and are remembered.
const REMEMBERED = "infostrada.single-keys";
const singleKeys = () => localStorage.getItem(REMEMBERED) !== "off";
const typing = (element) =>
  element.matches?.("input:not([type=checkbox], [type=radio], [type=file]), select, textarea, [contenteditable]");

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

// The first field of what is done in each part of the page, or the words its form is folded behind: beside a letter or document
// first, then from the top. From one part the key leads to the next.
const ACTS =
  "section form.form :is(input:not([type=hidden]), select, textarea, .actions button), section details.fold > summary, .beside summary";
const open = (field) => field.tabIndex >= 0 && field.getClientRects().length > 0;
const firstActs = () => {
  const places = [document.querySelector(".beside"), document.querySelector("main")];
  const found = new Map();
  for (const field of places.flatMap((place) => [...(place?.querySelectorAll(ACTS) ?? [])])) {
    const section = field.closest("section");
    if (section && !found.has(section) && open(field)) found.set(section, field);
  }
  return found;
};
function toActs(from) {
  const found = firstActs();
  const here = [...found.keys()].findIndex((section) => section.contains(from));
  [...found.values()][(here + 1) % found.size]?.focus();
}
// Whoever reads the page is told where the key leads.
const markActs = () => {
  const title = document.querySelector(".beside") ? null : [...firstActs().keys()][0]?.querySelector("h2");
  if (!title) return;
  const key = document.createElement("kbd");
  key.textContent = "A";
  key.setAttribute("aria-hidden", "true");
  title.append(key);
};
if (document.querySelector(".page-head")) markActs();

// Rows of the page's registers, or what a search found.
const listed = () => {
  const rows = tables.flatMap((table) => [...table.tBodies[0].rows]);
  return rows.length ? rows : [...document.querySelectorAll("main .entries > li")];
};
const search = () =>
  [".sentence-form", "main", "header"].map((place) => document.querySelector(`${place} input[type=search]`)).find(Boolean);
const toSearch = () => {
  search().focus();
  search().select();
};

function step(by, from) {
  const rows = listed();
  const here = rows.findIndex((row) => row.contains(from));
  const next = rows[here < 0 ? 0 : here + by];
  (next?.querySelector("a") ?? next?.querySelector("input"))?.focus();
}

function press(event) {
  // From within a field too, where the letter alone is typed.
  const { altKey, ctrlKey, metaKey, key } = event;
  if (altKey && !ctrlKey && !metaKey && key.toLowerCase() === "a" && firstActs().size) {
    event.preventDefault();
    return toActs(event.target);
  }
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target) || !singleKeys()) return;
  const box = event.target.closest?.("tbody tr")?.querySelector("input[type=checkbox]");
  const link = /^[a-z]$/i.test(event.key) && document.querySelector(`.page-head a[data-press="${event.key.toUpperCase()}"]`);
  const acts = {
    j: listed().length && (() => step(1, event.target)),
    k: listed().length && (() => step(-1, event.target)),
    x: box && (() => box.click()),
    a: document.querySelector(".page-head") && firstActs().size > 0 && (() => toActs(event.target)),
    "/": search() && toSearch,
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
