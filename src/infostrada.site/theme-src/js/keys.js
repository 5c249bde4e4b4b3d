// Long forms at the counter: Ctrl+Enter sends, Ctrl+Shift+Enter sends and takes the next one.
for (const form of document.querySelectorAll("form[data-keys]")) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    event.preventDefault();
    const [first, next] = form.querySelectorAll(".actions button[type=submit]");
    form.requestSubmit(event.shiftKey && next ? next : first);
  });
}
