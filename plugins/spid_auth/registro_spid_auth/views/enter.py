"""The last step: the session is opened, or confirmed, by the browser's own request (RS-15)."""

from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registro_core.api import (
    AccountDisabled,
    Actor,
    Change,
    HTTPSeeOther,
    OtherPerson,
    Request,
    confirm_person,
    record_change,
    sign_in_person,
    transactions,
)
from registro_spid_auth.asking.services import Proved, same_browser, take_arrival
from registro_spid_auth.kinds import Connector, Purpose
from registro_spid_auth.linking.services import Refusal
from registro_spid_auth.models import ForeignSession
from registro_spid_auth.state import state_of
from registro_spid_auth.views.browser import browser_of
from registro_spid_auth.views.errors import SIGN_IN, refusal

if TYPE_CHECKING:
    from pyramid.response import Response


def enter(request: Request) -> "Response":
    """GET: open the session of who has just proved who they are, once, in the browser that began.

    A redirect led here, and a redirect cannot lead to a POST; what makes it harmless is that the
    arrival is used up, and good for two minutes in one browser.
    """
    # read before the transaction that writes
    identity = request.identity
    with transactions(request)() as session:
        proved = take_arrival(session, request.GET.get("id", ""), request.now)
        if proved is not None and _is_here(request, proved):
            return _open(request, session, proved)
    if identity is not None:
        # the page was loaded again: they are in
        return HTTPSeeOther("/")
    return refusal(request, Connector.SPID, "other-browser" if proved else "unsolicited")


def _is_here(request: Request, proved: Proved) -> bool:
    binding = state_of(request).configuration.browser_binding
    return not binding or same_browser(proved.browser_hash, browser_of(request))


def _open(request: Request, session: Session, proved: Proved) -> "Response":
    response = HTTPSeeOther(proved.back)
    act = confirm_person if proved.purpose is Purpose.CONFIRM else sign_in_person
    try:
        session_hash = act(
            request, response, proved.person_id, proved.connector.value, proved.level, session
        )
    except AccountDisabled:
        return _refused(request, session, proved, Refusal.DISABLED, SIGN_IN)
    except OtherPerson:
        return _refused(request, session, proved, Refusal.OTHER_PERSON, proved.back)
    _remember(session, proved, session_hash)
    return response


def _remember(session: Session, proved: Proved, session_hash: str) -> None:
    """Keep by what name the provider will speak of this session (LO-3)."""
    # who confirms has a session that an earlier word may have opened
    session.execute(delete(ForeignSession).where(ForeignSession.session_hash == session_hash))
    if proved.name_id:
        session.add(
            ForeignSession(
                session_hash=session_hash,
                connector=proved.connector,
                provider=proved.provider,
                name_id=proved.name_id,
                name_qualifier=proved.name_qualifier,
                session_index=proved.session_index,
            )
        )


def _refused(
    request: Request, session: Session, proved: Proved, why: Refusal, back: str
) -> "Response":
    after = {"method": proved.connector.value, "why": why.value, "person_id": proved.person_id}
    change = Change("spid_auth.sign-in.refused", "person", proved.person_id, after=after)
    record_change(session, Actor(None, request.address, request.id), change, request.now)
    return refusal(request, proved.connector, why.value, back)
