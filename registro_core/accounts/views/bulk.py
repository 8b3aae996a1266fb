"""The office's list of accesses: a class, all teachers; links by mail and letters for the rest."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config

from registro_core import _
from registro_core.accounts import giving, standing
from registro_core.accounts.standing import Selection, State, Who
from registro_core.accounts.views import answers
from registro_core.accounts.views.confirm import confirm_url
from registro_core.accounts.views.credentials import giver_of, letters_page
from registro_core.numbers import whole_number
from registro_core.permissions import CREDENTIALS
from registro_core.web.paging import page_of

if TYPE_CHECKING:
    from typing import TypeVar

    from registro_core.request import Request

    Choice = TypeVar("Choice", bound=StrEnum)

WHO = {
    Who.STUDENTS: _("Studenti"),
    Who.GUARDIANS: _("Genitori e tutori"),
    Who.TEACHERS: _("Docenti"),
    Who.STAFF: _("Dirigenza e personale"),
}
STATES = {
    State.NOTHING: _("Senza invito"),
    State.WAITING: _("Invito in corso"),
    State.ACTIVE: _("Attivi"),
}


@view_config(
    route_name="accounts.bulk",
    permission=CREDENTIALS.name,
    request_method="GET",
    renderer="registro_core:accounts/templates/bulk.pt",
)
def show(request: "Request") -> dict[str, object]:
    """The people chosen, with how far each has come."""
    session, selection = request.dbsession, _selection(request)
    total = standing.count(session, selection, request.today, request.now)
    page = page_of(request, total)
    return {
        "selection": selection,
        "classes": standing.class_choices(session, request.today),
        "page": page,
        "people": standing.standings(
            session, selection, request.today, request.now, page.size, page.offset
        ),
        "undelivered": standing.undelivered(session),
        "who": WHO,
        "states": STATES,
        "most": giving.MOST_AT_ONCE,
    }


@view_config(route_name="accounts.bulk", permission=CREDENTIALS.name, request_method="POST")
def give(request: "Request") -> Any:
    """Mail links to those chosen who have a mailbox, or print letters for the others or for all.

    Only for who has no password yet, and at most `MOST_AT_ONCE` each time.
    """
    back = request.path_qs
    if not request.recently_authenticated():
        # back to the same choice of people
        return HTTPSeeOther(confirm_url(request, back))
    how, selection = answers.typed(request, "how"), _selection(request)
    if how not in {"mail", "print", "print-all"} or selection.state is State.ACTIVE:
        raise HTTPBadRequest
    people = _to_give(request, selection, how)
    if not people:
        request.flash(_("Non c’è nessuno a cui darlo."), "info")
        return HTTPSeeOther(back)
    giver = giver_of(request)
    if how != "mail":
        return letters_page(request, giving.write_letters(request.dbsession, giver, people))
    sent = giving.mail_links(request.dbsession, giver, people)
    request.flash(_("Link in partenza: ${count}.", mapping={"count": sent}))
    return HTTPSeeOther(back)


def _to_give(request: "Request", selection: Selection, how: str) -> list[int]:
    wanted = Selection(selection.who, selection.class_id, selection.state or State.NOTHING)
    # 5,000 people at most are looked at: a school has fewer
    found = standing.standings(request.dbsession, wanted, request.today, request.now, 5000)
    chosen = [
        person.person_id
        for person in found
        if person.enabled and (how == "print-all" or person.has_mailbox is (how == "mail"))
    ]
    return chosen[: giving.MOST_AT_ONCE]


def _selection(request: "Request") -> Selection:
    return Selection(
        who=_choice(Who, request.GET.get("who")) or Who.STUDENTS,
        class_id=whole_number(request.GET.get("class", "")),
        state=_choice(State, request.GET.get("state")),
    )


def _choice(choices: "type[Choice]", value: str | None) -> "Choice | None":
    return next((choice for choice in choices if choice.value == value), None)
