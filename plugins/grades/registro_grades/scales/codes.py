"""Codes in the place of a mark: making, changing, retiring them (G8)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, Text, check_version, record_change
from registro_grades import _
from registro_grades.models import Code, Mark, Tone
from registro_grades.values import SAME, NotAMark, parse


@dataclass(frozen=True)
class CodeSaid:
    """What a school says of a code."""

    short: str
    label: str
    tone: Tone
    quarters: int | None
    for_family: bool
    for_absent: bool

    @classmethod
    def of(cls, code: Code) -> "CodeSaid":
        """What is said of a stored one."""
        return cls(
            code.short, code.label, code.tone, code.quarters, code.for_family, code.for_absent
        )

    def meaning(self) -> tuple[object, ...]:
        """What marks rest on: it may not change under them."""
        return (self.short, self.quarters, self.for_family)


class CodeRefused(ValueError):
    """A code that cannot be; `field` and `message` say where and why."""

    def __init__(self, field: str, message: Text) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def codes_in_use(session: Session) -> dict[int, int]:
    """How many marks say each code: one statement."""
    rows = session.execute(
        select(Mark.code_id, func.count()).where(Mark.code_id.is_not(None)).group_by(Mark.code_id)
    )
    return {code_id: count for code_id, count in rows if code_id is not None}


def make_code(session: Session, actor: Actor, said: CodeSaid, now: datetime) -> Code:
    """Make a code; raise `CodeRefused`."""
    _check_short(session, said.short, None)
    made = Code(**asdict(said))
    session.add(made)
    session.flush()
    _record(session, actor, "made", made, {}, now)
    return made


def change_code(
    session: Session, actor: Actor, code: Code, said: CodeSaid, version: int, now: datetime
) -> None:
    """Change a code; raise `Conflict`, or `CodeRefused` for a new meaning under old marks."""
    check_version(code, version)
    before = CodeSaid.of(code)
    if said.meaning() != before.meaning() and code.id in codes_in_use(session):
        raise CodeRefused(
            "short",
            _(
                "Ci sono voti con questa sigla: sigla, valore e visibilità non cambiano più. "
                "Puoi ritirarla e crearne un’altra."
            ),
        )
    _check_short(session, said.short, code.id)
    for name, value in asdict(said).items():
        setattr(code, name, value)
    session.flush()
    _record(session, actor, "changed", code, _plain(before), now)


def retire_code(
    session: Session, actor: Actor, code: Code, version: int, today: date, now: datetime
) -> None:
    """Take a code out of use from a day on; marks that say it go on saying it. May raise `Conflict`."""
    check_version(code, version)
    code.retired_on = today
    session.flush()
    _record(session, actor, "retired", code, {}, now)


def _check_short(session: Session, short: str, own_id: int | None) -> None:
    folded = short.translate(SAME)
    if any(letter.isspace() or letter == "=" for letter in folded):
        raise CodeRefused("short", _("Una sigla non ha spazi né segni di uguale."))
    try:
        parse(folded)
    except NotAMark:
        pass
    else:
        raise CodeRefused("short", _("Questa sigla si confonde con un voto."))
    others = session.scalars(
        select(Code.short).where(Code.retired_on.is_(None), Code.id != (own_id or 0))
    )
    if folded.casefold() in {other.casefold() for other in others}:
        raise CodeRefused("short", _("C’è già una sigla uguale."))


def _plain(said: CodeSaid) -> dict[str, object]:
    return {**asdict(said), "tone": str(said.tone)}


def _record(
    session: Session,
    actor: Actor,
    act: str,
    code: Code,
    before: dict[str, object],
    now: datetime,
) -> None:
    after = _plain(CodeSaid.of(code))
    if code.retired_on is not None:
        after["retired_on"] = code.retired_on.isoformat()
    change = Change(f"grades.code.{act}", "grades_code", code.id, before, after)
    record_change(session, actor, change, now)
