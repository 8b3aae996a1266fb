"""On the lesson page: what was handed out that day, and the way to hand out something."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import or_, select

from registro_core.api import LessonContext, PartError, Request, markup
from registro_materials.cards import target_in
from registro_materials.models import Item, Share
from registro_materials.permissions import CLASS, OWN
from registro_materials.services.visible import of_classes


class HandOutPart:
    """A list to read; writing has a page of its own, which leads back here."""

    key = "materials"
    editable = False
    order = 60

    def __init__(self, request: Request, lesson: LessonContext) -> None:
        """Read nothing yet."""
        self.request = request
        self.lesson = lesson

    def render(self) -> Any:
        """Titles shared from that day; nothing for who may neither read nor hand out here."""
        request, lesson = self.request, self.lesson
        class_id = lesson.school_class.id
        group_id = lesson.group.id if lesson.group else None
        to = target_in(request, class_id, group_id) if request.allows(OWN.name) else None
        rows = self._handed_out() if request.allows(CLASS.name, lesson) else []
        if not rows and to is None:
            return ""
        where = urlencode({"to": to or "", "back": request.path})
        return markup(
            request,
            "registro_materials:templates/part.pt",
            rows=rows,
            new=f"/materials/new?{where}" if to else None,
        )

    def _handed_out(self) -> Sequence[Any]:
        """What was shared with the class or group from that day: one statement."""
        lesson = self.lesson
        here = (
            Share.group_id == lesson.group.id
            if lesson.group
            else or_(*of_classes(frozenset({lesson.school_class.id})))
        )
        statement = (
            select(Item.id, Item.title)
            .join(Share, Share.item_id == Item.id)
            .where(
                here,
                Share.starts_on == lesson.day,
                Share.ended_at.is_(None),
                Item.withdrawn_at.is_(None),
            )
            .distinct()
            .order_by(Item.id)
        )
        return list(self.request.dbsession.execute(statement))

    def validate(self, form: Any) -> Sequence[PartError]:  # noqa: ARG002 - the protocol has it
        """Nothing is typed here."""
        return []

    def apply(self) -> None:
        """Nothing is stored here."""
