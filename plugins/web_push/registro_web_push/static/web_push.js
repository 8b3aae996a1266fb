// Turning notifications on and off in this browser. Without it the list of devices works the same.
const box = document.querySelector("[data-web-push]");
const form = box?.querySelector("[data-web-push-add]");
const WORKER = "/web-push/worker.js";
const SCOPE = "/web-push/";

const able = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function say(name) {
  for (const part of box.querySelectorAll("[data-web-push-say]")) part.hidden = part.dataset.webPushSay !== name;
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

async function current() {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

async function markOf(subscription) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The page is outside of the worker's scope, so `serviceWorker.ready` would never come.
async function worker() {
  const registration = await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
  const fresh = registration.installing ?? registration.waiting;
  if (!registration.active && fresh)
    await new Promise((done) => {
      fresh.addEventListener("statechange", () => fresh.state === "activated" && done());
      if (fresh.state === "activated") done();
    });
  return registration;
}

async function schoolKey() {
  const fields = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  const answer = await fetch(form.dataset.key, { method: "POST", body: fields });
  if (!answer.ok) throw new Error(String(answer.status));
  return bytes((await answer.json()).key);
}

async function turnOn() {
  const registration = await worker();
  const asked = { userVisibleOnly: true, applicationServerKey: await schoolKey() };
  // one that is not in the list was another person's, or signed for with another key
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const { endpoint, keys } = (await registration.pushManager.subscribe(asked)).toJSON();
  form.elements.endpoint.value = endpoint;
  form.elements.p256dh.value = keys.p256dh;
  form.elements.auth.value = keys.auth;
  form.submit();
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  say("waiting");
  try {
    if ((await Notification.requestPermission()) !== "granted") return say("denied");
    await turnOn();
  } catch {
    say("failed");
  }
});

async function showState() {
  const subscription = await current();
  const mark = subscription && (await markOf(subscription));
  const here = mark && box.querySelector(`[data-web-push-device="${mark}"]`);
  if (!here) return say(Notification.permission === "denied" ? "denied" : "off");
  here.querySelector("[data-web-push-here]").hidden = false;
  here.querySelector("form").addEventListener("submit", () => subscription.unsubscribe());
  if (form) form.hidden = true;
  say("on");
}

if (box) {
  if (!able()) say("unable");
  else {
    if (form) form.hidden = false;
    showState().catch(() => say("off"));
  }
}
