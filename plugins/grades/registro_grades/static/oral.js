// Single marks: after a student and a mark are tapped they become a line, and the next one can be tapped.
// Without this file one mark can be given at each save; the server reads both alike.
for (const box of document.querySelectorAll("[data-oral]")) {
  const section = box.closest("section"), people = box.querySelector(".g-people");
  const text = box.querySelector("[name=oral-text]"), comment = box.querySelector("[name=oral-comment]");

  const picked = (name) => box.querySelector(`[name=${name}]:checked`);

  function list() {
    let found = section.querySelector("[data-given]");
    if (!found) {
      found = document.createElement("ul");
      found.className = "g-given";
      found.dataset.given = "";
      box.before(found);
    }
    return found;
  }

  function field(name, value, label) {
    const input = document.createElement("input");
    Object.assign(input, { name, value, className: "form-control" });
    input.setAttribute("aria-label", label);
    return input;
  }

  function line(student, value, words) {
    const id = student.value, name = student.nextElementSibling.cloneNode(true), who = name.textContent;
    document.querySelector(`[name="oral-text-${id}"]`)?.closest("li").remove();
    const item = document.createElement("li"), remove = document.createElement("button");
    remove.type = "button";
    remove.className = "btn btn-outline-secondary btn-sm";
    remove.textContent = box.dataset.remove;
    remove.addEventListener("click", () => { item.remove(); student.focus(); });
    const label = text.labels[0].textContent, why = comment.labels[0].textContent;
    item.append(name, field(`oral-text-${id}`, value, `${label} ${who}`), field(`oral-comment-${id}`, words, `${why} ${who}`), remove);
    list().append(item);
  }

  // a mark for the student that is chosen: it becomes a line, and the picker is free again
  function give(value) {
    const student = picked("oral-student");
    if (!student || !value) return;
    line(student, value, comment.value.trim());
    for (const radio of box.querySelectorAll("input[type=radio]")) radio.checked = false;
    text.value = comment.value = "";
    people.querySelector("input").dispatchEvent(new Event("input", { bubbles: true }));
  }

  box.addEventListener("click", (event) => {
    if (event.target.name === "oral-value") give(event.target.value);
    if (event.target.name === "oral-student") { const tapped = picked("oral-value"); if (tapped) give(tapped.value); }
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    give(text.value.trim());
  });
}
