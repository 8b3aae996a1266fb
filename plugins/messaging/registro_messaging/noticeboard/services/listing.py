"""All circulars, for who writes them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from registro_messaging.noticeboard.models import Circular, CircularState


@dataclass(frozen=True)
class ListRow:
    """A circular in the list of all."""

    id: int
    number: int | None
    title: str
    state: CircularState
    created_at: datetime
    published_at: datetime | None


def latest(session: Session, offset: int, size: int) -> list[ListRow]:
    """Drafts first, then the newest: one statement."""
    rows = session.execute(
        select(
            Circular.id,
            Circular.number,
            Circular.title,
            Circular.state,
            Circular.created_at,
            Circular.published_at,
        )
        .order_by(case((Circular.state == CircularState.DRAFT, 0), else_=1), Circular.id.desc())
        .offset(offset)
        .limit(size)
    )
    return [ListRow(*row) for row in rows]


def count(session: Session) -> int:
    """How many there are."""
    return session.scalar(select(func.count(Circular.id))) or 0
