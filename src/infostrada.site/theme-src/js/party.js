// A field that names a party: suggestions from the unit's register while one types (WAI-ARIA combobox
// with a list). Without scripts the button beside the field searches.
const WAIT = 200;

function fill(form, sender) {
  for (const [name, value] of Object.entries(sender)) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
}

function setUp(place) {
  const input = place.querySelector("input[type=text]");
  const held = place.querySelector("input[type=hidden]");
  const status = place.querySelector(".party-status");
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", place.querySelector("label").textContent.trim());
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  let found = [];
  let chosen = -1;
  let timer = 0;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (party) => {
    held.value = party.uid;
    input.value = party.title;
    status.textContent = [party.title, party.where].filter(Boolean).join(", ");
    fill(input.form, party.sender);
    const name = input.form.elements.party_name;
    if (name) name.value = party.title;
    close();
  };
  const mark = (index) => {
    chosen = index;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
    const item = list.children[index];
    if (item) input.setAttribute("aria-activedescendant", item.id);
  };
  const show = (parties) => {
    found = parties;
    list.replaceChildren(
      ...parties.map((party, index) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const name = document.createElement("strong");
        name.textContent = party.title;
        item.append(name, " ", party.where);
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(party);
        });
        return item;
      }),
    );
    list.hidden = parties.length === 0;
    input.setAttribute("aria-expanded", String(parties.length > 0));
    chosen = -1;
  };
  const search = async () => {
    const words = input.value.trim();
    if (words.length < 2) return close();
    const answer = await fetch(`${place.dataset.url}?q=${encodeURIComponent(words)}`);
    if (answer.ok && input.value.trim() === words) show(await answer.json());
  };

  input.addEventListener("input", () => {
    held.value = "";
    status.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(search, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (event.key === "Enter" && !event.ctrlKey) {
      event.preventDefault();
      if (!list.hidden) take(found[Math.max(chosen, 0)]);
      return;
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || list.hidden) return;
    event.preventDefault();
    mark((chosen + by + found.length) % found.length);
  });
}

for (const place of document.querySelectorAll("[data-party]")) setUp(place);
