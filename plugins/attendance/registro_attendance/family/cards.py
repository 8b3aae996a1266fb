"""The family's home page: where each child is, what is to be done, and quick actions."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from registro_attendance import _
from registro_attendance.family.now import statuses, students_now
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
    Identity,
    Request,
    Text,
    is_adult,
    markup,
)

TEMPLATES = "registro_attendance:family/templates/"
HUES = ("a", "b")

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


@dataclass(frozen=True)
class Child:
    """A student on the home page of who answers for them, or of themselves."""

    id: int
    name: str
    birth_date: date | None
    enabled: bool
    class_id: int
    class_name: str
    year_starts_on: date
    hue: str


def children(request: Request, identity: Identity) -> list[Child]:
    """Who the person signed in answers for, and themselves as a student: by name."""
    ids = set(identity.wards)
    if identity.relations.own_classes:
        ids.add(identity.person_id)
    if not ids:
        return []
    return [
        Child(
            row.id,
            row.given_name,
            row.birth_date,
            row.may_self_justify is not False,
            row.class_id,
            row.class_name,
            row.year_starts_on,
            HUES[n % len(HUES)],
        )
        for n, row in enumerate(students_now(request.dbsession, ids, request.today))
    ]


def home_cards(request: Request) -> list[Card]:
    """The cards of families and students; none for others."""
    identity = request.identity
    if identity is None:
        return []
    found = children(request, identity)
    if not found:
        return []
    return [_status_card(request, found), *_todo_card(request, found)]


def _status_card(request: Request, found: list[Child]) -> Card:
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


def _signs(request: Request, child: Child) -> bool:
    adult = is_adult(child.birth_date, request.today)
    student = Student(child.id, adult, child.enabled)
    return may_family_sign(request, policy_of(request.school_settings), student)


def _todo_card(request: Request, found: list[Child]) -> list[Card]:
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
