// A text one may type or take from lines that are offered, and the field is completed as one types. The lines of `data-lines`
// come once, with the page; `data-suggest` is asked with the words.
import { combobox, plain } from "./combobox.js";
import { onward, walks } from "./keys.js";

const MOST = 6;
const WAIT = 150;

// Lines with a word beginning as each of the words does; the list comes with the commonest first.
const fitting = (lines, words) => {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  const begins = (title) => plain(title).startsWith(plain(words));
  return lines
    .filter(({ title }) => {
      const parts = plain(title).split(/\s+/);
      return title !== words && wanted.every((word) => parts.some((part) => part.startsWith(word)));
    })
    .sort((one, other) => begins(other.title) - begins(one.title))
    .slice(0, MOST);
};

function setUp(input, ask, least) {
  const label = document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() || "";
  const place = document.createElement("div");
  place.className = "party-words";
  input.before(place);
  place.append(input);
  const take = (offer, key) => {
    input.value = offer.title;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (key === "Enter" && walks(input.form)) onward(input.form, input);
  };
  const box = combobox(input, label, take, { eager: false, inline: true });
  input.addEventListener("input", async (event) => {
    const words = input.value;
    if (words.trim().length < least) return box.close();
    const lines = await ask(words);
    if (input.value !== words || document.activeElement !== input) return;
    box.show(lines, { added: event.inputType?.startsWith("insert") });
  });
}

const listed = (answer) => (answer.ok ? answer.json() : []);

for (const input of document.querySelectorAll("input[data-lines]")) {
  const coming = fetch(input.dataset.lines).then(listed);
  setUp(input, async (words) => fitting(await coming, words), 1);
}
for (const input of document.querySelectorAll("input[data-suggest]")) {
  let turn = 0;
  const ask = async (words) => {
    turn += 1;
    const mine = turn;
    await new Promise((resolve) => setTimeout(resolve, WAIT));
    return mine === turn ? listed(await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(words)}`)) : [];
  };
  setUp(input, ask, 2);
}
