import "./register.js";
import "./party.js";
import "./pick.js";
import "./suggest.js";
import "./guess.js";
import "./counter.js";
import "./keys.js";
import "./told.js";
import "./folds.js";

// Plone's widgets build parts of their screen in the browser; here those parts get the names,
// roles and values that keyboards and screen readers need.
const labelOf = (element) => {
  const field = element.closest(".field");
  return field?.querySelector("label, legend")?.textContent.trim() || document.title;
};

const mends = {
  // Its text is a time Plone's scripts rewrite; for a while there is none.
  "#edit-zone a[href*='@@historyview']:not([aria-label])": (link) => {
    const { history } = document.getElementById("edit-bar").dataset;
    link.setAttribute("aria-label", [history, link.textContent.trim()].filter(Boolean).join(": "));
  },
  "iframe.tox-edit-area__iframe:not([title])": (frame) => {
    frame.title = labelOf(frame);
  },
  ".tox-statusbar__resize-handle[role=separator]:not([aria-valuenow])": (handle) => {
    const height = /\d+/.exec(handle.getAttribute("aria-valuetext") || "");
    handle.setAttribute("aria-valuenow", height ? height[0] : "0");
  },
  ".tox-statusbar__wordcount:empty:not([aria-label])": (button) => {
    button.setAttribute("aria-label", labelOf(button));
  },
  "input.select2-focusser[role=button]": (input) => {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-label", labelOf(input));
  },
  "input.select2-input:not([aria-label])": (input) => {
    input.setAttribute("aria-label", labelOf(input));
  },
  "nav.autotoc-nav:not([aria-label])": (nav) => {
    const title = document.querySelector("h1")?.textContent.trim() || document.title;
    const others = document.querySelectorAll("nav.autotoc-nav[aria-label]").length;
    nav.setAttribute("aria-label", others ? `${title} (${others + 1})` : title);
  },
  "input[title]:not([aria-label]):not([type=hidden])": (input) => {
    if (!input.labels?.length) input.setAttribute("aria-label", input.title);
  },
  "td input[type=checkbox]:not([aria-label])": (box) => {
    if (box.labels?.length) return;
    const cell = box.closest("td");
    const head = cell.closest("table").querySelectorAll("thead th")[cell.cellIndex];
    const row = cell.parentElement.cells[0];
    const words = [head, row].map((part) => part?.textContent.trim()).filter(Boolean);
    box.setAttribute("aria-label", words.join(", "));
  },
  ".field select:not([id]):not([aria-label]), .field input:not([type=hidden]):not([id]):not([aria-label])": (
    control,
  ) => {
    if (!control.closest("label")) control.setAttribute("aria-label", labelOf(control));
  },
  ".field select[id]:not([aria-label]), .field input[id]:not([aria-label]):not([type=hidden])": (control) => {
    if (!control.labels?.length) control.setAttribute("aria-label", labelOf(control));
  },
};

function mend(part) {
  for (const [selector, repair] of Object.entries(mends)) {
    if (part.matches?.(selector)) repair(part);
    for (const element of part.querySelectorAll?.(selector) ?? []) repair(element);
  }
}

mend(document.body);
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const part of change.addedNodes) mend(part);
    if (change.type === "attributes") mend(change.target);
  }
}).observe(document.body, {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ["role", "aria-valuetext"],
});

// Choosing a file means replacing the old one; choosing anything else forgets the file.
document.addEventListener("change", (event) => {
  const choice = event.target.closest(".file-choice");
  if (!choice) return;
  const file = choice.querySelector("input[type=file]");
  if (event.target === file) {
    const replace = choice.querySelector("input[value=replace]");
    if (replace) replace.checked = true;
  } else if (event.target.value !== "replace") {
    file.value = "";
  }
});
