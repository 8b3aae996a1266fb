// What the shell adds when scripts are on: theme, Ctrl K, one open menu, focus on the first error.
// Every page works without this file; nothing is written inline (CSP script-src 'self').
const root = document.documentElement;

// the choice lives in a cookie, so that the server writes data-theme and no page flashes in the wrong colours
function keepTheme(theme) {
  document.cookie = `theme=${theme}; path=/; max-age=31536000; SameSite=Lax`;
}

function toggleTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  keepTheme(root.dataset.theme);
}

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.hidden = false;
  button.addEventListener("click", toggleTheme);
}

addEventListener("keydown", (event) => {
  const search = document.getElementById("q");
  if (search && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    search.focus();
  }
  if (event.key === "Escape") for (const menu of document.querySelectorAll(".r-account[open]")) menu.open = false;
});

addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".r-account[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// a box that scrolls sideways must be reachable with the keyboard
for (const box of document.querySelectorAll(".r-table-box, .r-card"))
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;

// selects that only filter a list act at once; the button stays for those without scripts
for (const field of document.querySelectorAll("[data-submit-on-change]"))
  field.addEventListener("change", () => field.form.requestSubmit());

// a second click while a form is on its way sends nothing (the server refuses doubles as well);
// after a while it may be sent again: the answer may have been a download
for (const form of document.querySelectorAll("form[method=post]"))
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent; });

// leaving a page with unsaved work asks first
for (const form of document.querySelectorAll("form[data-guard]")) {
  let unsaved = false;
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}

document.querySelector("[data-focus]")?.focus();
