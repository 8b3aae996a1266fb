"""Comparing what was typed with what is stored: entries to save, and what stands in the way."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from registro_core.api import Text
from registro_grades import _
from registro_grades.grid.typed import Key, TypedCell, TypedGrid
from registro_grades.marks.entries import Entry, standing
from registro_grades.marks.roster import Student
from registro_grades.marks.rows import MarkRow
from registro_grades.marks.rules import Rules
from registro_grades.scales.vocabulary import NOTHING, UnknownMark, Value, Vocabularies, Vocabulary


class ProblemKind(StrEnum):
    """Why a cell cannot be saved."""

    WRONG = "wrong"
    # Somebody else saved it meanwhile (409).
    CONFLICT = "conflict"
    # The student was absent: to be confirmed (G7).
    ABSENT = "absent"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell, in words that stand at it."""

    kind: ProblemKind
    message: Text


@dataclass(frozen=True)
class Checked:
    """The cells that may be saved, and the problems of the others."""

    entries: list[Entry] = field(default_factory=list)
    problems: dict[Key, Problem] = field(default_factory=dict)

    @property
    def conflict(self) -> bool:
        """Whether another one saved some cell meanwhile."""
        return any(each.kind is ProblemKind.CONFLICT for each in self.problems.values())


@dataclass(frozen=True)
class Checker:
    """What a grid is checked against.

    `absent` are students and days (G7); `people` are names of who wrote marks, by id.
    """

    rules: Rules
    vocabularies: Vocabularies
    students: Mapping[int, Student]
    days: Mapping[int, date]
    marks: Mapping[Key, MarkRow]
    absent: Collection[tuple[int, date]] = frozenset()
    people: Mapping[int, str] = field(default_factory=dict)

    def check(self, typed: TypedGrid) -> Checked:
        """Every cell that was written in. What is the same as stored is left out."""
        checked = Checked()
        for key, cell in typed.touched().items():
            found = self._cell(key, cell)
            if isinstance(found, Problem):
                checked.problems[key] = found
            elif found.changes():
                checked.entries.append(found)
        return checked

    def _cell(self, key: Key, cell: TypedCell) -> Entry | Problem:
        mark = self.marks.get(key)
        text, comment = standing(mark, self.vocabularies.style)
        wanted = cell.comment if cell.has_comment else comment
        same = (cell.text, wanted) == (text, comment)
        if not same and cell.seen.version != (mark.version if mark else 0):
            return self._conflict(mark, text)
        vocabulary = self.vocabularies.on(self.days[key[0]])
        try:
            value = self._value(cell, mark, text, vocabulary)
        except UnknownMark as error:
            return Problem(ProblemKind.WRONG, error.message)
        shown = text if cell.text == text else vocabulary.write(value)
        entry = Entry(*key, value, shown, wanted, mark)
        return self._refusal(entry, cell, vocabulary) or entry

    def _value(
        self, cell: TypedCell, mark: MarkRow | None, text: str, vocabulary: Vocabulary
    ) -> Value:
        """The value typed; one that was left as it stands is kept, also where nobody may give it now."""
        if cell.text == text:
            return mark.value if mark is not None and text else NOTHING
        return vocabulary.read(cell.text)

    def _conflict(self, mark: MarkRow | None, text: str) -> Problem:
        who = self.people.get(mark.entered_by or 0) if mark else None
        mapping = {"who": who or "", "text": text or "—"}
        if who is None:
            message = _("Nel frattempo un’altra persona ha scritto «${text}».", mapping=mapping)
        else:
            message = _("Nel frattempo ${who} ha scritto «${text}».", mapping=mapping)
        return Problem(ProblemKind.CONFLICT, message)

    def _refusal(self, entry: Entry, cell: TypedCell, vocabulary: Vocabulary) -> Problem | None:
        if not entry.changes():
            return None
        day = self.days[entry.assessment_id]
        student = self.students.get(entry.student_id)
        if student is None or not student.here_on(day):
            return Problem(
                ProblemKind.WRONG, _("In quel giorno lo studente non era in questa classe.")
            )
        if (refusal := self.rules.refusal(day)) is not None:
            return Problem(ProblemKind.WRONG, refusal)
        absent = (entry.student_id, day) in self.absent
        if absent and entry.value and not cell.confirmed and not vocabulary.for_absent(entry.value):
            return Problem(
                ProblemKind.ABSENT,
                _("Quel giorno risulta assente: conferma se il voto è giusto."),
            )
        return None
