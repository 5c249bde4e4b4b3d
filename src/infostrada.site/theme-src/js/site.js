// Everything here is a convenience: each page works without it.
const root = document.documentElement;
root.classList.add("js");

function closeDrops(except) {
  for (const drop of document.querySelectorAll("details.drop[open], details.menu[open]")) {
    if (!drop.contains(except)) drop.open = false;
  }
}

document.addEventListener("click", (event) => closeDrops(event.target));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details.drop[open], details.menu[open]");
  closeDrops(null);
  open?.querySelector("summary")?.focus();
});

// The reader of a screen hears at once what went wrong in a form that came back.
document.querySelector(".error-summary")?.focus();

// Register: one box ticks all rows, J and K walk the rows, the bulk bar says how many are ticked.
for (const table of document.querySelectorAll("table.register[data-rows]")) {
  const boxes = () => [...table.querySelectorAll("tbody input[type=checkbox]")];
  const all = table.querySelector("thead input[type=checkbox]");
  const counter = document.getElementById(table.dataset.rows);
  const tell = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    if (counter) counter.textContent = String(ticked);
    if (all) {
      all.checked = ticked > 0 && ticked === boxes().length;
      all.indeterminate = ticked > 0 && !all.checked;
    }
  };
  all?.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    tell();
  });
  table.addEventListener("change", tell);
  table.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1 }[event.key];
    if (!step || event.target.matches("input[type=text], select, textarea")) return;
    const links = [...table.querySelectorAll("tbody tr")].map((row) => row.querySelector("a, input"));
    const here = links.findIndex((link) => link?.closest("tr").contains(event.target));
    links[here + step]?.focus();
  });
  tell();
}
