// The grid of marks by keyboard: arrows, Enter, paste of a column, undo, what is wrong shown at once.
// The page is a plain form without it; the server decides in any case (CSP script-src 'self').
const VALUES = /^(10|[1-9])(?:\s*([+½¼¾-])|\s+(1\/2|1\/4|3\/4)|[.,](\d{1,2}))?$/;
const QUARTERS = { "+": 1, "½": 2, "-": -1, "¼": 1, "¾": 3, "1/2": 2, "1/4": 1, "3/4": 3 };
const DECIMALS = { 0: 0, "00": 0, 25: 1, 5: 2, 50: 2, 75: 3 };
const UNDO_STEPS = 200;

// the quarters a text says, or null: the same reading as values.py
export function parse(text) {
  const written = text.trim().replace(/[−–—‐‑]/g, "-").replace("⁺", "+");
  const found = VALUES.exec(written);
  if (!found) return null;
  const part = found[4] === undefined ? QUARTERS[found[2] ?? found[3]] ?? 0 : DECIMALS[found[4]];
  const quarters = part === undefined ? 0 : Number(found[1]) * 4 + part;
  return quarters >= 4 && quarters <= 40 ? quarters : null;
}

export function display(quarters, style) {
  const whole = Math.floor(quarters / 4), part = quarters % 4;
  if (style === "decimals") return `${whole}${["", ",25", ",5", ",75"][part]}`;
  return part === 3 ? `${whole + 1}-` : `${whole}${["", "+", "½"][part]}`;
}

class Grid {
  constructor(table) {
    this.table = table;
    this.form = table.form ?? table.closest("form");
    this.codes = (table.dataset.codes ?? "").split(" ").filter(Boolean);
    this.levels = (table.dataset.levels ?? "").split("|").filter(Boolean).map((each) => each.split("="));
    this.rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("td > input:not([type=checkbox])")]);
    this.steps = [];
    this.undoButton = this.form.querySelector("[data-undo]");
    this.status = this.form.querySelector("[data-status]");
    for (const hidden of this.form.querySelectorAll("[data-script]")) hidden.hidden = false;
    if (this.undoButton) this.undoButton.hidden = false;
    for (const input of this.rows.flat()) {
      input.dataset.was = input.defaultValue;
      if (input.hasAttribute("aria-invalid")) input.dataset.refused = "";
    }
    table.addEventListener("keydown", (event) => this.key(event));
    table.addEventListener("focusin", (event) => this.enter(event.target));
    table.addEventListener("change", (event) => this.changed(event.target));
    table.addEventListener("paste", (event) => this.paste(event));
    this.undoButton?.addEventListener("click", () => this.undo());
    this.refresh();
  }

  isMark(input) { return input.name?.startsWith("m-"); }

  // a text as it will be stored, or null if it says no mark
  read(text) {
    const folded = text.trim().replace(/[−–—]/g, "-").toLowerCase();
    if (!folded) return "";
    const code = this.codes.find((each) => each.toLowerCase() === folded);
    if (code) return code;
    const begun = this.levels.filter(([short, name]) => name.toLowerCase().startsWith(folded) || short.toLowerCase() === folded);
    const exact = begun.find((each) => each.some((word) => word.toLowerCase() === folded));
    if (exact) return exact[0];
    if (begun.length === 1) return begun[0][0];
    const quarters = this.table.dataset.numbers ? parse(text) : null;
    return quarters === null ? null : display(quarters, this.table.dataset.style);
  }

  place(input) {
    const row = this.rows.findIndex((cells) => cells.includes(input));
    return [row, row < 0 ? -1 : this.columnOf(input)];
  }

  columnOf(input) { return input.closest("td").cellIndex; }

  at(row, column) { return this.rows[row]?.find((each) => this.columnOf(each) === column); }

  // the next cell in a direction that can be written in
  next(input, down, right) {
    let [row, column] = this.place(input);
    const last = this.table.tBodies[0].rows[0].cells.length;
    for (;;) {
      row += down; column += right;
      if (row < 0 || row >= this.rows.length || column < 1 || column >= last) return null;
      const found = this.at(row, column);
      if (found) return found;
    }
  }

  key(event) {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type === "checkbox") return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      this.changed(input);
      return this.undo();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { this.write(input, input.dataset.was); return input.select(); }
    const all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const steps = {
      ArrowDown: [1, 0], ArrowUp: [-1, 0], Enter: [event.shiftKey ? -1 : 1, 0],
      ArrowLeft: all || input.selectionEnd === 0 ? [0, -1] : null,
      ArrowRight: all || input.selectionStart === input.value.length ? [0, 1] : null,
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    this.next(input, ...step)?.focus();
  }

  enter(input) {
    if (!(input instanceof HTMLInputElement) || input.type === "checkbox") return;
    input.select();
    input.dataset.before ??= input.value;
    input.dataset.before = input.value;
  }

  // the browser tells when a cell is left: tidy it, remember it
  changed(input) {
    if (!(input instanceof HTMLInputElement) || input.type === "checkbox") return;
    const before = input.dataset.before ?? input.dataset.was;
    const read = this.isMark(input) ? this.read(input.value) : input.value;
    if (read !== null && read !== input.value) input.value = read;
    if (input.value !== before) this.remember([[input, before]]);
    input.dataset.before = input.value;
    this.refresh();
  }

  remember(step) {
    this.steps.push(step);
    if (this.steps.length > UNDO_STEPS) this.steps.shift();
  }

  write(input, value) {
    if (input.value === value) return;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    this.changed(input);
  }

  undo() {
    const step = this.steps.pop();
    if (!step) return;
    for (const [input, value] of step) { input.value = value; input.dataset.before = value; }
    step[0][0].focus();
    this.refresh();
  }

  // cells copied from a spreadsheet go down from here, and to the right
  paste(event) {
    const input = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n");
    if (!(input instanceof HTMLInputElement) || (lines.length === 1 && !text.includes("\t"))) return;
    event.preventDefault();
    const [row, column] = this.place(input), step = [];
    lines.forEach((line, down) => line.split("\t").forEach((value, right) => {
      const cell = this.at(row + down, column + right);
      if (!cell) return;
      step.push([cell, cell.value]);
      cell.value = this.isMark(cell) ? this.read(value) ?? value.trim() : value.trim();
      cell.dataset.before = cell.value;
    }));
    if (step.length) this.remember(step);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    this.refresh();
  }

  // what each cell looks like, the averages, the line beside the buttons
  refresh() {
    let changed = 0, wrong = 0;
    for (const input of this.rows.flat()) {
      const cell = input.closest("td"), edited = input.value !== input.dataset.was;
      const bad = this.isMark(input) && edited && this.read(input.value) === null;
      cell.classList.toggle("is-changed", edited && !bad);
      // what the server refused stays marked until it is written anew
      if (edited || !("refused" in input.dataset)) {
        cell.classList.toggle("is-wrong", bad);
        if (bad) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
      // who was absent is asked about when saving, unless the code says so
      if (cell.classList.contains("is-absent") && this.isMark(input)) cell.classList.toggle("is-ask", edited && !bad && input.value !== "" && !this.codes.includes(input.value));
      changed += edited; wrong += bad;
      if (this.isMark(input)) cell.classList.toggle("is-low", (parse(input.value) ?? 99) < 24 && this.table.dataset.numbers === "yes");
    }
    if (this.undoButton) this.undoButton.disabled = !this.steps.length;
    if (this.status && (changed || wrong)) this.status.textContent = this.line(changed, wrong);
    for (const output of this.table.querySelectorAll("[data-average]")) output.value = this.average(output.closest("td").cellIndex);
  }

  line(changed, wrong) {
    const words = this.status.dataset;
    return wrong ? (words.wrong ?? "").replace("#", wrong) : (words.changed ?? "").replace("#", changed);
  }

  average(column) {
    const marks = this.rows.map((cells) => cells.find((each) => this.columnOf(each) === column))
      .filter(Boolean).map((input) => parse(input.value)).filter((each) => each !== null);
    if (!marks.length || !this.table.dataset.numbers) return "";
    const mean = marks.reduce((sum, each) => sum + each, 0) / marks.length / 4;
    return mean.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  }
}

for (const table of document.querySelectorAll("[data-grid]")) new Grid(table);
