// Arrows lead to the days before and after, Home to today, while the focus is on the calendar's
// own links: nowhere else, so that no key is taken from anybody.
const nav = document.querySelector("[data-calendar]");
const ways = { ArrowLeft: "[rel=prev]", ArrowRight: "[rel=next]", Home: "[data-today]" };

nav?.addEventListener("keydown", (event) => {
  const way = ways[event.key];
  if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  nav.querySelector(way).click();
});
