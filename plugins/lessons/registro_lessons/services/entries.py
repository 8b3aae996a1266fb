"""What a teacher asks for when signing, and why it may be refused."""

from dataclasses import dataclass
from datetime import timedelta

from registro_core.api import Text
from registro_lessons.models import ModuleKind, RollPart, SignatureKind

# After a day a change needs a reason (L8).
REASON_AFTER = timedelta(hours=24)


class RefusedError(Exception):
    """A rule forbids it; `message` is for the person, `field` is where to mend it."""

    def __init__(self, message: Text, field: str = "sign") -> None:
        """Keep the sentence and the field."""
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass(frozen=True)
class Content:
    """What was done in an hour: the class's, or for a support teacher that of one student."""

    topic: str | None = None
    activity: str | None = None
    module: ModuleKind | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not (self.topic or self.activity or self.module)


@dataclass(frozen=True)
class Quality:
    """In what quality a teacher signs: kind, subject, share of the class, whom it is about."""

    kind: SignatureKind
    subject_id: int | None = None
    part: RollPart = RollPart.WHOLE
    student_id: int | None = None
    replaces_id: int | None = None


@dataclass(frozen=True)
class Entry:
    """A teacher's entry for one or more hours, in order, with the versions the form was shown.

    `seen` gives the version of each hour's lesson, 0 where there was none.
    `reason` is asked for when something older than a day changes (L8).
    """

    teacher_id: int
    quality: Quality
    content: Content
    slots: tuple[int, ...]
    seen: dict[int, int]
    reason: str | None = None
