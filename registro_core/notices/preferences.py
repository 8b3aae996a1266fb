"""What a person wants to be told by e-mail and other channels, and when."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registro_core.audit.services import Change, record_change
from registro_core.items import Actor, NoticeKind
from registro_core.notices.models import EMAIL, MailChoice, NoticePreference


def choice_for(kind: NoticeKind, chosen: MailChoice | None, channel: str = EMAIL) -> MailChoice:
    """When a kind of notice goes by a channel to who chose so; None is no choice.

    What is mandatory may wait for the digest, but always goes by e-mail.
    """
    if chosen in choices_of(kind, channel):
        return MailChoice(chosen)
    return default_of(kind, channel)


def choices_of(kind: NoticeKind, channel: str = EMAIL) -> tuple[MailChoice, ...]:
    """What may be chosen for a kind: by other channels than e-mail it comes at once or never."""
    if channel != EMAIL:
        return (MailChoice.NOW, MailChoice.NEVER)
    if kind.mandatory:
        return (MailChoice.NOW, MailChoice.DIGEST)
    return (MailChoice.NOW, MailChoice.DIGEST, MailChoice.NEVER)


def default_of(kind: NoticeKind, channel: str = EMAIL) -> MailChoice:
    """What holds for who never chose: what is worth a mail is worth another channel."""
    if kind.in_digest and channel == EMAIL:
        return MailChoice.DIGEST
    return MailChoice.NOW if kind.mandatory or kind.by_email else MailChoice.NEVER


def choices(session: Session, person_id: int, channel: str = EMAIL) -> dict[str, MailChoice]:
    """What a person chose, by kind; kinds left at their default are not there."""
    return all_choices(session, person_id).get(channel, {})


def all_choices(session: Session, person_id: int) -> dict[str, dict[str, MailChoice]]:
    """What a person chose, by channel and kind: one statement."""
    found: dict[str, dict[str, MailChoice]] = {}
    statement = select(
        NoticePreference.channel, NoticePreference.kind, NoticePreference.choice
    ).where(NoticePreference.person_id == person_id)
    for channel, kind, choice in session.execute(statement):
        found.setdefault(channel, {})[kind] = choice
    return found


def choose(
    session: Session,
    actor: Actor,
    kinds: Iterable[NoticeKind],
    wanted: Mapping[str, str],
    now: datetime,
    channel: str = EMAIL,
) -> None:
    """Keep when the person acting wants which kinds by a channel.

    What is not named, or named with what cannot be chosen, stays as it is. Only what differs
    from a kind's default is stored, so that a default may change later for those who never
    chose. Raise ValueError if no person acts.
    """
    if actor.person_id is None:
        raise ValueError("only a person has preferences")
    before = choices(session, actor.person_id, channel)
    known = {kind.name: kind for kind in kinds}
    after = {name: choice for name, choice in before.items() if name not in known}
    for name, kind in known.items():
        asked = wanted.get(name)
        made = choice_for(kind, before.get(name), channel)
        if asked in choices_of(kind, channel):
            made = MailChoice(asked)
        if made is not default_of(kind, channel):
            after[name] = made
    if after != before:
        _store(session, actor.person_id, channel, after)
        record_change(session, actor, _change(actor.person_id, channel, before, after), now)


def _change(
    person_id: int,
    channel: str,
    before: Mapping[str, MailChoice],
    after: Mapping[str, MailChoice],
) -> Change:
    """Of another channel than e-mail its name stands with each kind."""
    prefix = "" if channel == EMAIL else f"{channel} "
    return Change(
        "notices.preferences.changed",
        "person",
        person_id,
        {prefix + name: choice for name, choice in before.items()},
        {prefix + name: choice for name, choice in after.items()},
    )


def _store(session: Session, person_id: int, channel: str, after: Mapping[str, MailChoice]) -> None:
    session.execute(
        delete(NoticePreference).where(
            NoticePreference.person_id == person_id, NoticePreference.channel == channel
        )
    )
    session.add_all(
        NoticePreference(person_id=person_id, kind=name, channel=channel, choice=choice)
        for name, choice in after.items()
    )
    session.flush()
