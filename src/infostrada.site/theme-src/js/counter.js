// The counter: postcode and town from the places the office's letters come from, streets of that place, the number out of
// "Polna 4/2", the kind of document from the first word of the title. All of it are guesses that can be taken back.
import { combobox, plain } from "./combobox.js";
import { fill, isGuess } from "./guess.js";
import { onward } from "./keys.js";

const MOST = 8;
const CODE = /^(\d{2})-?(\d{3})$/;
const NUMBER = String.raw`(\d+\s?[a-z]?(?:[-–]\d+[a-z]?)?)(?:\s*(?:\/|m\.?|lok\.?)\s*(\d\S*))?`;
const WITH_STREET = new RegExp(String.raw`^(.*\p{L}.*?)\s+${NUMBER}$`, "iu");
const ALONE = new RegExp(`^${NUMBER}$`, "i");
// Papers whose kind is not called as they are.
const CALLED = { faktura: "dokument księgowy", rachunek: "dokument księgowy", prosba: "podanie/wniosek" };

const labelOf = (input) => document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() || "";
const wrapped = (input) => {
  const place = document.createElement("div");
  place.className = "party-words";
  input.before(place);
  place.append(input);
  return input;
};

function setUp(form) {
  const { postal_code: code, city, street, building, apartment, country, title, document_kind: kind } = form.elements;
  const places = [];
  const asked = new Set();

  const learn = async (question) => {
    const answer = await fetch(form.dataset.places + question);
    const found = answer.ok ? await answer.json() : [];
    const known = new Map(places.map((place) => [place.postcode + place.city, place]));
    for (const place of found) {
      const held = known.get(place.postcode + place.city);
      if (held) held.streets = [...new Set([...held.streets, ...place.streets])];
      else places.push(place);
    }
  };
  const coming = learn("");
  const abroad = () => Boolean(country?.value) && country.value.trim().toUpperCase() !== "PL";
  const here = () =>
    places.filter(
      (place) =>
        plain(place.city) === plain(city.value.trim()) &&
        (!code.value || !place.postcode || place.postcode === code.value),
    );

  // Digits find codes, letters find towns, letters behind digits one town of those with the code; what begins so stands first.
  const fitting = (words) => {
    const digits = words.replace(/\D/g, "");
    const letters = plain(words.replace(/[\d-]/g, " ").trim());
    const numbers = (place) => place.postcode.replace("-", "");
    const begins = (place) => numbers(place).startsWith(digits) && plain(place.city).startsWith(letters);
    const holds = (place) => numbers(place).includes(digits) && plain(place.city).startsWith(letters);
    return places
      .filter((place) => place.postcode && (begins(place) || (digits && holds(place))))
      .sort((one, other) => begins(other) - begins(one))
      .slice(0, MOST)
      .map((place) => ({ ...place, title: `${place.postcode} ${place.city}` }));
  };
  const take = (place, key) => {
    fill(form, { postal_code: place.postcode, city: place.city });
    if (key !== "Tab") onward(form, city);
  };
  const box = combobox(wrapped(code), labelOf(code), take);
  // A town typed here, alone or behind the code, goes to its own field.
  code.addEventListener("blur", () => {
    const [, first, second, town] = /^(?:(\d{2})-?(\d{3}))?\s*(\p{L}{2}.*)$/u.exec(code.value.trim()) || [];
    if (town && (!city.value || isGuess(city))) fill(form, { postal_code: first ? `${first}-${second}` : "", city: town.trim() });
  });
  // Of several towns of one code none is meant before somebody chooses: those of the list, unlike those of letters, say nothing.
  const offer = (typed) => {
    const lines = fitting(code.value);
    const open = lines.length > 1 && lines[0].only === false;
    box.show(lines, { first: open ? -1 : 0, typed, willing: !open });
  };
  code.addEventListener("focus", async () => {
    await coming;
    if (document.activeElement === code && !code.value && !abroad()) offer(false);
  });
  code.addEventListener("input", async () => {
    if (abroad()) return box.close();
    await coming;
    const whole = CODE.exec(code.value.trim());
    if (whole) {
      code.value = `${whole[1]}-${whole[2]}`;
      if (!asked.has(code.value)) {
        asked.add(code.value);
        await learn(`?postcode=${code.value}`);
      }
      // One of the office's own letters came from there, or the code belongs to one town alone.
      const known = places.find((place) => place.postcode === code.value && place.only !== false);
      if (known && (!city.value || isGuess(city))) fill(form, { city: known.city });
    }
    if (document.activeElement === code) code.value.trim() ? offer(true) : box.close();
  });

  const streets = combobox(
    wrapped(street),
    labelOf(street),
    (line, key) => {
      street.value = key === "Tab" ? line.title : `${line.title} `;
    },
    { eager: false, inline: true },
  );
  street.addEventListener("input", (event) => {
    const words = plain(street.value.trim());
    // Streets of the place first, then those of other places: towns call them alike.
    const known = [...new Set([...here(), ...places].flatMap((place) => place.streets))];
    const begins = (line) => plain(line).startsWith(words) || plain(line).includes(` ${words}`);
    const lines = words ? known.filter((line) => begins(line) && plain(line) !== words) : [];
    streets.show(lines.slice(0, MOST).map((line) => ({ title: line })), { added: event.inputType?.startsWith("insert") });
  });
  // A figure behind a name that was completed is the number of the house.
  street.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.defaultPrevented) return split();
    const { selectionStart: from, selectionEnd: to, value } = street;
    if (!/^\d$/.test(event.key) || event.ctrlKey || from === to || to !== value.length || value[from] === event.key) return;
    street.value = `${streets.current()?.title || value} `;
    streets.close();
  });
  const split = () => {
    const said = street.value.trim();
    const match = WITH_STREET.exec(said);
    const alone = match ? null : ALONE.exec(said);
    if (street.value !== said) street.value = said;
    if (!(match || alone) || (building.value && !isGuess(building))) return;
    const [name, number, flat] = match ? match.slice(1) : ["", alone[1], alone[2]];
    fill(form, { street: name, building: number.replace(/\s/g, ""), apartment: flat || apartment.value });
  };
  street.addEventListener("change", split);
  street.addEventListener("blur", split);

  title.addEventListener("change", () => {
    if (!kind || (kind.value && !isGuess(kind))) return;
    const first = plain(title.value).trim().split(/[^a-z]+/)[0];
    const fits = (value) => value && (value === CALLED[first] || plain(value).split("/").includes(first));
    const found = [...kind.options].find((option) => fits(option.value));
    if (found || kind.value) fill(form, { document_kind: found?.value || "" });
  });
}

for (const form of document.querySelectorAll("form[data-places]")) setUp(form);
