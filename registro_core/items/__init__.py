"""The vocabulary shared by core and plugins: roles, relations, and what passes through hooks.

Everything here is plain data with no web and no database in it. Dataclasses are
frozen; a new field comes only with a default, so that older plugins go on working.
"""

from registro_core.items.access import SYSTEM, Actor, Permission, Relation, Role
from registro_core.items.agenda import CalendarEntry, CalendarKind, CalendarOf
from registro_core.items.channels import ChannelMessage, NoticeChannel
from registro_core.items.facts import (
    Absence,
    AttendanceSummary,
    EnrolmentEvent,
    LessonRef,
    Presence,
    PresenceState,
    Removal,
    ReportSection,
    ScheduledLesson,
    Slot,
    StudentAlert,
    SubjectResult,
)
from registro_core.items.pages import Card, LessonPart, MenuItem, PartError, SearchHit
from registro_core.items.school import (
    DutyKind,
    GroupKind,
    ReligionChoice,
    SchoolOrder,
    SubjectKind,
    TeachingKind,
)
from registro_core.items.services import Job, Notice, NoticeKind, PersonalData, Setting, SettingType
from registro_core.items.signing_in import SignInMethod
from registro_core.items.text import Text

__all__ = [
    "SYSTEM",
    "Absence",
    "Actor",
    "AttendanceSummary",
    "CalendarEntry",
    "CalendarKind",
    "CalendarOf",
    "Card",
    "ChannelMessage",
    "DutyKind",
    "EnrolmentEvent",
    "GroupKind",
    "Job",
    "LessonPart",
    "LessonRef",
    "MenuItem",
    "Notice",
    "NoticeChannel",
    "NoticeKind",
    "PartError",
    "Permission",
    "PersonalData",
    "Presence",
    "PresenceState",
    "Relation",
    "ReligionChoice",
    "Removal",
    "ReportSection",
    "Role",
    "ScheduledLesson",
    "SchoolOrder",
    "SearchHit",
    "Setting",
    "SettingType",
    "SignInMethod",
    "Slot",
    "StudentAlert",
    "SubjectKind",
    "SubjectResult",
    "TeachingKind",
    "Text",
]
