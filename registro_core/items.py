"""The vocabulary shared by core and plugins: roles, relations, and what passes through hooks.

Everything here is plain data with no web and no database in it. Dataclasses are
frozen; a new field comes only with a default, so that older plugins go on working.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from translationstring import TranslationString

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# A text for people: fixed data, or a message translated when it is shown.
Text: TypeAlias = str | TranslationString


# ---- school ------------------------------------------------------------------


class SchoolOrder(StrEnum):
    """The order of school (*ordine*)."""

    NURSERY = "infanzia"
    PRIMARY = "primaria"
    LOWER_SECONDARY = "secondaria1"
    UPPER_SECONDARY = "secondaria2"


class ReligionChoice(StrEnum):
    """What a student does in the hour of religion (L4)."""

    ATTENDS = "S"
    ALTERNATIVE = "A"
    LEAVES = "U"
    STUDIES_ALONE = "I"
    ASSISTED_STUDY = "D"


class SubjectKind(StrEnum):
    """Kinds of subject that rules treat differently."""

    ORDINARY = "normale"
    RELIGION = "religione"
    CIVIC_EDUCATION = "educazione_civica"
    SUPPORT = "sostegno"


class TeachingKind(StrEnum):
    """How a teacher stands to a class (*cattedra*): curricular, lab co-teacher, support."""

    CURRICULAR = "N"
    LAB = "I"
    SUPPORT = "S"
    CIVIC_EDUCATION = "C"
    ALTERNATIVE = "A"


class GroupKind(StrEnum):
    """Why students are grouped."""

    ARTICULATED = "articolata"
    RELIGION = "religione"
    LANGUAGE = "lingua"
    OTHER = "altro"


class DutyKind(StrEnum):
    """Duties in a class council."""

    COORDINATOR = "coordinator"
    SECRETARY = "secretary"


# ---- who may do what -----------------------------------------------------------


class Role(StrEnum):
    """A dated role in the school, given by the office."""

    TEACHER = "teacher"
    HEAD = "head"
    DEPUTY = "deputy"
    OFFICE = "office"
    STAFF = "staff"
    ADMIN = "admin"


class Relation(StrEnum):
    """How the person signed in stands to the object of a page. Permissions are granted to these."""

    SIGNED_IN = "signed-in"
    TEACHER = "teacher"
    HEAD = "head"
    DEPUTY = "deputy"
    OFFICE = "office"
    STAFF = "staff"
    ADMIN = "admin"
    TEACHER_OF_CLASS = "teacher-of-class"
    SUPPORT_TEACHER_OF_STUDENT = "support-teacher-of-student"
    COORDINATOR_OF_CLASS = "coordinator-of-class"
    GUARDIAN_OF_STUDENT = "guardian-of-student"
    JUSTIFYING_GUARDIAN_OF_STUDENT = "justifying-guardian-of-student"
    GUARDIAN = "guardian"
    STUDENT = "student"
    SELF = "self"
    SELF_ADULT = "self-adult"


@dataclass(frozen=True)
class Permission:
    """Something that may be done, and the relations that may by default."""

    name: str
    label: Text
    granted_to: frozenset[Relation] = frozenset()


@dataclass(frozen=True)
class Actor:
    """Who acts, for the audit log. `person_id` is None for the system itself."""

    person_id: int | None
    ip: str = ""
    request_id: str = ""


SYSTEM = Actor(None)


# ---- pages ---------------------------------------------------------------------


@dataclass(frozen=True)
class MenuItem:
    """An entry of the main menu. `order` decides the place: 0-99 today, 100-199 classes, 900 office."""

    order: int
    label: Text
    path: str
    icon: str = "it-list"
    badge: int = 0
    on_phone_bar: bool = False


@dataclass(frozen=True)
class Card:
    """A card on the home page, on a student's or a class's page: a title and rendered HTML.

    `html` is markup made by a template of the plugin (an object with `__html__`).
    `wide` cards take the whole row; `urgent` ones come first on a phone.
    """

    order: int
    key: str
    html: Any
    wide: bool = False


@dataclass(frozen=True)
class SearchHit:
    """Something found by the search of the top bar."""

    label: Text
    path: str
    detail: Text = ""
    icon: str = "it-search"


@dataclass(frozen=True)
class LessonRef:
    """The natural key of a lesson, by which plugins speak of it without sharing tables.

    `slot` is the number of the bell schedule's hour on that day; a lesson of a
    group has `group_id`, and `class_id` is then the class it was opened from, or None.
    """

    class_id: int | None
    day: date
    slot: int
    group_id: int | None = None
    subject_id: int | None = None


@dataclass(frozen=True)
class PartError:
    """What is wrong in a part of the lesson page. `conflict`: another saved meanwhile (409)."""

    field: str
    message: Text
    conflict: bool = False


class LessonPart(Protocol):
    """A part of the lesson page. The page calls `render` on GET; `validate` then `apply` on save.

    All parts of the page are saved in one transaction: `apply` of every part
    runs only if `validate` of every part returned nothing. When any part found
    errors, `render` is called after `validate` and must show what was typed,
    and its own errors.
    """

    key: str
    order: int

    def render(self) -> Any:
        """Return the part's markup (an object with `__html__`)."""

    def validate(self, form: Any) -> Sequence[PartError]:
        """Read the part's fields from the posted form (a MultiDict); return what is wrong."""

    def apply(self) -> None:
        """Store what `validate` read."""


# ---- facts ---------------------------------------------------------------------


@dataclass(frozen=True)
class Slot:
    """An hour of a school day: number, start, end, and worth in units (A6, L10)."""

    number: int
    starts_at: time
    ends_at: time
    units: Fraction

    @property
    def minutes(self) -> int:
        """Length in minutes of the clock."""
        return (
            self.ends_at.hour * 60
            + self.ends_at.minute
            - self.starts_at.hour * 60
            - self.starts_at.minute
        )


@dataclass(frozen=True)
class ScheduledLesson:
    """A lesson as planned or held: what the timetable says, and whether it was signed.

    `religion` names the choices of the students it is for, when the hour of
    religion splits the class (L4); empty: it is for everybody. `planned` is
    False for a lesson that was signed without standing in any timetable.
    """

    ref: LessonRef
    teacher_ids: tuple[int, ...] = ()
    subject_name: str = ""
    signed: bool = False
    cancelled: bool = False
    room: str = ""
    religion: frozenset[ReligionChoice] = frozenset()
    planned: bool = True


class PresenceState(StrEnum):
    """Where a student is, as far as the school knows."""

    PRESENT = "present"
    ABSENT = "absent"
    LATE = "late"
    LEFT = "left"
    OUTSIDE = "outside"
    NOT_TAKEN = "not-taken"


@dataclass(frozen=True)
class Presence:
    """A student's state on a day, with the time of entry or exit where there is one."""

    state: PresenceState
    at: time | None = None


@dataclass(frozen=True)
class AttendanceSummary:
    """Hours of absence against the limit, in exact units (A1-A4)."""

    scheduled: Fraction
    absent: Fraction
    limit: Fraction
    excused: Fraction = Fraction(0)

    @property
    def over_limit(self) -> bool:
        """Whether the limit is passed: exact, never rounded (A2)."""
        return self.absent > self.limit


@dataclass(frozen=True)
class StudentAlert:
    """Something that teachers responsible for a student should look at."""

    student_id: int
    key: str
    message: Text
    path: str = ""
    severity: int = 1


@dataclass(frozen=True)
class EnrolmentEvent:
    """A student joins or leaves a class."""

    student_id: int
    class_id: int
    day: date


# ---- notices, settings, jobs -----------------------------------------------------


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice, as listed in a person's preferences."""

    name: str
    label: Text
    by_email: bool = True
    mandatory: bool = False


@dataclass(frozen=True)
class Notice:
    """Something people must be told.

    `key` names the thing told about: publishing again with the same key
    supersedes what has not left yet. Nothing leaves before `not_before`.
    """

    kind: str
    subject: Text
    body: Text
    recipients: Collection[int]
    key: str
    link: str = "/"
    not_before: datetime | None = None
    student_id: int | None = None


class SettingType(StrEnum):
    """How a setting is edited and stored."""

    INTEGER = "integer"
    BOOLEAN = "boolean"
    TEXT = "text"
    TIME = "time"
    CHOICE = "choice"


@dataclass(frozen=True)
class Setting:
    """A school's choice: the name starts with the owner ("attendance.debounce_minutes")."""

    name: str
    label: Text
    type: SettingType
    default: int | bool | str
    help: Text = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True)
class Job:
    """Recurring work for the worker: called with a session and the current instant."""

    name: str
    run: "Callable[[Session, datetime], None]"
    every: timedelta = timedelta(days=1)
    # Local time of day (Europe/Rome) for daily jobs.
    at: time | None = None


# ---- imports, privacy, demo --------------------------------------------------------


@dataclass(frozen=True)
class PersonalData:
    """What one owner of data holds about a person: a title and plain rows, for the export."""

    title: Text
    rows: Sequence[Mapping[str, object]] = field(default_factory=tuple)
