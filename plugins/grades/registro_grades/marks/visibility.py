"""Who sees a mark, in which state it is (G9, G10)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_, true

from registro_grades.models import Code, Mark


class Viewer(StrEnum):
    """How the person who looks stands to a mark."""

    # The student and those who answer for them: what is published, and what was withdrawn since.
    FAMILY = "family"
    # Coordinator, head, support teacher, council where enabled: all but drafts, which are the
    # teacher's own affair.
    COUNCIL = "council"
    # Who assesses in the subject: everything.
    TEACHER = "teacher"


class MarkState(StrEnum):
    """Where a mark stands between the teacher and the family."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


def state_of(
    publish_at: datetime | None, cancelled_at: datetime | None, now: datetime
) -> MarkState:
    """The state of a mark at an instant: no job is needed for it to become visible (G9)."""
    if cancelled_at is not None:
        return MarkState.CANCELLED
    if publish_at is None:
        return MarkState.DRAFT
    return MarkState.PUBLISHED if publish_at <= now else MarkState.SCHEDULED


def left_draft() -> ColumnElement[bool]:
    """SQL: whether a mark was ever more than a draft, which is its teacher's own affair."""
    kept = or_(Mark.cancelled_at.is_(None), Mark.publish_at <= Mark.cancelled_at)
    return and_(Mark.publish_at.is_not(None), kept)


def visible(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """SQL: whether a viewer may see a mark; the statement joins `Code` by an outer join.

    What was cancelled before anybody saw it is nobody's affair but the teacher's; what was
    cancelled afterwards stays, as cancelled, with its reason.
    """
    if viewer is Viewer.TEACHER:
        return true()
    if viewer is Viewer.COUNCIL:
        return left_draft()
    shown = or_(Code.id.is_(None), Code.for_family.is_(True))
    return and_(Mark.publish_at <= now, left_draft(), shown)
