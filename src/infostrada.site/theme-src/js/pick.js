// A long list of choices is searched by any words of its lines: people, classes of the plan, cases. The list itself stays
// in the form and holds what was chosen; without scripts it is the field.
import { combobox, plain as folded } from "./combobox.js";
import { walks } from "./keys.js";

const LONG = 12;
const MOST = 60;

const plain = (text) => folded(text).replace(/\s+/g, " ").trim();

function setUp(select) {
  const place = document.createElement("div");
  place.className = "pick";
  const input = document.createElement("input");
  input.type = "text";
  input.className = select.className;
  input.id = select.id;
  select.id = `${input.id}-choice`;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  select.before(place);
  place.append(input, select);
  select.classList.add("hidden-text");
  select.tabIndex = -1;
  select.setAttribute("aria-hidden", "true");

  const lines = [...select.options]
    .filter((option) => option.value)
    .map((option) => ({ title: option.text, value: option.value, words: plain(option.text) }));
  const nothing = [...select.options].find((option) => !option.value);
  const say = () => {
    const option = select.selectedOptions[0];
    input.value = option?.value ? option.text : "";
    if (nothing) input.placeholder = nothing.text;
  };
  const take = (line) => {
    select.value = line.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const box = combobox(input, document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() || "", take);
  const open = (text) => {
    const wanted = plain(text).split(" ").filter(Boolean);
    const fitting = lines.filter((line) => wanted.every((word) => line.words.includes(word)));
    // What begins with the words, as the symbol of a class does, stands first.
    const begins = (line) => (wanted.length && line.words.startsWith(wanted[0]) ? 0 : 1);
    fitting.sort((one, other) => begins(one) - begins(other));
    box.show(fitting.slice(0, MOST), { first: wanted.length ? 0 : -1 });
  };

  // The field the page begins with may be a list, which the browser no longer comes to once it is hidden.
  select.addEventListener("focus", () => input.focus());
  if (document.activeElement === select || (select.autofocus && document.activeElement === document.body)) input.focus();
  select.addEventListener("change", say);
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("click", () => {
    if (!box.isOpen()) open("");
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && !box.isOpen() && !event.defaultPrevented) {
      event.preventDefault();
      open("");
    }
    // Where Enter walks the fields it walks on from here too.
    if (event.key === "Enter" && !event.ctrlKey && !walks(input.form)) event.preventDefault();
  });
  // Words that were not taken are no choice; an emptied field is none either.
  input.addEventListener("blur", () => {
    if (!input.value.trim() && nothing) select.value = nothing.value;
    say();
  });
  say();
}

for (const select of document.querySelectorAll(".form select.input, .bulk select.input")) {
  if (select.options.length > LONG && !select.multiple) setUp(select);
}
