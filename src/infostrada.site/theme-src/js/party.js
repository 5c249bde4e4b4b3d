// A field that names a party: suggestions from the unit's register while one types, then the two ways to enter somebody
// new with the words already typed. Without scripts the button beside the field searches.
import { combobox } from "./combobox.js";

const WAIT = 200;
// What only institutions are called by: their words are offered as an institution's name first.
const INSTITUTION =
  /(^|\s)(sp\.|s\.a\.|s\.c\.|z o\.o\.|spółka|spółdzielnia|wspólnota|urząd|gmina|powiat|województwo|starost|wójt|burmistrz|prezydent|marszałek|wojewod|fundacja|stowarzyszenie|związek|zakład|przedsiębiorstwo|szkoł|uniwersytet|parafia|sąd|prokurat|komend|bank|izba|ośrodek|zarząd|inspektorat|dyrekcja|agencja|centrum|instytut|minist|narodow|krajow|okręgow)/i;

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
  const { url, then, newThen, newPerson, newBody } = place.dataset;
  let timer = 0;
  let wanted = false;

  const goTo = (name) => name && input.form.elements[name]?.focus();
  const take = (offer) => {
    fill(input.form, offer.sender);
    held.value = offer.uid || "";
    if (!offer.uid) {
      input.value = "";
      status.textContent = "";
      return goTo(newThen);
    }
    input.value = offer.title;
    status.textContent = [offer.title, offer.where].filter(Boolean).join(", ");
    const name = input.form.elements.party_name;
    if (name) name.value = offer.title;
    goTo(then);
  };
  const box = combobox(input, place.querySelector("label").textContent.trim(), take);

  // "Kowalska Anna" as a person (surname first), "Gmina Lipnowo" as an institution.
  const entered = (words) => {
    const { elements } = input.form;
    if (!newPerson || !elements.sender_surname || !elements.sender_org_name || /\d/.test(words)) return [];
    const [surname, ...given] = words.split(/\s+/);
    const nobody = { sender_org_name: "", sender_surname: "", sender_given_names: "" };
    const person = {
      title: words,
      where: newPerson,
      sender: { ...nobody, sender_surname: surname, sender_given_names: given.join(" ") },
    };
    const body = { title: words, where: newBody, sender: { ...nobody, sender_org_name: words } };
    return INSTITUTION.test(words) ? [body, person] : [person, body];
  };
  const search = async () => {
    const words = input.value.trim();
    if (words.length < 2) return box.close();
    const answer = await fetch(`${url}?q=${encodeURIComponent(words)}`);
    if (!answer.ok || input.value.trim() !== words || document.activeElement !== input) return;
    const found = await answer.json();
    // Enter was faster than the answer: the only one found is meant.
    if (wanted && found.length === 1) return take(found[0]);
    wanted = false;
    box.show([...found, ...entered(words)]);
  };

  input.addEventListener("input", () => {
    held.value = "";
    status.textContent = "";
    wanted = false;
    clearTimeout(timer);
    timer = setTimeout(search, WAIT);
  });
  // Before the list's own keys: with no list yet, Enter neither sends the form nor is lost.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.defaultPrevented || box.isOpen()) return;
    event.preventDefault();
    wanted = input.value.trim().length > 1 && !held.value;
    if (held.value) goTo(then);
  });
}

for (const place of document.querySelectorAll("[data-party]")) setUp(place);
