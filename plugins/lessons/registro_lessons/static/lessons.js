// Adds to the lesson page a way to take over what was done last time. Without it one types.
for (const button of document.querySelectorAll("[data-lessons-fill]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.lessonsFill);
    field.value = button.dataset.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}

// Paper still matters: the print style sheet does the work, this only calls the dialog.
for (const button of document.querySelectorAll("[data-lessons-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
