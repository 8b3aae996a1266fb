"""A real browser before a real server: what only a browser knows (CSP, width, keyboard)."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import waitress
from playwright.sync_api import Browser, Page
from waitress import wasyncore

from registro_core.accounts.sessions import cookie_name
from registro_core.testing import TestSchool


@dataclass
class Site:
    """A school served on a port, and pages of it in the browser."""

    school: TestSchool
    browser: Browser
    port: int
    # what the browser complained about: CSP violations, script errors, failed requests
    complaints: list[str] = field(default_factory=list)

    def page(self, username: str | None, width: int = 1280, **options: Any) -> Page:
        """A new window of a width in px, in which somebody is signed in (None: nobody)."""
        context = self.browser.new_context(
            base_url=f"http://localhost:{self.port}",
            viewport={"width": width, "height": 844},
            locale="it-IT",
            **options,
        )
        if username is not None:
            signed_in = self.school.as_(username)
            name = cookie_name(secure=False)
            value = signed_in.cookies[name]
            url = f"http://localhost:{self.port}"
            context.add_cookies([{"name": name, "value": value, "url": url}])
        page = context.new_page()
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)


def _on_any_port(application: Any) -> Any:
    """Say the Host that the register expects, and lead its redirects to the port of the test."""

    def wsgi(environ: dict[str, Any], start_response: Any) -> Any:
        here = f"http://localhost:{environ['SERVER_PORT']}/"

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            led = [
                (name, value.replace("http://localhost/", here, 1) if name == "Location" else value)
                for name, value in headers
            ]
            return start_response(status, led, *rest)

        said = {"HTTP_HOST": "localhost:80"}
        if environ.get("HTTP_ORIGIN") == here.rstrip("/"):
            said["HTTP_ORIGIN"] = "http://localhost"
        return application({**environ, **said}, start)

    return wsgi


@pytest.fixture
def site(school: TestSchool, chromium: Browser) -> Iterator[Site]:
    """The school of the test, served for real."""
    server = waitress.create_server(
        _on_any_port(school.application.wsgi), host="127.0.0.1", port=0, threads=2
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    made = Site(school, chromium, server.effective_port)
    yield made
    for context in chromium.contexts:
        context.close()
    # in its own thread: a loop that waits for sockets fails when others close them
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    thread.join(timeout=5)
    assert not thread.is_alive()
    server.task_dispatcher.shutdown()
