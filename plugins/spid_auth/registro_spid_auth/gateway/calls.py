"""Calls to the gateway: short, over TLS, no redirects, of whatever comes back only so much."""

import json
from time import monotonic
from typing import Any

import requests
from requests.auth import AuthBase

from registro_spid_auth.saml.errors import Refused

# Seconds to connect, to wait for the next bytes, and for all: somebody is waiting at the browser.
TIMEOUT = (5, 10)
PATIENCE = 20
ANSWER_LIMIT = 200_000


def fetch_json(url: str) -> dict[str, Any]:
    """Return the JSON object at an address.  Raises `Refused`: `gateway-unreachable`, `gateway-answer`."""
    return _object_of("GET", url)


def post_form(url: str, fields: dict[str, str], auth: AuthBase | None) -> dict[str, Any]:
    """Send a form and return the JSON object that answers it.  Raises as `fetch_json`."""
    return _object_of("POST", url, data=fields, auth=auth)


def _object_of(method: str, url: str, **arguments: Any) -> dict[str, Any]:
    status, body = _answer(method, url, **arguments)
    # what an error says may hold what was sent: only its number goes on
    if status != requests.codes.ok:
        raise Refused("gateway-answer", f"{url} answers {status}")
    try:
        found = json.loads(body)
    except ValueError:
        raise Refused("gateway-answer", f"{url} answers no JSON") from None
    if not isinstance(found, dict):
        raise Refused("gateway-answer", f"{url} answers no object")
    return found


def _answer(method: str, url: str, **arguments: Any) -> tuple[int, bytes]:
    try:
        # Each call has a session of its own: nothing of one person's is there for the next.
        with requests.request(
            method,
            url,
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
            headers={"Accept": "application/json"},
            **arguments,
        ) as response:
            return response.status_code, _limited(url, response)
    except requests.RequestException as error:
        raise Refused("gateway-unreachable", f"{url}: {type(error).__name__}") from None


def _limited(url: str, response: requests.Response) -> bytes:
    body, started = b"", monotonic()
    for chunk in response.iter_content(16_384):
        body += chunk
        if len(body) > ANSWER_LIMIT:
            raise Refused("gateway-answer", f"{url} answers too much")
        if monotonic() - started > PATIENCE:
            raise Refused("gateway-unreachable", f"{url}: too slow")
    return body
