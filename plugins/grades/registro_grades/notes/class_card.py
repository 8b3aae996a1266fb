"""The ways from a class to its notes, observations and procedures."""

from registro_core.api import Card, ClassContext, Permission, Request, Text, markup
from registro_grades import _
from registro_grades.notes.permissions import READ_NOTES, WRITE_NOTES
from registro_grades.observations.permissions import OBSERVATIONS
from registro_grades.procedures.permissions import READ_PROCEDURES

TEMPLATE = "registro_grades:notes/templates/class_card.pt"

WAYS: tuple[tuple[str, Text, Permission], ...] = (
    ("notes", _("Note disciplinari"), READ_NOTES),
    ("notes/new", _("Scrivi una nota"), WRITE_NOTES),
    ("observations", _("Osservazioni"), OBSERVATIONS),
    ("procedures", _("Procedimenti disciplinari"), READ_PROCEDURES),
)


def class_cards(request: Request, school_class: ClassContext) -> list[Card]:
    """A card on a class's page, with the pages that the person signed in may open."""
    identity = request.identity
    if identity is None:
        return []
    held, class_id = school_class.relations(identity), school_class.school_class.id
    links = [
        (f"/classes/{class_id}/{word}", label)
        for word, label, permission in WAYS
        if not held.isdisjoint(request.grants.get(permission.name, frozenset()))
    ]
    if not links:
        return []
    return [Card(31, "grades-conduct", markup(request, TEMPLATE, links=links))]
