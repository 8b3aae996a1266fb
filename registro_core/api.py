"""What plugins may use of the core. Plugins import from here and from nowhere else.

A name leaves this module only after a release that warned of it.
"""

from pyramid.config import Configurator
from pyramid.httpexceptions import (
    HTTPBadRequest,
    HTTPConflict,
    HTTPForbidden,
    HTTPNotFound,
    HTTPSeeOther,
)
from pyramid.view import view_config, view_defaults
from translationstring import TranslationString, TranslationStringFactory

from registro_core.accounts.devices import label as device_label
from registro_core.accounts.sessions import end_session_hashed
from registro_core.accounts.throttle import Counter, Limit, network, reserve
from registro_core.accounts.views.confirm import confirm_url
from registro_core.accounts.views.external import (
    AccountDisabled,
    OtherPerson,
    confirm_person,
    sign_in_person,
)
from registro_core.accounts.views.step_up import step_up, step_up_to
from registro_core.audit.history import HistoryRow, history_of
from registro_core.audit.services import Change, record_change, record_changes
from registro_core.audit.views import history_panel
from registro_core.cli.failures import CommandError
from registro_core.clock import SCHOOL_ZONE, school_day, school_instant, school_time
from registro_core.db.apart import Transactions, transactions, work_apart
from registro_core.db.base import Base, Versioned
from registro_core.db.dated import holds_on
from registro_core.db.once import once
from registro_core.db.types import FractionType, UTCDateTime, enum_column
from registro_core.db.versions import Conflict, check_version
from registro_core.demo.remembered import DemoPerson, demo_people
from registro_core.demo.school import DemoClass, DemoSchool, DemoSize, DemoStudent, DemoTeaching
from registro_core.documents.engine import render_pdf
from registro_core.documents.failures import NoDocuments
from registro_core.documents.letterhead import DocumentLetterhead, letterhead
from registro_core.documents.responses import Document, pdf_response
from registro_core.facts import absences, removals, scheduled_lessons, today_of
from registro_core.files.archive import serve_zip
from registro_core.files.fields import UploadsField, upload_limits
from registro_core.files.models import StoredFile
from registro_core.files.names import distinct_names
from registro_core.files.services import forget_files, keep_files
from registro_core.files.serving import serve_file, serve_thumbnail
from registro_core.files.store import FileStore, LocalStore, StoreAway
from registro_core.files.unfit import UnfitFile
from registro_core.files.uploads import Limits, Upload, read_uploads
from registro_core.hookspecs import hookimpl
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.decoding import UnreadableError, decode
from registro_core.imports.kinds import Column as ImportColumn
from registro_core.imports.kinds import ImportFile, ImportKind
from registro_core.imports.places import class_key
from registro_core.imports.reading import separator_of
from registro_core.imports.records import Record
from registro_core.imports.report import Severity
from registro_core.items import (
    SYSTEM,
    Absence,
    Actor,
    AttendanceSummary,
    CalendarEntry,
    CalendarKind,
    CalendarOf,
    Card,
    ChannelMessage,
    DutyKind,
    EnrolmentEvent,
    GroupKind,
    Job,
    LessonPart,
    LessonRef,
    MenuItem,
    Notice,
    NoticeChannel,
    NoticeKind,
    PartError,
    Permission,
    PersonalData,
    Presence,
    PresenceState,
    Relation,
    ReligionChoice,
    Removal,
    ReportSection,
    Role,
    ScheduledLesson,
    SchoolOrder,
    SearchHit,
    Setting,
    SettingType,
    SignInMethod,
    Slot,
    StudentAlert,
    SubjectKind,
    SubjectResult,
    TeachingKind,
    Text,
)
from registro_core.notices.failures import AddressGone
from registro_core.notices.failures import AnswerLost as DeliveryAnswerLost
from registro_core.notices.failures import Postponed as DeliveryPostponed
from registro_core.notices.failures import Refused as DeliveryRefused
from registro_core.notices.quiet import QuietHours, after_quiet_hours, quiet_hours
from registro_core.notices.services import (
    publish_notice,
    publish_notices,
    withdraw_notice,
    withdraw_notices,
)
from registro_core.numbers import whole_number
from registro_core.people.adults import eighteen_years_before, parents_see_adult
from registro_core.people.guardians import guards_on
from registro_core.people.models import Guardianship, Person, RoleGrant, StudentProfile
from registro_core.people.own import OwnStudent, own_students
from registro_core.people.told import Audience, audiences, recipients
from registro_core.request import Request
from registro_core.school.locks.rules import (
    LOCK_TEXTS,
    ClassIds,
    Lock,
    LockRules,
    day_unlocked,
    lock_of,
    locks_of,
    term_closed,
)
from registro_core.school.locks.services import close_term, reopen_term
from registro_core.school.models import (
    BellSchedule,
    BellSlot,
    ClassDuty,
    Enrolment,
    Group,
    GroupClass,
    GroupMember,
    Holiday,
    School,
    SchoolClass,
    SchoolYear,
    Site,
    Subject,
    TeacherCode,
    Teaching,
    Term,
)
from registro_core.school.services import (
    BellSchedules,
    RosterRow,
    bell_schedules,
    each_day,
    holidays_of_year,
    roster,
    roster_of_group,
    slots_of_day,
    slots_of_days,
    year_of,
)
from registro_core.security.contexts import (
    ClassContext,
    LessonContext,
    PersonContext,
    SchoolContext,
    StudentContext,
    path_day,
    path_id,
)
from registro_core.security.identity import Identity, TeachingHeld, Ward, is_adult
from registro_core.security.policy import PUBLIC
from registro_core.security.relations import class_relations, student_relations
from registro_core.security.vault import Broken as BrokenSeal
from registro_core.security.vault import vault_of
from registro_core.settings import ConfigurationError, Installation, SchoolSettings
from registro_core.web.csv_export import csv_response, csv_text
from registro_core.web.forms import Form, VersionField, choices, strip
from registro_core.web.headers import CONTENT_SECURITY_POLICY
from registro_core.web.idempotency import idempotent
from registro_core.web.markup import markup
from registro_core.web.paging import Page, page_of
from registro_core.web.redirects import local_url
from registro_core.web.refusing import Refused
from registro_core.web.uploads import accept_files

__all__ = [
    "CONTENT_SECURITY_POLICY",
    "LOCK_TEXTS",
    "PUBLIC",
    "SCHOOL_ZONE",
    "SYSTEM",
    "Absence",
    "AccountDisabled",
    "Actor",
    "AddressGone",
    "AttendanceSummary",
    "Audience",
    "Base",
    "BellSchedule",
    "BellSchedules",
    "BellSlot",
    "BrokenSeal",
    "CalendarEntry",
    "CalendarKind",
    "CalendarOf",
    "Card",
    "Cells",
    "Change",
    "ChannelMessage",
    "ClassContext",
    "ClassDuty",
    "ClassIds",
    "CommandError",
    "ConfigurationError",
    "Configurator",
    "Conflict",
    "Counter",
    "DeliveryAnswerLost",
    "DeliveryPostponed",
    "DeliveryRefused",
    "DemoClass",
    "DemoPerson",
    "DemoSchool",
    "DemoSize",
    "DemoStudent",
    "DemoTeaching",
    "Document",
    "DocumentLetterhead",
    "DutyKind",
    "Enrolment",
    "EnrolmentEvent",
    "FileStore",
    "Form",
    "FractionType",
    "Group",
    "GroupClass",
    "GroupKind",
    "GroupMember",
    "Guardianship",
    "HTTPBadRequest",
    "HTTPConflict",
    "HTTPForbidden",
    "HTTPNotFound",
    "HTTPSeeOther",
    "HistoryRow",
    "Holiday",
    "Identity",
    "ImportColumn",
    "ImportContext",
    "ImportFile",
    "ImportKind",
    "Installation",
    "Job",
    "LessonContext",
    "LessonPart",
    "LessonRef",
    "Limit",
    "Limits",
    "LocalStore",
    "Lock",
    "LockRules",
    "MenuItem",
    "NoDocuments",
    "Notice",
    "NoticeChannel",
    "NoticeKind",
    "OtherPerson",
    "OwnStudent",
    "Page",
    "PartError",
    "Permission",
    "Person",
    "PersonContext",
    "PersonalData",
    "Presence",
    "PresenceState",
    "QuietHours",
    "Record",
    "Refused",
    "Relation",
    "ReligionChoice",
    "Removal",
    "ReportSection",
    "Request",
    "Role",
    "RoleGrant",
    "RosterRow",
    "ScheduledLesson",
    "School",
    "SchoolClass",
    "SchoolContext",
    "SchoolOrder",
    "SchoolSettings",
    "SchoolYear",
    "SearchHit",
    "Setting",
    "SettingType",
    "Severity",
    "SignInMethod",
    "Site",
    "Slot",
    "StoreAway",
    "StoredFile",
    "StudentAlert",
    "StudentContext",
    "StudentProfile",
    "Subject",
    "SubjectKind",
    "SubjectResult",
    "TeacherCode",
    "Teaching",
    "TeachingHeld",
    "TeachingKind",
    "Term",
    "Text",
    "Transactions",
    "TranslationString",
    "TranslationStringFactory",
    "UTCDateTime",
    "UnfitFile",
    "UnreadableError",
    "Upload",
    "UploadsField",
    "VersionField",
    "Versioned",
    "Ward",
    "absences",
    "accept_files",
    "after_quiet_hours",
    "audiences",
    "bell_schedules",
    "check_version",
    "choices",
    "class_key",
    "class_relations",
    "close_term",
    "confirm_person",
    "confirm_url",
    "csv_response",
    "csv_text",
    "day_unlocked",
    "decode",
    "demo_people",
    "device_label",
    "distinct_names",
    "each_day",
    "eighteen_years_before",
    "end_session_hashed",
    "enum_column",
    "forget_files",
    "guards_on",
    "history_of",
    "history_panel",
    "holds_on",
    "holidays_of_year",
    "hookimpl",
    "idempotent",
    "is_adult",
    "keep_files",
    "letterhead",
    "local_url",
    "lock_of",
    "locks_of",
    "markup",
    "network",
    "once",
    "own_students",
    "page_of",
    "parents_see_adult",
    "path_day",
    "path_id",
    "pdf_response",
    "publish_notice",
    "publish_notices",
    "quiet_hours",
    "read_uploads",
    "recipients",
    "record_change",
    "record_changes",
    "removals",
    "render_pdf",
    "reopen_term",
    "reserve",
    "roster",
    "roster_of_group",
    "scheduled_lessons",
    "school_day",
    "school_instant",
    "school_time",
    "separator_of",
    "serve_file",
    "serve_thumbnail",
    "serve_zip",
    "sign_in_person",
    "slots_of_day",
    "slots_of_days",
    "step_up",
    "step_up_to",
    "strip",
    "student_relations",
    "term_closed",
    "today_of",
    "transactions",
    "upload_limits",
    "vault_of",
    "view_config",
    "view_defaults",
    "whole_number",
    "withdraw_notice",
    "withdraw_notices",
    "work_apart",
    "year_of",
]
