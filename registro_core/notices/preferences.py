"""What a person wants to be told by e-mail, and when: at once, once a day, or not at all."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registro_core.audit.services import Change, record_change
from registro_core.items import Actor, NoticeKind
from registro_core.notices.models import MailChoice, NoticePreference
from registro_core.notices.services import EMAIL


def choice_for(kind: NoticeKind, chosen: MailChoice | None) -> MailChoice:
    """When a kind of notice goes by e-mail to who chose so; None is no choice.

    What is mandatory may wait for the digest, but always goes.
    """
    if chosen in choices_of(kind):
        return MailChoice(chosen)
    return default_of(kind)


def choices_of(kind: NoticeKind) -> tuple[MailChoice, ...]:
    """What may be chosen for a kind."""
    if kind.mandatory:
        return (MailChoice.NOW, MailChoice.DIGEST)
    return (MailChoice.NOW, MailChoice.DIGEST, MailChoice.NEVER)


def default_of(kind: NoticeKind) -> MailChoice:
    """What holds for who never chose."""
    return MailChoice.NOW if kind.mandatory or kind.by_email else MailChoice.NEVER


def choices(session: Session, person_id: int) -> dict[str, MailChoice]:
    """What a person chose, by kind; kinds left at their default are not there."""
    statement = select(NoticePreference.kind, NoticePreference.choice).where(
        NoticePreference.person_id == person_id, NoticePreference.channel == EMAIL
    )
    return dict(session.execute(statement).all())


def choose(
    session: Session,
    actor: Actor,
    kinds: Iterable[NoticeKind],
    wanted: Mapping[str, str],
    now: datetime,
) -> None:
    """Keep when the person acting wants which kinds by e-mail.

    What is not named, or named with what cannot be chosen, stays as it is. Only what differs
    from a kind's default is stored, so that a default may change later for those who never
    chose. Raise ValueError if no person acts.
    """
    if actor.person_id is None:
        raise ValueError("only a person has preferences")
    before = choices(session, actor.person_id)
    known = {kind.name: kind for kind in kinds}
    after = {name: choice for name, choice in before.items() if name not in known}
    for name, kind in known.items():
        asked = wanted.get(name)
        made = choice_for(kind, before.get(name))
        if asked in choices_of(kind):
            made = MailChoice(asked)
        if made is not default_of(kind):
            after[name] = made
    if after != before:
        _store(session, actor.person_id, after)
        change = Change("notices.preferences.changed", "person", actor.person_id, before, after)
        record_change(session, actor, change, now)


def _store(session: Session, person_id: int, after: Mapping[str, MailChoice]) -> None:
    session.execute(
        delete(NoticePreference).where(
            NoticePreference.person_id == person_id, NoticePreference.channel == EMAIL
        )
    )
    session.add_all(
        NoticePreference(person_id=person_id, kind=name, channel=EMAIL, choice=choice)
        for name, choice in after.items()
    )
    session.flush()
