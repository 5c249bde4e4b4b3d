// Two lists and four buttons: choose values and put them in order. Works by delegation, so in modals too.
(() => {
  const FIELD = ".ordered-selection-field";

  const moves = {
    add: (from, to) => to.append(...from.selectedOptions),
    remove: (from, to) => from.append(...to.selectedOptions),
    up: (_from, to) => {
      for (const option of [...to.selectedOptions]) {
        option.previousElementSibling?.before(option);
      }
    },
    down: (_from, to) => {
      for (const option of [...to.selectedOptions].reverse()) {
        option.nextElementSibling?.after(option);
      }
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(`${FIELD} button[data-move]`);
    if (button) {
      const [from, to] = button.closest(FIELD).querySelectorAll("select");
      moves[button.dataset.move](from, to);
    }
  });

  // What the server reads: one hidden input for each chosen value, in order.
  document.addEventListener(
    "submit",
    (event) => {
      for (const field of event.target.querySelectorAll(FIELD)) {
        field.querySelectorAll("input[data-chosen]").forEach((input) => input.remove());
        for (const option of field.querySelectorAll("select")[1].options) {
          const input = document.createElement("input");
          input.type = "hidden";
          input.name = field.dataset.name;
          input.value = option.value;
          input.dataset.chosen = "";
          field.append(input);
        }
      }
    },
    true,
  );
})();
