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


def test_the_worker_registers_shows_a_message_and_opens_only_our_pages(site):
    page = site.page("mamma", 390, permissions=["notifications"])
    page.goto("/account/notices")
    tools = Tools(page)
    page.get_by_role("button", name="Attiva su questo dispositivo").click()
    # here no browser's maker gives an address; all before it went well
    page.get_by_text("Non è riuscito").wait_for()
    active = page.evaluate(f"{REGISTERED}.then((it) => [it.scope, it.active.state])")
    assert active == [page.evaluate("origin") + SCOPE, "activated"]
    assert [one for one in site.complaints if "Content Security Policy" in one] == []

    tools.push(SAID)
    page.wait_for_function(
        f"() => {REGISTERED}.then((it) => it.getNotifications()).then((all) => all.length)"
    )
    shown = page.evaluate(
        f"{REGISTERED}.then((it) => it.getNotifications())"
        ".then((all) => all.map((one) => [one.title, one.body, one.tag, one.data.link]))"
    )
    assert shown == [[SAID["title"], SAID["body"], SAID["tag"], SAID["link"]]]

    (worker,) = page.context.service_workers
    here = page.evaluate("origin")
    assert worker.evaluate("pageOf('/students/1?day=2#x')") == f"{here}/students/1?day=2#x"
    for odd in (
        "//evil.example",
        "https://evil.example/x",
        "/\\evil.example",
        "javascript:1",
        None,
        7,
    ):
        assert worker.evaluate("pageOf", odd) in {f"{here}/notices", f"{here}/"}, odd
