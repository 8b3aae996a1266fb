"""Scales of judgements: changed while nothing rests on them, afterwards by a new version (P1, P2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, SchoolOrder, Text, check_version, record_change
from registro_grades import _
from registro_grades.models import Mark, Scale, ScaleLevel, ScaleUse

BETWEEN = ";"


@dataclass(frozen=True)
class LevelSaid:
    """A level as the school writes it."""

    short: str
    name: str
    description: str | None = None


@dataclass(frozen=True)
class ScaleSaid:
    """A scale as the school writes it: levels from the highest, the last `failing` insufficient."""

    name: str
    levels: tuple[LevelSaid, ...]
    failing: int


class ScaleRefused(ValueError):
    """A scale that cannot be; `field` and `message` say where and why."""

    def __init__(self, field: str, message: Text) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def read_levels(text: str) -> tuple[LevelSaid, ...]:
    """Levels from lines such as "Ott; Ottimo; che cosa significa"; raise `ScaleRefused`."""
    found = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        parts = [part.strip() for part in line.split(BETWEEN, 2)]
        if len(parts) < 2 or not parts[0] or not parts[1]:
            raise ScaleRefused(
                "levels", _("Riga ${n}: scrivi sigla; giudizio.", mapping={"n": number})
            )
        if any(letter.isspace() or letter in "=|" for letter in parts[0]):
            raise ScaleRefused(
                "levels", _("Riga ${n}: la sigla è una parola sola.", mapping={"n": number})
            )
        found.append(LevelSaid(parts[0], parts[1], parts[2] if len(parts) > 2 else None))
    shorts = [level.short.casefold() for level in found]
    if len(found) < 2 or len(set(shorts)) < len(shorts):
        raise ScaleRefused("levels", _("Servono almeno due giudizi, con sigle diverse."))
    return tuple(found)


def write_levels(levels: Sequence[ScaleLevel]) -> str:
    """The lines that `read_levels` reads, from stored levels."""
    ordered = sorted(levels, key=lambda level: -level.position)
    return "\n".join(
        f"{BETWEEN} ".join(filter(None, (each.short, each.name, each.description)))
        for each in ordered
    )


def levels_of(session: Session, scale_id: int) -> list[ScaleLevel]:
    """The levels of a scale, from the lowest."""
    statement = select(ScaleLevel).where(ScaleLevel.scale_id == scale_id)
    return list(session.scalars(statement.order_by(ScaleLevel.position)))


def is_used(session: Session, scale_id: int) -> bool:
    """Whether a mark says a level of a scale."""
    used = exists().where(Mark.level_id == ScaleLevel.id, ScaleLevel.scale_id == scale_id)
    return bool(session.scalar(select(used)))


def make_scale(
    session: Session,
    actor: Actor,
    said: ScaleSaid,
    kind: tuple[ScaleUse, SchoolOrder | None],
    starts_on: date,
    now: datetime,
) -> Scale:
    """Make a scale that holds from the first day of a school year."""
    made = Scale(name=said.name, use=kind[0], order=kind[1], starts_on=starts_on)
    session.add(made)
    session.flush()
    _store_levels(session, made, said)
    _record(session, actor, "made", made, said, now)
    return made


def change_scale(
    session: Session,
    actor: Actor,
    scale: Scale,
    said: ScaleSaid,
    version: int,
    new_start: date | None,
    now: datetime,
) -> Scale:
    """Change a scale, or end it where a new version of it begins; raise `Conflict`, `ScaleRefused`.

    What marks rest on is never changed: `new_start` is then the first day of a later year.
    """
    check_version(scale, version)
    if new_start is None:
        if is_used(session, scale.id):
            raise ScaleRefused(
                "year",
                _("Ci sono voti con questi giudizi: scegli da quale anno vale la nuova versione."),
            )
        scale.name = said.name
        session.execute(delete(ScaleLevel).where(ScaleLevel.scale_id == scale.id))
        _store_levels(session, scale, said)
        _record(session, actor, "changed", scale, said, now)
        return scale
    if new_start <= scale.starts_on:
        raise ScaleRefused("year", _("La nuova versione comincia dopo quella di adesso."))
    made = make_scale(session, actor, said, (scale.use, scale.order), new_start, now)
    made.ends_on, scale.ends_on = scale.ends_on, new_start - timedelta(days=1)
    session.flush()
    return made


def _store_levels(session: Session, scale: Scale, said: ScaleSaid) -> None:
    count = len(said.levels)
    session.add_all(
        ScaleLevel(
            scale_id=scale.id,
            position=count - place,
            short=level.short,
            name=level.name,
            description=level.description,
            passing=count - place > said.failing,
        )
        for place, level in enumerate(said.levels)
    )
    session.flush()


def _record(
    session: Session, actor: Actor, act: str, scale: Scale, said: ScaleSaid, now: datetime
) -> None:
    after: dict[str, object] = {
        "name": said.name,
        "starts_on": scale.starts_on.isoformat(),
        "levels": [level.name for level in said.levels],
        "failing": said.failing,
    }
    change = Change(f"grades.scale.{act}", "grades_scale", scale.id, after=after)
    record_change(session, actor, change, now)
