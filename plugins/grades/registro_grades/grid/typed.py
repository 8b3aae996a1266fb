"""What was typed in a grid, read from the posted form."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from registro_core.api import HTTPBadRequest, strip
from registro_grades.grid.seen import NOT_SEEN, SeenCell, unpack
from registro_grades.marks.entries import LONGEST_COMMENT

# Beyond this nothing is a mark; what was typed is shown again, shortened.
LONGEST_TEXT = 40
# The column of a test that is not stored yet.
NEW = 0
Key = tuple[int, int]


def mark_field(assessment_id: int, student_id: int) -> str:
    """Name of the input of a cell."""
    return f"m-{assessment_id}-{student_id}"


def comment_field(assessment_id: int, student_id: int) -> str:
    """Name of the input for the words of a cell."""
    return f"c-{assessment_id}-{student_id}"


def confirm_field(assessment_id: int, student_id: int) -> str:
    """Name of the tick by which a mark for an absent student is confirmed (G7)."""
    return f"ok-{assessment_id}-{student_id}"


def seen_field(assessment_id: int) -> str:
    """Name of the hidden field that says what a column showed."""
    return f"seen-{assessment_id}"


@dataclass(frozen=True)
class TypedCell:
    """A cell as it came; `comment` is None where the form has no place for words."""

    text: str
    comment: str | None = None
    has_comment: bool = False
    confirmed: bool = False
    seen: SeenCell = NOT_SEEN

    @property
    def touched(self) -> bool:
        """Whether somebody wrote in it since it was shown."""
        if self.text != self.seen.text:
            return True
        return self.has_comment and not self.seen.same_words(self.comment)


@dataclass(frozen=True)
class TypedGrid:
    """All cells of a form, by assessment and student."""

    cells: dict[Key, TypedCell] = field(default_factory=dict)

    def touched(self) -> dict[Key, TypedCell]:
        """The cells that somebody wrote in."""
        return {key: cell for key, cell in self.cells.items() if cell.touched}


def read_typed(form: Any, columns: Collection[int], students: Collection[int]) -> TypedGrid:
    """Read the cells of some columns for some students.

    Raise HTTPBadRequest for a cell sent twice, or a file in its place.
    """
    cells: dict[Key, TypedCell] = {}
    for column in columns:
        seen = unpack(_one(form, seen_field(column)) or "")
        for student in students:
            text = _one(form, mark_field(column, student))
            if text is not None:
                cells[column, student] = _cell(form, column, student, text, seen)
    return TypedGrid(cells)


def _cell(form: Any, column: int, student: int, text: str, seen: dict[int, SeenCell]) -> TypedCell:
    comment = _one(form, comment_field(column, student))
    return TypedCell(
        text=text.strip()[:LONGEST_TEXT],
        comment=strip(comment[:LONGEST_COMMENT]) if comment is not None else None,
        has_comment=comment is not None,
        confirmed=confirm_field(column, student) in form,
        seen=seen.get(student, NOT_SEEN),
    )


def _one(form: Any, name: str) -> str | None:
    sent = form.getall(name)
    if len(sent) > 1 or any(not isinstance(value, str) for value in sent):
        raise HTTPBadRequest(f"{name} was sent twice, or as a file")
    return sent[0] if sent else None
