// A field that names a party: suggestions from the unit's register while one types, then the ways to enter somebody
// new with the words already typed. Without scripts the button beside the field searches.
import { combobox } from "./combobox.js";
import { fill } from "./guess.js";

const WAIT = 80;
const NAMES = ["sender_org_name", "sender_surname", "sender_given_names"];

function setUp(place) {
  const input = place.querySelector("input[type=text]");
  const held = place.querySelector("input[type=hidden]");
  const status = place.querySelector(".party-status");
  const { url, then, newThen } = place.dataset;
  const { form } = input;
  let timer = 0;
  let wanted = false;
  let added = false;
  let found = [];
  let answered = "";

  // A field on the way that must be filled and is not comes first.
  const goTo = (name) => {
    const target = form.elements[name];
    if (!target) return;
    const fields = [...form.elements];
    const between = fields.slice(fields.indexOf(input) + 1, fields.indexOf(target));
    const { sender_surname: surname, sender_given_names: given } = form.elements;
    const nameless = newThen && surname?.value && !given.value ? given : null;
    (nameless || between.find((field) => field.required && !field.value) || target).focus();
  };
  const use = (offer) => {
    fill(form, { ...offer.sender, [held.name]: offer.uid || "" });
    input.value = offer.uid ? offer.title : "";
    status.textContent = offer.uid ? [offer.title, offer.where].filter(Boolean).join(", ") : "";
    const name = form.elements.party_name;
    if (name && offer.uid) name.value = offer.title;
  };
  const take = (offer, key) => {
    use(offer);
    if (key !== "Tab" || offer.uid) goTo(offer.uid || offer.sender.city ? then : newThen);
  };
  // The given name of somebody new is completed as one types; a name from the register is offered below alone.
  const box = combobox(input, place.querySelector("label").textContent.trim(), take, { inline: Boolean(newThen) });

  const look = async () => {
    clearTimeout(timer);
    const words = input.value.trim();
    if (words.length < 2) return box.close();
    const more = newThen ? `&new=1${added ? "&complete=1" : ""}` : "";
    const answer = await fetch(`${url}?q=${encodeURIComponent(words)}${more}`);
    if (!answer.ok || input.value.trim() !== words) return;
    [found, answered] = [await answer.json(), words];
  };
  const search = async () => {
    await look();
    if (answered !== input.value.trim() || document.activeElement !== input) return;
    const known = found.filter((offer) => offer.uid);
    // Enter was faster than the answer: the only one found is meant, or the words typed are somebody new.
    const sure = known.length === 1 && (!answered.includes(" ") || known[0].title.toLowerCase() === answered.toLowerCase());
    const meant = sure ? known[0] : !known.length && found.find((offer) => offer.title === answered);
    if (wanted && meant) return take(meant, "Enter");
    wanted = false;
    box.show(found, { added: added && !known.length });
  };
  // Words left behind by Tab or the mouse are the sender's names, unless those stand there already.
  const settle = async () => {
    const words = input.value.trim();
    const named = () => held.value || NAMES.some((name) => form.elements[name]?.value);
    if (!newThen || !words || named()) return;
    if (answered !== words) await look();
    const offer = found.find((each) => !each.uid);
    if (offer && answered === words && input.value.trim() === words && !named()) use(offer);
  };
  form.addEventListener("undone", () => {
    if (!held.value) status.textContent = "";
  });

  input.addEventListener("input", (event) => {
    added = Boolean(event.inputType?.startsWith("insert")) && /\S$/.test(input.value) && input.selectionEnd === input.value.length;
    held.value = "";
    status.textContent = "";
    wanted = false;
    clearTimeout(timer);
    timer = setTimeout(search, WAIT);
  });
  input.addEventListener("blur", settle);
  // An address copied in several lines stays one sender.
  input.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text") || "";
    if (!/[\r\n]/.test(text.trim())) return;
    event.preventDefault();
    const line = text.split(/[\r\n]+/).map((each) => each.trim()).filter(Boolean).join(", ");
    input.setRangeText(line, input.selectionStart, input.selectionEnd, "end");
    input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  });
  // Before the list's own keys: with no list yet, Enter neither sends the form nor is lost.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.defaultPrevented || box.isOpen()) return;
    event.preventDefault();
    if (held.value) return goTo(then);
    if (!input.value.trim()) return form.elements[NAMES[0]]?.focus();
    wanted = true;
    search();
  });
}

for (const place of document.querySelectorAll("[data-party]")) setUp(place);
