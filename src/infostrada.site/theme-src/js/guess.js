// What a form fills in by itself: marked in the fields, told in the form's live region, taken back by Escape or the button.
const made = new WeakMap();

const labelOf = (field) => {
  const label = document.querySelector(`label[for="${field.id.replace(/-choice$/, "")}"]`);
  return label?.firstChild?.textContent.trim() || field.name;
};
const shown = (field) => (field.matches("select") ? field.selectedOptions[0]?.text || "" : field.value);

function put(field, value) {
  field.value = value;
  if (field.matches("select")) field.dispatchEvent(new Event("change", { bubbles: true }));
}

function tell(form, words, open) {
  const place = form.querySelector("[data-filled]");
  if (!place) return;
  place.querySelector("[role=status]").textContent = words;
  place.querySelector("button").hidden = !open;
}

// Values by the names of fields; what stood there before can be had back.
export function fill(form, values) {
  const before = [];
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name];
    if (!field?.matches || field.value === value) continue;
    before.push([field, field.value]);
    put(field, value);
    field.classList.toggle("is-guess", value !== "");
  }
  const told = before.map(([field]) => field).filter((field) => field.value && field.type !== "hidden");
  if (!before.length) return;
  made.set(form, [...(made.get(form) || []), before]);
  const place = form.querySelector("[data-filled]");
  const words = told.map((field) => `${labelOf(field)} ${shown(field)}`).join(", ");
  if (place && words) tell(form, `${place.dataset.filled} ${words}.`, true);
}

export const isGuess = (field) => field.classList.contains("is-guess");

function undo(form) {
  const all = made.get(form) || [];
  const last = all.pop();
  if (!last) return false;
  for (const [field, value] of last) {
    put(field, value);
    field.classList.remove("is-guess");
  }
  const place = form.querySelector("[data-filled]");
  tell(form, place?.dataset.undone || "", all.length > 0);
  form.dispatchEvent(new Event("undone"));
  return true;
}

for (const place of document.querySelectorAll("[data-filled]")) {
  const form = place.closest("form");
  place.querySelector("button").addEventListener("click", () => {
    const [first] = made.get(form)?.at(-1)?.find(([field]) => field.type !== "hidden") || [];
    undo(form);
    first?.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && undo(form)) event.preventDefault();
  });
  form.addEventListener("input", (event) => event.target.classList.remove("is-guess"));
}
