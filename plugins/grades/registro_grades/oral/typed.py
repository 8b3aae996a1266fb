"""What was tapped or typed for single students."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from registro_core.api import HTTPBadRequest, strip, whole_number
from registro_grades.grid.typed import LONGEST_TEXT
from registro_grades.marks.entries import LONGEST_COMMENT
from registro_grades.models import Kind

PREFIX = "oral"
COURSE, STUDENT, VALUE, TEXT, COMMENT = (
    f"{PREFIX}-{name}" for name in ("course", "student", "value", "text", "comment")
)
KIND, WEIGHT, DRAFT = (f"{PREFIX}-{name}" for name in ("kind", "weight", "draft"))
HIGHEST_WEIGHT = 100


@dataclass(frozen=True)
class Single:
    """A mark for one student, as it was typed; `sure` confirms it for who was absent (G7)."""

    student_id: int
    text: str
    comment: str | None = None
    sure: bool = False


@dataclass(frozen=True)
class TypedOral:
    """The fields as they came. Without scripts there is one student, with them there may be more."""

    course: str = ""
    singles: tuple[Single, ...] = ()
    kind: Kind | None = Kind.ORAL
    weight: int | None = HIGHEST_WEIGHT
    draft: bool = False
    # A mark for nobody, to show it again; a student without a mark was tapped by mistake.
    lonely: dict[str, str] = field(default_factory=dict)


def sure_field(student_id: int) -> str:
    """Name of the tick that confirms a mark for an absent student."""
    return f"{PREFIX}-sure-{student_id}"


def read_oral(form: Any, students: Collection[int]) -> TypedOral:
    """Read the fields; what names other students is left out. Raise HTTPBadRequest for doubles."""
    singles = {
        student: _single(form, student, text, _one(form, f"{COMMENT}-{student}"))
        for student in students
        if (text := _one(form, f"{TEXT}-{student}")).strip()
    }
    chosen = whole_number(_one(form, STUDENT))
    # What is typed says more than what is tapped.
    text = _one(form, TEXT).strip() or _one(form, VALUE)
    lonely = {}
    if chosen is not None and chosen in students and (text or _one(form, COMMENT).strip()):
        singles[chosen] = _single(form, chosen, text, _one(form, COMMENT))
    elif text:
        lonely = {TEXT: text}
    weight = whole_number(_one(form, WEIGHT) or str(HIGHEST_WEIGHT))
    kind = _one(form, KIND) or Kind.ORAL
    return TypedOral(
        _one(form, COURSE),
        tuple(singles.values()),
        Kind(kind) if kind in set(Kind) else None,
        weight if weight is not None and weight <= HIGHEST_WEIGHT else None,
        DRAFT in form,
        lonely,
    )


def _single(form: Any, student: int, text: str, comment: str) -> Single:
    return Single(
        student,
        text.strip()[:LONGEST_TEXT],
        strip(comment[:LONGEST_COMMENT]),
        sure_field(student) in form,
    )


def _one(form: Any, name: str) -> str:
    sent = form.getall(name)
    if len(sent) > 1 or any(not isinstance(value, str) for value in sent):
        raise HTTPBadRequest(f"{name} was sent twice, or as a file")
    return sent[0] if sent else ""
