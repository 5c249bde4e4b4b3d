// A text one may type or take from what was typed before: the arrows choose, everything else stays free.
import { combobox } from "./combobox.js";

const WAIT = 150;

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const label = document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() || "";
  const place = document.createElement("div");
  place.className = "party-words";
  input.before(place);
  place.append(input);
  const box = combobox(
    input,
    label,
    (offer) => {
      input.value = offer.title;
    },
    { eager: false },
  );
  let timer = 0;
  const search = async () => {
    const words = input.value.trim();
    if (words.length < 2) return box.close();
    const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(words)}`);
    if (!answer.ok || input.value.trim() !== words || document.activeElement !== input) return;
    const found = await answer.json();
    box.show(found.filter((offer) => offer.title !== words));
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT);
  });
}
