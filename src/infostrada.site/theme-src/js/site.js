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
