"""The ways from a class to its marks."""

from registro_core.api import Card, ClassContext, Request, TeachingKind, markup
from registro_grades.contexts import as_the_school_lets
from registro_grades.permissions import CLASS

TEMPLATE = "registro_grades:register/templates/class_card.pt"


def class_cards(request: Request, school_class: ClassContext) -> list[Card]:
    """A card on a class's page for who sees all its marks, or assesses in it."""
    identity = request.identity
    if identity is None:
        return []
    held = as_the_school_lets(request, school_class.relations(identity))
    sees_all = not held.isdisjoint(request.grants.get(CLASS.name, frozenset()))
    class_id = school_class.school_class.id
    teaches = any(
        each.class_id == class_id and each.kind is not TeachingKind.SUPPORT
        for each in identity.teachings
    )
    if not sees_all and not teaches:
        return []
    html = markup(request, TEMPLATE, class_id=class_id, sees_all=sees_all, teaches=teaches)
    return [Card(30, "grades", html)]
