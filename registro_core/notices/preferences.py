"""What a person wants to be told by e-mail."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registro_core.audit.services import Change, record_change
from registro_core.items import Actor, NoticeKind
from registro_core.notices.models import NoticePreference
from registro_core.notices.services import EMAIL


def wants(kind: NoticeKind, chosen: bool | None) -> bool:
    """Whether a kind of notice goes by e-mail to who chose so; None is no choice."""
    if kind.mandatory:
        return True
    return kind.by_email if chosen is None else chosen


def choices(session: Session, person_id: int) -> dict[str, bool]:
    """What a person chose, by kind; kinds left at their default are not there."""
    statement = select(NoticePreference.kind, NoticePreference.wanted).where(
        NoticePreference.person_id == person_id, NoticePreference.channel == EMAIL
    )
    return dict(session.execute(statement).all())


def choose(
    session: Session,
    actor: Actor,
    kinds: Iterable[NoticeKind],
    wanted: AbstractSet[str],
    now: datetime,
) -> None:
    """Keep which kinds the person acting wants by e-mail; mandatory ones stay as they are.

    Only what differs from a kind's default is stored, so that a default may
    change later for those who never chose.
    """
    if actor.person_id is None:
        raise ValueError("only a person has preferences")
    before = choices(session, actor.person_id)
    free = {kind.name: kind for kind in kinds if not kind.mandatory}
    after = {
        name: name in wanted for name, kind in free.items() if (name in wanted) is not kind.by_email
    }
    if after == {name: choice for name, choice in before.items() if name in free}:
        return
    _store(session, actor.person_id, free, after)
    change = Change("notices.preferences.changed", "person", actor.person_id, before, after)
    record_change(session, actor, change, now)


def _store(
    session: Session, person_id: int, free: Mapping[str, NoticeKind], after: Mapping[str, bool]
) -> None:
    session.execute(
        delete(NoticePreference).where(
            NoticePreference.person_id == person_id,
            NoticePreference.channel == EMAIL,
            NoticePreference.kind.in_(free),
        )
    )
    session.add_all(
        NoticePreference(person_id=person_id, kind=name, channel=EMAIL, wanted=choice)
        for name, choice in after.items()
    )
    session.flush()
