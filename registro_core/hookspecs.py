"""The hooks a plugin may implement.

Every hook is optional. A plugin implements one by writing a function of the
same name marked with `@hookimpl`, and takes only the arguments it needs.

Grammar: a plural noun returns a list that is collected from all plugins; a
singular noun gives the first answer that is not None; a past participle is an
event inside the transaction, all or nothing; an imperative does something.
"""

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    import typer
    from pyramid.config import Configurator
    from sqlalchemy.orm import Session

    from registro_core.demo.school import DemoSchool
    from registro_core.files.store import FileStore
    from registro_core.imports.kinds import ImportKind
    from registro_core.items import (
        Absence,
        AttendanceSummary,
        CalendarEntry,
        CalendarOf,
        Card,
        EnrolmentEvent,
        Job,
        LessonPart,
        MenuItem,
        NoticeChannel,
        NoticeKind,
        Permission,
        PersonalData,
        Presence,
        Removal,
        ReportSection,
        ScheduledLesson,
        Setting,
        SignInMethod,
        StudentAlert,
        SubjectResult,
        Text,
    )
    from registro_core.request import Request
    from registro_core.security.contexts import ClassContext, LessonContext, StudentContext
    from registro_core.settings import Installation

PROJECT = "registro"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


# ---- start-up: a plugin that fails stops the register, with its name ---------------


@hookspec
def registro_configure(config: "Configurator") -> None:
    """Add routes and views. Called once per application, in the order of the configuration."""


@hookspec
def registro_permissions() -> "list[Permission]":
    """Return the permissions of the plugin, named `<plugin>:<action>`."""


@hookspec
def registro_settings() -> "list[Setting]":
    """Return what a school may choose, named `<plugin>.<setting>`."""


@hookspec
def registro_notice_kinds() -> "list[NoticeKind]":
    """Return the kinds of notice the plugin publishes, named `<plugin>:<kind>`."""


@hookspec
def registro_notice_channels(installation: "Installation") -> "list[NoticeChannel]":
    """Return ways besides e-mail by which notices reach people, named `<plugin>:<channel>`.

    A channel says whom it reaches at which addresses, and sends; the outbox does the rest as for
    mails: after commit, once for each address, tried again, asked again at sending whether the
    person may know and wants it. `installation.ini` holds the plugin's own settings.
    """


@hookspec
def registro_commands() -> "list[typer.Typer]":
    """Return groups of commands to add to `registro` (each a named Typer)."""


@hookspec
def registro_jobs(installation: "Installation") -> "list[Job]":
    """Return recurring work for the worker, named `<plugin>.<job>`.

    `installation` is what the configuration says; `installation.ini` holds the plugin's own
    settings there.
    """


@hookspec(firstresult=True)
def registro_file_store(installation: "Installation") -> "FileStore | None":
    """Return where the bytes of uploaded files are kept, instead of the folder `registro.files_dir`.

    Asked once, when the register starts. Bytes are kept under their SHA-256, whole or not at all,
    before the row that names them; raise ConfigurationError for what cannot be used, and StoreAway
    from its functions while it does not answer.
    """


@hookspec
def registro_imports() -> "list[ImportKind]":
    """Return the kinds of file the plugin can import."""


# ---- signing in: strict, but for what is shown ---------------------------------------


@hookspec
def registro_sign_in_methods(request: "Request", back: str, again: bool) -> "list[SignInMethod]":
    """Return ways in besides the password. One that fails is left out, as parts of pages are.

    They are shown on the sign-in page and, with `again`, to who is signed in and must prove once
    more who they are. `back` is the page of the register to return to.
    """


@hookspec(firstresult=True)
def registro_password_refusal(session: "Session", person_id: int, today: "date") -> "Text | None":
    """Say why somebody may not use a password at this school; None if they may.

    Asked when the password has proved right, so that nobody learns from it who has an account,
    and when the office gives access.
    """


@hookspec(firstresult=True)
def registro_sign_out_url(request: "Request", method: str, session_hash: str) -> "str | None":
    """Where to send a browser that signs out, if the way it came in has more to end.

    Asked while the session is still there; it is ended whatever the answer. `method` and
    `session_hash` are those of the session.
    """


# ---- pages: a plugin that fails is left out of the page and logged -----------------


@hookspec
def registro_menu_items(request: "Request") -> "list[MenuItem]":
    """Return the entries to show in the menu to the person signed in."""


@hookspec
def registro_home_cards(request: "Request") -> "list[Card]":
    """Return cards for the home page of the person signed in."""


@hookspec
def registro_student_cards(request: "Request", student: "StudentContext") -> "list[Card]":
    """Return cards for a student's page, as far as the person signed in may see them."""


@hookspec
def registro_class_cards(request: "Request", school_class: "ClassContext") -> "list[Card]":
    """Return cards for a class's page, as far as the person signed in may see them."""


@hookspec
def registro_lesson_parts(request: "Request", lesson: "LessonContext") -> "list[LessonPart]":
    """Return parts of the lesson page. Unlike cards they are strict: a lesson is saved whole."""


@hookspec
def registro_calendar_entries(
    session: "Session", calendar: "CalendarOf", first_day: "date", last_day: "date"
) -> "list[CalendarEntry]":
    """Return what stands in a calendar from a day to a day, both included.

    Who may look at the calendar has been seen to. A student's is what the family may know: no
    names of other students, no marks. A page leaves out a plugin that fails; a feed that programs
    fetch fails whole, so that they keep what they have.
    """


# ---- facts: asked by plugins of each other, strict -----------------------------------


@hookspec
def registro_scheduled_lessons(
    session: "Session", class_ids: "Collection[int]", first_day: "date", last_day: "date"
) -> "list[ScheduledLesson]":
    """Return the lessons planned for these classes from a day to a day, both included.

    Nobody answers when no plugin keeps a timetable: fall back to the bell schedule.
    """


@hookspec(firstresult=True)
def registro_presence(
    session: "Session", class_id: int, day: "date"
) -> "Mapping[int, Presence] | None":
    """Say where the students of a class are on a day, by student id; None if you do not know."""


@hookspec
def registro_absences(
    session: "Session", student_ids: "Collection[int]", first_day: "date", last_day: "date"
) -> "list[Absence]":
    """Return when students were not in school from a day to a day, both included.

    One statement, however many students and days; presence elsewhere with the school is no
    absence. Nobody answers when no plugin calls the roll: then nobody is known to be absent.
    """


@hookspec(firstresult=True)
def registro_attendance_summary(
    session: "Session", student_ids: "Collection[int]", year_id: int, until: "date"
) -> "Mapping[int, AttendanceSummary] | None":
    """Sum up absences of a school year until a day, by student id; None if you do not know."""


@hookspec
def registro_subject_results(
    session: "Session", class_id: int, first_day: "date", until: "date"
) -> "list[SubjectResult]":
    """Return what marks of a stretch of days come to, for each student of a class and subject.

    The students are those in the class on the last day; nothing is rounded.
    """


@hookspec
def registro_removals(
    session: "Session", student_ids: "Collection[int]", first_day: "date", last_day: "date"
) -> "list[Removal]":
    """Return the days of a period on which the school keeps any of these students from lessons.

    Who keeps rolls asks it: the days are shown as what they are, and count as no absence.
    """


@hookspec
def registro_student_alerts(
    session: "Session", class_id: int, until: "date"
) -> "list[StudentAlert]":
    """Return what the class council should look at for the students of a class."""


@hookspec
def registro_report_sections(
    session: "Session", class_id: int, first_day: "date", until: "date"
) -> "list[ReportSection]":
    """Return what the report cards of a class should print of a term, besides the marks.

    Each section is for the card of its student only; the students are those in the class on the
    last day. A constant number of statements: a whole class is printed at once.
    """


# ---- events: inside the transaction, all or nothing ------------------------------------


@hookspec
def registro_student_enrolled(session: "Session", enrolment: "EnrolmentEvent") -> None:
    """Called when a student joins a class."""


@hookspec
def registro_student_left(session: "Session", enrolment: "EnrolmentEvent") -> None:
    """Called when a student leaves a class; `day` is the last day there."""


# ---- privacy: strict; a plugin with personal data must implement both -------------------


@hookspec
def registro_personal_data(session: "Session", person_id: int) -> "list[PersonalData]":
    """Return all the plugin holds about a person (GDPR art. 15)."""


@hookspec
def registro_erase_person(session: "Session", person_id: int) -> None:
    """Delete what the law does not ask to keep about a person (GDPR art. 17)."""


# ---- demo ---------------------------------------------------------------------------------


@hookspec
def registro_fill_demo(session: "Session", demo: "DemoSchool") -> None:
    """Fill the demo school with the plugin's history, in bulk and from `demo.random` alone."""
