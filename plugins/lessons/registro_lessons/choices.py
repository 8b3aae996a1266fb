"""How a teacher may sign an hour: what the form offers, and what it proposes."""

from collections.abc import Iterator
from dataclasses import dataclass

from registro_core.api import RosterRow, TeachingKind, Text
from registro_lessons import _
from registro_lessons.models import RollPart, SignatureKind
from registro_lessons.services.desk import Desk, OwnTeaching, Signed
from registro_lessons.services.entries import Quality
from registro_lessons.services.parts import part_of

# Not to sign is a choice too: a colleague may only correct the roll.
NOT_SIGNING = ""


@dataclass(frozen=True)
class Choice:
    """An entry of the list: its value in the form, its words, and what it means."""

    value: str
    label: Text
    quality: Quality


def choices_for(desk: Desk, roster: list[RosterRow]) -> list[Choice]:
    """All ways in which this teacher may sign this hour: own subjects first (L2-L4)."""
    split = desk.is_split
    religion = {row.student_id: row.religion for row in roster} if split else {}
    found = [
        _of_teaching(t, part_of(religion[t.student_id]) if t.student_id in religion else None)
        for t in desk.teachings
    ]
    if desk.teachings:
        # Who supervises the third group can only sign supply (L4).
        shared = [RollPart.RELIGION, RollPart.ALTERNATIVE] if split else [RollPart.WHOLE]
        found += _of_kind(SignatureKind.CO_TEACHING, shared)
    parts = [part for part in RollPart if (part is RollPart.WHOLE) is not split]
    found += _of_kind(SignatureKind.SUBSTITUTION, parts)
    return list({choice.value: choice for choice in found}.values())


def _of_teaching(teaching: OwnTeaching, part: RollPart | None) -> Choice:
    if teaching.kind is TeachingKind.SUPPORT:
        label = _("Sostegno: ${student}", mapping={"student": teaching.student or ""})
        quality = Quality(
            SignatureKind.SUPPORT,
            teaching.subject_id,
            part or RollPart.WHOLE,
            student_id=teaching.student_id,
        )
        return Choice(f"support:{teaching.student_id}", label, quality)
    quality = Quality(SignatureKind.CURRICULAR, teaching.subject_id, teaching.part)
    return Choice(f"curricular:{teaching.subject_id}", teaching.subject, quality)


def _of_kind(kind: SignatureKind, parts: list[RollPart]) -> Iterator[Choice]:
    for part in parts:
        yield Choice(f"{kind}:{part}", LABELS[kind, part], Quality(kind, part=part))


LABELS: dict[tuple[SignatureKind, RollPart], Text] = {
    (SignatureKind.CO_TEACHING, RollPart.WHOLE): _("Compresenza con un collega"),
    (SignatureKind.CO_TEACHING, RollPart.RELIGION): _("Compresenza nell’ora di religione"),
    (SignatureKind.CO_TEACHING, RollPart.ALTERNATIVE): _("Compresenza nell’attività alternativa"),
    (SignatureKind.SUBSTITUTION, RollPart.WHOLE): _("Supplenza"),
    (SignatureKind.SUBSTITUTION, RollPart.RELIGION): _("Supplenza: chi si avvale della religione"),
    (SignatureKind.SUBSTITUTION, RollPart.ALTERNATIVE): _("Supplenza: attività alternativa"),
    (SignatureKind.SUBSTITUTION, RollPart.OTHERS): _("Supplenza: chi studia o esce"),
}


def value_of(signed: Signed) -> str:
    """The entry of the list that stands for a signature."""
    if signed.kind is SignatureKind.SUPPORT:
        return f"support:{signed.student_id}"
    if signed.kind is SignatureKind.CURRICULAR:
        return f"curricular:{signed.subject_id}"
    return f"{signed.kind}:{signed.part}"


def proposed(desk: Desk, choices: list[Choice], asked: str = "") -> str:
    """What the form proposes: one's own signature, what was asked for, else the timetable.

    Without any of them only somebody's sole subject, in an hour that nobody
    has in the timetable: never to sign by mistake for a colleague.
    """
    if desk.own is not None:
        return value_of(desk.own)
    values = [choice.value for choice in choices]
    wished = next((v for v in values if asked and v.startswith(f"{asked}:")), None)
    if wished is not None:
        return wished
    planned = desk.planned_in(desk.ref.slot)
    for entry in planned:
        if entry.teacher_id == desk.teacher_id:
            return _planned_value(desk, entry.subject_id, values)
    if not planned and not desk.here and len(desk.teachings) == 1:
        return values[0]
    return NOT_SIGNING


def _planned_value(desk: Desk, subject_id: int, values: list[str]) -> str:
    if f"curricular:{subject_id}" in values:
        return f"curricular:{subject_id}"
    support = [t for t in desk.teachings if t.kind is TeachingKind.SUPPORT]
    return f"support:{support[0].student_id}" if support else NOT_SIGNING
