"""Signing in at the demo provider: a page to choose on, and the answer that goes to the register."""

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from registro_core.api import HTTPBadRequest, HTTPSeeOther, Request, demo_people
from registro_spid_auth.demo_idp.asked import Carried, arriving, carried, has_message
from registro_spid_auth.demo_idp.desk import ProviderDesk, desk_of, send_answer
from registro_spid_auth.demo_idp.forms import ChoiceForm, OtherForm
from registro_spid_auth.demo_idp.identities import STRANGER, WHO, Known, anomalies, known
from registro_spid_auth.demo_idp.session import OpenSession, remember
from registro_spid_auth.issuing.answers import Answer, signed_answer, signed_error
from registro_spid_auth.issuing.reading import SignInWanted, read_sign_in
from registro_spid_auth.saml.bindings import Message
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.messages import Comparison

if TYPE_CHECKING:
    from pyramid.response import Response

HIGHEST = 3
CHOICE = re.compile(r"(person|error)-(\d{1,9})", re.ASCII)


def choose(request: Request) -> "dict[str, object] | Response":
    """GET or POST with a request of the register: whom to be, or how it shall go wrong."""
    desk = desk_of(request)
    if request.method == "GET" and not has_message(request):
        return HTTPSeeOther(f"/demo-idp/{desk.connector}")
    came = arriving(request)
    _message, wanted = _read(request, desk, came)
    return _page(request, desk, came, wanted)


def answer(request: Request) -> "dict[str, object] | Response":
    """POST with the choice: an answer signed by the provider goes to the register."""
    desk, came = desk_of(request), carried(request)
    message, wanted = _read(request, desk, came)
    choice = request.POST.get("choice", "")
    if choice == "other":
        form = OtherForm(request)
        if not form.validate():
            request.response.status_int = HTTPStatus.UNPROCESSABLE_ENTITY
            return _page(request, desk, came, wanted, form)
        return _come_in(request, desk, message, wanted, form.known())
    if choice == "stranger":
        return _come_in(request, desk, message, wanted, STRANGER)
    kind, number = _chosen(choice)
    if kind == "person":
        return _come_in(request, desk, message, wanted, _person(request, number))
    if number not in anomalies(desk.connector):
        raise HTTPBadRequest("no such anomaly")
    failed = signed_error(desk.issuer, _answer_to(request, desk, wanted), number)
    return send_answer(request, desk, message, failed)


def level_of(connector: str, wanted: SignInWanted) -> int:
    """Return the level to come in at: what was asked, with CIE the card itself where it may be."""
    if wanted.comparison is Comparison.MAXIMUM:
        return wanted.level
    if wanted.comparison is Comparison.BETTER:
        return min(wanted.level + 1, HIGHEST)
    return HIGHEST if connector == "cie" else wanted.level


def _read(request: Request, desk: ProviderDesk, came: Carried) -> tuple[Message, SignInWanted]:
    """Read a request of the register, which a provider believes only if it is signed."""
    try:
        message = came.read()
        return message, read_sign_in(message, desk.register, desk.issuer.sso_url, request.now)
    except Refused as error:
        # its users are developers: they may know why
        raise HTTPBadRequest(f"the demo provider refuses this request: {error.code}") from error


def _page(
    request: Request,
    desk: ProviderDesk,
    came: Carried,
    wanted: SignInWanted,
    form: OtherForm | None = None,
) -> dict[str, object]:
    return {
        "connector": desk.connector,
        "name": desk.issuer.name,
        "level": wanted.level,
        "people": [(each, WHO[each.username]) for each in demo_people(request.dbsession)],
        "anomalies": anomalies(desk.connector),
        "choice": ChoiceForm(request, data=vars(came)),
        "form": form or OtherForm(request, data=vars(came)),
    }


def _chosen(choice: object) -> tuple[str, int]:
    found = CHOICE.fullmatch(choice) if isinstance(choice, str) else None
    if not found:
        raise HTTPBadRequest("no such choice")
    return found[1], int(found[2])


def _person(request: Request, person_id: int) -> Known:
    for person in demo_people(request.dbsession):
        if person.person_id == person_id:
            return known(person)
    raise HTTPBadRequest("nobody of the demo school")


def _answer_to(
    request: Request, desk: ProviderDesk, wanted: SignInWanted, who: Known | None = None
) -> Answer:
    return Answer(
        audience=desk.register.entity_id,
        acs_url=desk.register.acs_url,
        request_id=wanted.id,
        now=request.now,
        level=level_of(desk.connector, wanted),
        attributes=who.attributes(wanted.attributes) if who else {},
    )


def _come_in(
    request: Request, desk: ProviderDesk, message: Message, wanted: SignInWanted, who: Known
) -> "Response":
    said = _answer_to(request, desk, wanted, who)
    response = send_answer(request, desk, message, signed_answer(desk.issuer, said))
    session = OpenSession(who.name, said.name_id, said.session_index)
    remember(response, desk.connector, session)
    return response
