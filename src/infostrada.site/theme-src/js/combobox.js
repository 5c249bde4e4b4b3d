// A text field with a list of suggestions (WAI-ARIA combobox with a list): what is in the list and what taking one means
// is said by whoever sets it up. An `eager` list gives its first line to Enter; the other kind waits for the arrows, as does an
// eager one that shows lines it is not `willing` to give. An `inline` one writes the rest of the line that goes on with what was
// typed, selected: typing on replaces it.
export const plain = (text) => text.toLowerCase().replace(/ł/g, "l").normalize("NFD").replace(/\p{M}/gu, "");

const goesOn = (title, typed) => plain(title.slice(0, typed.length)) === plain(typed) && title.length > typed.length;

export function combobox(input, label, take, { eager = true, inline = false } = {}) {
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("autocomplete", "off");
  input.setAttribute("aria-autocomplete", inline ? "both" : "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  let offered = [];
  let marked = -1;
  let asked = true;
  let gives = eager;

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
  const choose = (place, key) => {
    const one = offered[place];
    close();
    if (one) take(one, key);
  };
  const complete = () => {
    const typed = input.value;
    const place = offered.findIndex((offer) => goesOn(offer.title, typed));
    if (place < 0 || input.selectionStart !== typed.length) return;
    input.value = typed + offered[place].title.slice(typed.length);
    input.setSelectionRange(typed.length, input.value.length);
    mark(place);
  };
  // Each offer has a title, and perhaps words that say more of it. A list nobody `asked` for by typing is not taken by Tab.
  const show = (offers, { first = -1, typed = true, added = true, willing = eager } = {}) => {
    offered = offers;
    asked = typed;
    gives = willing;
    list.classList.toggle("is-eager", willing);
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
          choose(place, "pointer");
        });
        return item;
      }),
    );
    list.hidden = offers.length === 0;
    input.setAttribute("aria-expanded", String(offers.length > 0));
    mark(list.hidden ? -1 : first);
    if (inline && added && !list.hidden) complete();
  };

  // Whoever leaves with the mouse, or sends the form from here, keeps what was completed, as the list writes it.
  const settle = () => {
    const one = inline && marked >= 0 ? offered[marked] : null;
    close();
    if (!one || one.uid || plain(one.title) !== plain(input.value)) return;
    input.value = one.title;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  input.addEventListener("blur", settle);
  input.addEventListener("settle", settle);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      return close();
    }
    if (event.key === "Enter" && !event.ctrlKey && !list.hidden && (gives || marked >= 0)) {
      event.preventDefault();
      return choose(Math.max(marked, 0), "Enter");
    }
    if (event.key === "Tab" && !list.hidden && marked >= 0 && asked) {
      choose(marked, "Tab");
      // Taking it may have led on to another field already.
      if (document.activeElement !== input) event.preventDefault();
      return;
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || list.hidden) return;
    event.preventDefault();
    asked = true;
    const last = offered.length - 1;
    mark(marked < 0 ? (by > 0 ? 0 : last) : (marked + by + offered.length) % offered.length);
  });
  return { show, close, isOpen: () => !list.hidden, current: () => (list.hidden ? undefined : offered[marked]) };
}
