"""The gateway's callback, from the address that brought it to the person who comes in."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from registro_spid_auth.asking import receiving
from registro_spid_auth.asking.receiving import Desk, Identified
from registro_spid_auth.asking.responses import idp_code
from registro_spid_auth.asking.sending import Wanted
from registro_spid_auth.asking.services import Proved, Waiting, hash_browser, remember
from registro_spid_auth.gateway import Callback, Gateway, read_callback
from registro_spid_auth.kinds import Connector, Purpose
from registro_spid_auth.saml.errors import IdpError, Refused


def depart(
    session: Session,
    gateway: Gateway,
    redirect_uri: str,
    wanted: Wanted,
    browser: str,
    now: datetime,
) -> str:
    """Make a request, keep it, and return the address of the gateway that it leads to."""
    confirming = wanted.purpose is Purpose.CONFIRM
    begun = gateway.begin(redirect_uri, again=confirming)
    remember(
        session,
        Waiting(
            id=begun.state,
            connector=Connector.GATEWAY,
            provider=gateway.settings.issuer,
            purpose=wanted.purpose,
            asked_at=now,
            level=wanted.level,
            comparison="",
            browser_hash=hash_browser(browser),
            back=wanted.back,
            message=begun.url,
            secrets={"nonce": begun.nonce, "code_verifier": begun.code_verifier},
        ),
    )
    return begun.url


def receive(
    desk: Desk, gateway: Gateway, redirect_uri: str, fields: Iterable[tuple[str, str]]
) -> Proved | receiving.Refused:
    """Receive a callback: who comes in, or why not. Whatever it was, it is logged.

    The call to the gateway is made between transactions, not inside one.
    """
    try:
        callback = read_callback(fields)
    except Refused as error:
        return receiving.turn_away(desk, error.code, b"")
    waiting = receiving.take(desk, callback.state)
    if waiting is None:
        return receiving.turn_away(desk, "unsolicited", b"")
    token: bytes = b""
    try:
        token = _token(desk, gateway, redirect_uri, waiting, callback)
        who = _identified(desk, gateway, waiting, token)
    except IdpError as error:
        return receiving.refuse(desk, waiting, idp_code(error), _evidence(token))
    except Refused as error:
        return receiving.refuse(desk, waiting, error.code, _evidence(token))
    return receiving.let_in(desk, waiting, who, _evidence(token))


def _token(
    desk: Desk, gateway: Gateway, redirect_uri: str, waiting: Waiting, callback: Callback
) -> bytes:
    if not receiving.of_this_browser(desk, waiting.browser_hash):
        raise Refused("other-browser")
    code = callback.code_from(gateway.settings.issuer)
    return gateway.exchange(redirect_uri, code, waiting.secrets["code_verifier"])


def _identified(desk: Desk, gateway: Gateway, waiting: Waiting, token: bytes) -> Identified:
    confirming = waiting.purpose is Purpose.CONFIRM
    since = waiting.asked_at if confirming else None
    found = gateway.identify(token, waiting.secrets["nonce"], desk.now, since)
    if found.level < waiting.level:
        raise Refused("level")
    return Identified(
        codice_fiscale=found.codice_fiscale,
        surname=found.surname,
        given_name=found.given_name,
        birth_date=found.birth_date,
        level=found.level,
    )


def _evidence(token: bytes) -> dict[str, str | None]:
    """The id_token as it came: believed or not, it is what the gateway said."""
    return {"response": token.decode("ascii", "replace")} if token else {}
