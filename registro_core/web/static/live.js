// The live bell: asks every few seconds whether something new has come, while the page can be seen.
// It never reloads by itself: somebody may be writing. Every page works without this file.
const EVERY = 9_500; // at most: news must show within ten seconds
const SELDOM = 60_000; // when nobody has touched the page for a long time
const IDLE_AFTER = 15 * 60_000;
const MOST = 120_000; // between two tries while the server does not answer

const bell = document.querySelector("[data-live]");
let { version, newest } = bell?.dataset ?? {};
let unread = Number(bell?.dataset.unread);
let failures = 0;
let touchedAt = Date.now();
let timer = 0;
let typed = false;

function pause() {
  const idle = Date.now() - touchedAt > IDLE_AFTER;
  const wait = failures ? Math.min(EVERY * 2 ** failures, MOST) : idle ? SELDOM : EVERY;
  return wait * (0.85 + Math.random() * 0.15); // a thousand pages must not ask in step
}

function later() {
  clearTimeout(timer);
  timer = document.hidden ? 0 : setTimeout(ask, pause());
}

async function ask() {
  try {
    const answer = await fetch(bell.dataset.live, { headers: { "If-None-Match": `"${version}"` }, cache: "no-store" });
    if (answer.status === 403) return; // signed out: there is nothing to ask for any more
    if (answer.status !== 304) {
      if (!answer.ok) throw new Error(String(answer.status));
      const said = await answer.json();
      if (said.person !== Number(bell.dataset.person)) return; // somebody else signed in, in another window
      show(said);
    }
    failures = 0;
  } catch {
    failures += 1;
  }
  later();
}

function show(said) {
  version = said.version;
  unread = said.unread;
  showCount();
  if (said.newest > Number(newest)) {
    newest = said.newest;
    showNews();
  }
}

function showCount() {
  for (const count of bell.querySelectorAll("[data-live-count]")) count.textContent = unread;
  for (const part of bell.querySelectorAll("[data-live-some]")) part.hidden = !unread;
  for (const part of bell.querySelectorAll("[data-live-none]")) part.hidden = Boolean(unread);
  for (const place of document.querySelectorAll("[data-live-place]")) showBadge(place);
}

function showBadge(place) {
  place.querySelector(".r-badge")?.remove();
  if (!unread) return;
  const badge = document.querySelector("template[data-live-badge]").content.cloneNode(true);
  badge.querySelector("[data-live-count]").textContent = unread;
  (place.querySelector(".r-bi") ?? place).append(badge);
}

function showNews() {
  const box = document.querySelector("[data-live-news]");
  const text = document.querySelector("template[data-live-text]").content.cloneNode(true);
  const again = text.querySelector("[data-live-again]");
  again.hidden = typed;
  again.addEventListener("click", () => location.reload());
  box.replaceChildren(text);
}

function touched() {
  const wasIdle = Date.now() - touchedAt > IDLE_AFTER;
  touchedAt = Date.now();
  if (wasIdle && timer) later();
}

if (bell) {
  for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, touched, { passive: true });
  addEventListener("input", () => {
    typed = true; // reloading would lose it
    for (const button of document.querySelectorAll("[data-live-again]")) button.hidden = true;
  });
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) ask();
  });
  later();
}
