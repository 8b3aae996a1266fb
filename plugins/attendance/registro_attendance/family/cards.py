"""The family's home page: where each child is, what is to be done, and quick actions."""

from itertools import groupby

from registro_attendance import _
from registro_attendance.family.now import statuses
from registro_attendance.family.status import Status, Where
from registro_attendance.justifications.access import Student, may_family_sign
from registro_attendance.justifications.forms import WordsForm
from registro_attendance.justifications.items import Item
from registro_attendance.justifications.panel import words
from registro_attendance.justifications.policy import policy_of
from registro_attendance.justifications.reading import items_of
from registro_attendance.locks import Asker
from registro_core.api import (
    Card,
    OwnStudent,
    Request,
    Text,
    is_adult,
    markup,
    own_students,
)

TEMPLATES = "registro_attendance:family/templates/"

# The word, and what goes with the time.
WORDS: dict[Where, tuple[Text, Text, str]] = {
    Where.NO_SCHOOL: (_("Oggi niente scuola"), "", "it-calendar"),
    Where.BEFORE: (_("A scuola più tardi"), _("dalle ${at}"), "it-clock"),
    Where.NOT_TAKEN: (_("Appello non ancora fatto"), "", "it-clock"),
    Where.IN_CLASS: (_("In classe"), _("dalle ${at}"), "it-check-circle"),
    Where.LATE: (_("In ritardo"), _("entrata alle ${at}"), "it-clock"),
    Where.ABSENT: (_("Assente"), _("dalle ${at}"), "it-close-circle"),
    Where.LEFT: (_("Uscita"), _("alle ${at}"), "it-arrow-right-circle"),
    Where.KEPT_IN: (_("A scuola, non in classe"), "", "it-info-circle"),
    Where.REMOVED: (_("Allontanamento dalle lezioni"), "", "it-info-circle"),
    Where.OUTSIDE: (_("Fuori classe con la scuola"), _("dalle ${at}"), "it-map-marker-circle"),
    Where.OVER: (_("Lezioni finite"), _("alle ${at}"), "it-check-circle"),
}


def home_cards(request: Request) -> list[Card]:
    """The cards of families and students; none for others."""
    identity = request.identity
    if identity is None:
        return []
    found = own_students(request.dbsession, identity, request.today)
    if not found:
        return []
    return [_status_card(request, found), *_todo_card(request, found)]


def _status_card(request: Request, found: list[OwnStudent]) -> Card:
    classes = {child.id: child.class_id for child in found}
    now = statuses(request.dbsession, classes, request.now)
    html = markup(
        request,
        f"{TEMPLATES}status.pt",
        tiles=[(child, now[child.id], *_words(request, now[child.id])) for child in found],
        askers=[child for child in found if _signs(request, child)],
    )
    return Card(0, "attendance-now", html, wide=True)


def _words(request: Request, status: Status) -> tuple[Text, str, str]:
    word, detail, icon = WORDS[status.where]
    if status.at is None or not detail:
        return word, "", icon
    at = request.fmt.time(status.at)
    return word, request.translate(detail).replace("${at}", at), icon


def _signs(request: Request, child: OwnStudent) -> bool:
    adult = is_adult(child.birth_date, request.today)
    student = Student(child.id, adult, child.may_self_justify is not False)
    return may_family_sign(request, policy_of(request.school_settings), student)


def _todo_card(request: Request, found: list[OwnStudent]) -> list[Card]:
    policy = policy_of(request.school_settings)
    items = items_of(
        request.dbsession,
        [child.id for child in found],
        min(child.year_starts_on for child in found),
        policy.certificate_days,
        Asker.family(request.now),
    )
    waiting = sorted((i for i in items if i.is_open and not i.locked), key=_by_student)
    if not waiting:
        return []
    by_child = {i: list(group) for i, group in groupby(waiting, key=_by_student)}
    html = markup(
        request,
        f"{TEMPLATES}todo.pt",
        todos=[
            (child, by_child[child.id], _signs(request, child))
            for child in found
            if child.id in by_child
        ],
        count=len(waiting),
        form=WordsForm(request, data={"reason": "family"}),
        **words(request),
    )
    return [Card(10, "attendance-todo", html)]


def _by_student(item: Item) -> int:
    return item.student_id
