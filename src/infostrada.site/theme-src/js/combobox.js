// A text field with a list of suggestions (WAI-ARIA combobox with a list): what is in the list and what taking one means
// is said by whoever sets it up. An `eager` list gives its first line to Enter; the other kind waits for the arrows.
export function combobox(input, label, take, { eager = true } = {}) {
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("autocomplete", "off");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  let offered = [];
  let marked = -1;

  const close = () => {
    list.hidden = true;
    marked = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (place) => {
    marked = place;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    const item = list.children[place];
    if (!item) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };
  const choose = (place) => {
    const one = offered[place];
    close();
    if (one) take(one);
  };
  // Each offer has a title, and perhaps words that say more of it.
  const show = (offers, first = -1) => {
    offered = offers;
    list.replaceChildren(
      ...offers.map((offer, place) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${place}`;
        item.setAttribute("role", "option");
        const name = document.createElement("strong");
        name.textContent = offer.title;
        item.append(name, " ", offer.where || "");
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(place);
        });
        return item;
      }),
    );
    list.hidden = offers.length === 0;
    input.setAttribute("aria-expanded", String(offers.length > 0));
    mark(list.hidden ? -1 : first);
  };

  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      return close();
    }
    if (event.key === "Enter" && !event.ctrlKey && !list.hidden && (eager || marked >= 0)) {
      event.preventDefault();
      return choose(Math.max(marked, 0));
    }
    if (event.key === "Tab" && !list.hidden && marked >= 0) {
      choose(marked);
      // Taking it may have led on to another field already.
      if (document.activeElement !== input) event.preventDefault();
      return;
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || list.hidden) return;
    event.preventDefault();
    const last = offered.length - 1;
    mark(marked < 0 ? (by > 0 ? 0 : last) : (marked + by + offered.length) % offered.length);
  });
  return { show, close, isOpen: () => !list.hidden };
}
