"""The list of open and justified items with its form: on its own page, and on the student's."""

from markupsafe import Markup

from registro_attendance.family.permissions import READ_TEXT
from registro_attendance.justifications import wording
from registro_attendance.justifications.access import (
    items_of_page,
    school_party,
    signs_for,
)
from registro_attendance.justifications.forms import WordsForm
from registro_attendance.justifications.items import Item
from registro_attendance.justifications.locked import locked_text
from registro_attendance.justifications.states import LABELS, Act, Party, State, may
from registro_attendance.own_children import kin
from registro_attendance.reasons import LABELS as REASONS
from registro_core.api import Request, StudentContext, markup, page_of

TEMPLATE = "registro_attendance:justifications/templates/panel.pt"
PAGE_SIZE = 20


def panel(
    request: Request,
    context: StudentContext,
    *,
    form: WordsForm | None = None,
    ticked: list[str] | None = None,
    items: list[Item] | None = None,
) -> Markup:
    """Markup of the items of the student of the page.

    :param form: the form as it came back with errors, so that nothing typed is lost.
    :param ticked: keys of the items chosen in it; None: all of them.
    """
    items = items_of_page(request, context.student.id) if items is None else items
    family = signs_for(request, context)
    school = school_party(request, context)
    party = Party.FAMILY if family else school
    closed = [item for item in items if not item.is_open]
    page = page_of(request, len(closed), PAGE_SIZE)
    return markup(
        request,
        TEMPLATE,
        student=context.student,
        path=f"/students/{context.student.id}/justifications",
        open_items=[item for item in items if item.is_open and not item.locked],
        locked_items=[item for item in items if item.is_open and item.locked],
        locked_text=locked_text(party or Party.FAMILY),
        closed_items=closed[page.offset : page.offset + page.size],
        page=page,
        family=family,
        school=school,
        may_change=lambda item: _may(item, Act.EDIT, party),
        may_decide=lambda item: _may(item, Act.VALIDATE, school),
        waits=lambda item: item.state is State.JUSTIFIED_BY_FAMILY,
        may_reopen=lambda item: _may(item, Act.REOPEN, school),
        reads_text=family or _reads_text(request, context),
        form=form or WordsForm(request, data={"reason": "family"}),
        ticked=ticked,
        **words(request),
    )


def _reads_text(request: Request, context: StudentContext) -> bool:
    """What families write is for the head's office (J5), but not about its own child."""
    own = context.student.id in kin(request)
    return not own and request.allows(READ_TEXT.name, context)


def _may(item: Item, act: Act, party: Party | None) -> bool:
    return party is not None and not item.locked and may(item.state, act, party)


def words(request: Request) -> dict[str, object]:
    """What the templates of justifications call things."""
    return {
        "names": wording.NAMES,
        "titles": wording.TITLES,
        "looks": wording.LOOKS,
        "when": lambda item: wording.when(request, item),
        "states": LABELS,
        "reasons": REASONS,
    }
