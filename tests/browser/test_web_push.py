"""A real browser takes the service worker under our policy, and shows what it is sent."""

import json

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.once]

SCOPE = "/web-push/"
SAID = {"title": "Istituto di prova", "body": "Nuova assenza", "link": "/students/1", "tag": "t"}
REGISTERED = f"navigator.serviceWorker.getRegistration('{SCOPE}')"


@pytest.fixture(scope="session")
def enabled_plugins():
    return ("web_push",)


class Tools:
    """The browser's own tools: they know its service workers, and hand them messages."""

    def __init__(self, page):
        self.page = page
        self.found = []
        self.session = page.context.new_cdp_session(page)
        self.session.on("ServiceWorker.workerRegistrationUpdated", self.note)
        self.session.send("ServiceWorker.enable")

    def note(self, told):
        self.found += told["registrations"]

    def push(self, said):
        """Hand a message to the worker, as the browser does when one comes."""
        message = {
            "origin": self.page.evaluate("origin"),
            "registrationId": self.found[-1]["registrationId"],
            "data": json.dumps(said),
        }
        self.session.send("ServiceWorker.deliverPushMessage", message)


# Of a browser's maker, who cannot be reached here: gives an address to who asks as one must.
MAKER = """
const given = {
  endpoint: "https://fcm.googleapis.com/fcm/send/trial",
  keys: {
    p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  },
};
const subscription = { ...given, toJSON: () => given, unsubscribe: async () => true };
PushManager.prototype.getSubscription = async () => localStorage.subscribed ? subscription : null;
PushManager.prototype.subscribe = async (asked) => {
  if (!asked.userVisibleOnly || asked.applicationServerKey.length !== 65) throw new TypeError();
  localStorage.subscribed = "yes";
  return subscription;
};
"""


def test_turned_on_it_shows_a_message_opens_only_our_pages_and_ends_with_signing_out(site):
    page = site.page("mamma", 390, permissions=["notifications"])
    page.add_init_script(MAKER)
    page.goto("/account/notices")
    tools = Tools(page)
    page.get_by_role("button", name="Attiva su questo dispositivo").click()
    page.get_by_text("Le notifiche arrivano anche su questo dispositivo.").wait_for()
    page.get_by_text("Su questo dispositivo le notifiche sono attive.").wait_for()
    assert page.locator("[data-web-push-here]").inner_text() == "questo"
    assert not page.get_by_role("button", name="Attiva su questo dispositivo").is_visible()
    here = page.evaluate("origin")
    active = page.evaluate(f"{REGISTERED}.then((it) => [it.scope, it.active.state])")
    assert active == [here + SCOPE, "activated"]

    tools.push(SAID)
    notifications = f"{REGISTERED}.then((it) => it.getNotifications())"
    page.wait_for_function(f"() => {notifications}.then((all) => all.length)")
    shown = page.evaluate(
        f"{notifications}"
        ".then((all) => all.map((one) => [one.title, one.body, one.tag, one.data.link]))"
    )
    assert shown == [[SAID["title"], SAID["body"], SAID["tag"], SAID["link"]]]

    (worker,) = page.context.service_workers
    assert worker.evaluate("pageOf('/students/1?day=2#x')") == f"{here}/students/1?day=2#x"
    elsewhere = ("//evil.example", "https://evil.example/x", "/\\evil.example", "javascript:1")
    for odd in (*elsewhere, None, 7):
        assert worker.evaluate("pageOf", odd) == f"{here}/notices", odd

    page.locator(".r-account summary").click()
    page.get_by_role("button", name="Esci").click()
    page.get_by_text("Sei uscito dal registro.").wait_for()
    assert page.evaluate(f"{REGISTERED}.then((it) => it === undefined)")
    assert site.complaints == []
