// Long forms at the counter: Enter goes on to the next field that wants something, Ctrl+Enter sends, Ctrl+Shift+Enter sends and
// takes the next one; a button may have a key of its own. A form is sent once, however often the key is pressed.
const FIELDS = "input:not([type=hidden], [type=submit]), select, textarea";
const AGAIN = 4000;
const ONE_LINE = "input:not([type=checkbox], [type=radio], [type=file]), select";

// `data-stops` names fields worth stopping at while they are empty; a mark behind the name stops there in any case.
export function onward(form, from) {
  const stops = (form.dataset.stops || "").split(" ");
  const fields = [...form.elements].filter((field) => field.matches(FIELDS) && field.tabIndex >= 0 && field.offsetParent);
  const after = fields.slice(fields.indexOf(from) + 1);
  const next = after.find(
    ({ name, value, required }) =>
      stops.includes(`${name}!`) || (!value && (required || (name && stops.includes(name)))),
  );
  const place = next || form.querySelector(".actions [data-key]") || form.querySelector(".actions button");
  place.focus();
  if (next?.value) next.select?.();
}

// Whatever form one types in, Ctrl+Enter sends it by its first button.
document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  const form = target.closest?.("form.form:not([data-keys])");
  if (key !== "Enter" || !(ctrlKey || metaKey) || altKey || event.defaultPrevented || event.repeat || !form) return;
  const button = form.querySelector(".actions button[type=submit]");
  if (!button || button.disabled) return;
  event.preventDefault();
  target.dispatchEvent(new Event("settle"));
  form.requestSubmit(button);
});

export const walks = (form) => Boolean(form?.hasAttribute("data-keys"));

for (const form of document.querySelectorAll("form[data-keys]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    setTimeout(() => {
      sent = false;
    }, AGAIN);
  });
  form.addEventListener("keydown", (event) => {
    const { key, ctrlKey, shiftKey, altKey, metaKey, target } = event;
    if (event.isComposing || altKey || metaKey) return;
    const keyed = [...form.querySelectorAll(".actions [data-key]")];
    const own = ctrlKey || shiftKey ? null : keyed.find((button) => button.dataset.key === key);
    if (own || (key === "Enter" && ctrlKey)) {
      event.preventDefault();
      // What a list has completed in the field is taken as it stands there.
      document.activeElement.dispatchEvent(new Event("settle"));
      const [first, next] = form.querySelectorAll(".actions button[type=submit]");
      return form.requestSubmit(own || (shiftKey && next ? next : first));
    }
    if (key !== "Enter" || event.defaultPrevented || !target.matches(ONE_LINE)) return;
    event.preventDefault();
    onward(form, target);
  });
}

// The label of the letter registered a moment ago goes to the printer, once.
for (const form of document.querySelectorAll("form[data-print]")) {
  const frame = document.createElement("iframe");
  frame.className = "print-frame";
  frame.title = form.dataset.printTitle;
  frame.tabIndex = -1;
  frame.setAttribute("aria-hidden", "true");
  frame.addEventListener("load", () => {
    // Whoever types the next letter already is brought back to where the label found them.
    const before = document.activeElement;
    frame.contentWindow.print();
    before?.focus();
  });
  frame.src = form.dataset.print;
  document.body.append(frame);
  const here = new URL(location.href);
  here.searchParams.delete("print");
  history.replaceState(history.state, "", here);
}
