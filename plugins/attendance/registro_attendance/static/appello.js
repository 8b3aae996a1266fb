// The roll with a script: one tap on the name, undo, keyboard. Without it the form works the same.
const roll = document.querySelector("[data-roll]");
const rows = [...roll.querySelectorAll("[data-row]")].filter((row) => row.querySelector("input[type=radio]"));
const undoButton = roll.querySelector("[data-undo]");
const history = [];
const LETTERS = "PARU";

const now = () => new Date().toLocaleTimeString("it-IT", { timeZone: "Europe/Rome", hour: "2-digit", minute: "2-digit" });
const stateOf = (row) => row.querySelector("input[type=radio]:checked")?.value ?? "";
const times = (row) => [...row.querySelectorAll("input[type=time]")];
const snapshot = (row) => [row, stateOf(row), ...times(row).map((input) => input.value)];

function paint(row) {
  const state = stateOf(row);
  row.dataset.state = state;
  for (const letter of LETTERS) row.classList.toggle("is-" + letter, letter === state);
  for (const output of roll.querySelectorAll("[data-count]"))
    output.textContent = rows.filter((each) => stateOf(each) === output.dataset.count).length;
}

// A time is proposed when a letter that needs one is chosen; one typed by hand stays.
function propose(row, state) {
  const [entered, left] = times(row);
  if (state === "R") { entered.value ||= now(); left.value = ""; }
  else if (state === "U") { if (!row.querySelector(".has-in")) entered.value = ""; left.value ||= now(); }
  else { entered.value = ""; left.value = ""; }
}

function remember(batch) {
  history.push(batch);
  if (history.length > 20) history.shift();
  undoButton.disabled = false;
}

function set(row, state) {
  row.querySelector(`input[value="${state}"]`).checked = true;
  propose(row, state);
  paint(row);
}

function change(row, state) {
  remember([row.before ?? snapshot(row)]);
  set(row, state);
  row.before = snapshot(row);
}

function undo() {
  for (const [row, state, entered, left] of history.pop() ?? []) {
    row.querySelector(`input[value="${state}"]`).checked = true;
    [times(row)[0].value, times(row)[1].value] = [entered, left];
    paint(row);
    row.before = snapshot(row);
  }
  undoButton.disabled = !history.length;
}

function everybodyPresent() {
  const away = rows.filter((row) => stateOf(row) !== "P");
  if (!away.length) return;
  remember(away.map(snapshot));
  for (const row of away) { set(row, "P"); row.before = snapshot(row); }
}

for (const row of rows) {
  row.before = snapshot(row);
  row.querySelector(".r-name").addEventListener("click", (event) => {
    event.preventDefault();
    change(row, stateOf(row) === "P" ? "A" : "P");
    point(row);
  });
  row.querySelector(".r-seg").addEventListener("change", (event) => change(row, event.target.value));
  for (const input of times(row))
    input.addEventListener("change", () => { remember([row.before]); row.before = snapshot(row); });
}

let current = -1;
function point(row, focus = true) {
  rows[current]?.classList.remove("is-cur");
  current = rows.indexOf(row);
  row.classList.add("is-cur");
  if (focus) {
    row.querySelector("input[type=radio]:checked").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
}
roll.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-row]");
  if (row && rows.includes(row)) point(row, false);
});
roll.addEventListener("keydown", (event) => {
  const key = event.key.toUpperCase();
  const typing = event.target.matches("textarea, input:not([type=radio])");
  if ((event.ctrlKey || event.metaKey) && key === "Z" && !typing) { event.preventDefault(); undo(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = current + (event.key === "ArrowDown" ? 1 : -1);
    point(rows[Math.max(0, Math.min(rows.length - 1, next))]);
  } else if (key.length === 1 && LETTERS.includes(key) && rows[current]) {
    event.preventDefault();
    change(rows[current], key);
    point(rows[current]);
  }
});
undoButton.addEventListener("click", undo);
roll.querySelector("[data-all]").addEventListener("click", everybodyPresent);
for (const element of roll.querySelectorAll("[data-script]")) element.hidden = false;
roll.dataset.ready = "1";
