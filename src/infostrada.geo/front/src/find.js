// The search box of the map: suggestions by the beginning of an identifier.
import { ask } from "./service.js";
import { make } from "./panel.js";

const PAUSE = 250;

export function searchBox(id, words, url, onFound, onError) {
  const list = make("datalist", { id: `${id}-names` });
  const input = make("input", {
    id: `${id}-find`,
    type: "search",
    class: "form-control",
    list: list.id,
    autocomplete: "off",
    spellcheck: "false",
  });
  const label = make("label", { for: input.id, class: "form-label" }, words.search);
  let known = new Map();
  let timer;

  const look = async () => {
    const q = input.value.trim();
    if (q.length < 3) return;
    try {
      const { items } = await ask(url, { q });
      known = new Map(items.map((item) => [item.business_id, item]));
      list.replaceChildren(...items.map((item) => make("option", { value: item.business_id })));
      if (known.has(q)) onFound(known.get(q));
    } catch (error) {
      onError(error);
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(timer);
    look();
  });
  return make("div", { class: "geo-map-find" }, label, input, list);
}
