"""Notices, settings, jobs and personal data, as plugins hand them to the core."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from registro_core.items.text import Text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice, as listed in a person's preferences.

    For who never chose: by e-mail at once, with `in_digest` in the mail of the day together with
    what else the person was told, or without `by_email` not at all. With `for_staff` it is no choice
    of families.
    """

    name: str
    label: Text
    by_email: bool = True
    mandatory: bool = False
    in_digest: bool = False
    for_staff: bool = False


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


@dataclass(frozen=True)
class PersonalData:
    """What one owner of data holds about a person: a title and plain rows, for the export.

    `permission`: the name of the one without which, at the school, nobody reads the rows: who
    lacks it is told how many there are.
    """

    title: Text
    rows: Sequence[Mapping[str, object]] = field(default_factory=tuple)
    permission: str = ""
