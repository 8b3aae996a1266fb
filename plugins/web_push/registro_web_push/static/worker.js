// Shows what the school sends to this browser, and opens the item that was touched.
// It keeps nothing, stands before no page and asks the server nothing.

function read(event) {
  try {
    return event.data.json();
  } catch {
    return {}; // a browser that shows nothing for a message takes the permission away
  }
}

// Always a page of the register, whatever the message says.
function pageOf(link) {
  const inbox = new URL("/notices", self.location.origin);
  try {
    const page = new URL(typeof link === "string" ? link : "", inbox);
    return page.origin === inbox.origin ? page.href : inbox.href;
  } catch {
    return inbox.href;
  }
}

self.addEventListener("push", (event) => {
  const said = read(event);
  const shown = {
    body: said.body ?? "",
    tag: said.tag ?? "registro", // a correction takes the place of what it corrects
    timestamp: said.at,
    data: { link: said.link },
  };
  event.waitUntil(self.registration.showNotification(said.title ?? "Registro", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(pageOf(event.notification.data?.link)));
});

self.addEventListener("install", () => self.skipWaiting());
