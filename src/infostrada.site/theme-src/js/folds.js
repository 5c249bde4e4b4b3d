// On a telephone the sections of a long page fold under their headings: the page is its list of contents, with how much each
// section holds. What stands beside the others, to be acted on, is open. A link into a folded section, a refusal in it or the reader's
// search within the page unfolds it; paper has all of it.
const narrow = matchMedia("screen and (max-width: 48rem)");
const HIDDEN = "onbeforematch" in document.body ? "until-found" : "";

const bodyOf = (heading) => heading.nextElementSibling;
const wanted = (body) => Boolean(body.closest(".beside") || body.querySelector(".has-error, .fold[open], .notice"));

function show(button, open) {
  const body = bodyOf(button.parentElement);
  button.setAttribute("aria-expanded", String(open));
  if (open) body.removeAttribute("hidden");
  else body.setAttribute("hidden", HIDDEN);
}

function fold(heading) {
  const body = bodyOf(heading);
  if (heading.classList.contains("hidden-text") || !body?.matches(".section-body, .facts")) return null;
  if (!body.childElementCount) return null;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fold-head";
  body.id ||= `${heading.id}-body`;
  button.setAttribute("aria-controls", body.id);
  button.append(...heading.childNodes);
  const count = document.querySelector(`.jumps a[href="#${heading.id}"] .count`);
  if (count && !button.querySelector(".count")) {
    const copy = count.cloneNode(true);
    copy.classList.add("is-copy");
    button.append(copy);
  }
  heading.append(button);
  body.addEventListener("beforematch", () => show(button, true));
  button.addEventListener("click", () => show(button, button.getAttribute("aria-expanded") !== "true"));
  show(button, wanted(body));
  return button;
}

function unfold(button) {
  const heading = button.parentElement;
  bodyOf(heading).removeAttribute("hidden");
  button.querySelector(".is-copy")?.remove();
  heading.replaceChildren(...button.childNodes);
}

for (const page of document.querySelectorAll("[data-folds]")) {
  let buttons = [];
  const all = document.createElement("button");
  all.type = "button";
  all.className = "fold-all";
  const told = () => {
    const some = buttons.some((button) => button.getAttribute("aria-expanded") !== "true");
    all.textContent = some ? page.dataset.unfold : page.dataset.fold;
    return some;
  };
  all.addEventListener("click", () => {
    const open = told();
    for (const button of buttons) show(button, open);
    told();
  });
  page.addEventListener("click", told);
  const arrive = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const button = target?.closest("section, .sheet")?.querySelector("h2 > .fold-head");
    if (!button) return;
    show(button, true);
    told();
    target.scrollIntoView();
  };
  const lay = () => {
    if (narrow.matches && !buttons.length) {
      buttons = [...page.querySelectorAll("section > h2")].map(fold).filter(Boolean);
      page.prepend(all);
      told();
      arrive();
    } else if (!narrow.matches) {
      buttons.forEach(unfold);
      buttons = [];
      all.remove();
    }
  };
  narrow.addEventListener("change", lay);
  window.addEventListener("hashchange", arrive);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href*="#"]');
    if (link && link.hash === location.hash && link.pathname === location.pathname) setTimeout(arrive);
  });
  lay();
}
