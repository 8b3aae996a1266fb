"""The part of the lesson page for a single mark: tap the student, tap the mark, save the lesson."""

from collections.abc import Sequence
from typing import Any

from registro_core.api import (
    LessonContext,
    PartError,
    Request,
    RosterRow,
    ScheduledLesson,
    TeachingHeld,
    TeachingKind,
    Text,
    markup,
    scheduled_lessons,
)
from registro_grades import _
from registro_grades.courses.course import Course, CourseKey
from registro_grades.courses.lists import CourseEntry, courses_of_teacher
from registro_grades.courses.reading import course_from, course_rows
from registro_grades.labels import KINDS
from registro_grades.marks.locks import lock_of_lesson
from registro_grades.marks.occasion import occasion_of
from registro_grades.oral.giving import Oral, Trouble, check_oral, give
from registro_grades.oral.picker import Chip, Picker, level_chips, number_chips
from registro_grades.oral.typed import TEXT, TypedOral, read_oral
from registro_grades.scales.reading import vocabularies

TEMPLATE = "registro_grades:oral/templates/part.pt"


class OralPart:
    """Single marks in an hour of one's own subject."""

    key = "grades"
    # After roll and signature, before what may wait.
    order = 17

    def __init__(self, request: Request, lesson: LessonContext) -> None:
        """Read nothing that another part has not read: this page is opened at eight o'clock."""
        self.request = request
        self.lesson = lesson
        self.typed = TypedOral()
        self.oral: Oral | None = None
        self.troubles: Sequence[Trouble] = ()

    # ---- which subject --------------------------------------------------------------

    def _lessons_of_mine(self) -> list[ScheduledLesson]:
        """The day's lessons in subjects of the teacher, as the strip of hours has read them."""
        found = scheduled_lessons(
            self.request.dbsession,
            [self.lesson.school_class.id],
            self.lesson.day,
            self.lesson.day,
        )
        mine = {held.subject_id for held in teachings_here(self.request, self.lesson)}
        return [each for each in found if each.ref.subject_id in mine]

    def _entries(self) -> list[CourseEntry]:
        """The courses to choose from: named by the day's lessons, or read when these do not tell."""
        held = teachings_here(self.request, self.lesson)
        lessons = self._lessons_of_mine()
        names = {each.ref.subject_id: each.subject_name for each in lessons}
        split = any(each.religion for each in lessons)
        ordinary = all(each.kind is not TeachingKind.ALTERNATIVE for each in held)
        if ordinary and not split and names.keys() >= {each.subject_id for each in held}:
            class_id = self.lesson.school_class.id
            return [
                CourseEntry("", names[each.subject_id], "", class_id, str(_key(each)))
                for each in held
            ]
        return [
            entry
            for entry in courses_of_teacher(
                self.request.dbsession, self.request.identity.person_id, self.lesson.day
            )
            if entry.class_id == self.lesson.school_class.id
        ]

    def _first(self, entries: Sequence[CourseEntry]) -> CourseEntry:
        """What was chosen, else the subject of this hour, else one's own before civic education."""
        now = {
            str(each.ref.subject_id)
            for each in self._lessons_of_mine()
            if each.ref.slot == self.lesson.slot.number
        }
        own = {str(_key(each)) for each in teachings_here(self.request, self.lesson)}
        wanted = [entry for entry in entries if entry.token == self.typed.course]
        wanted += [entry for entry in entries if entry.token.split("-", 1)[0] in now]
        wanted += [entry for entry in entries if entry.token in own]
        return [*wanted, *entries][0]

    # ---- showing --------------------------------------------------------------------

    @property
    def editable(self) -> bool:
        """Whether a mark may be given now."""
        return self.locked is None

    @property
    def locked(self) -> Text | None:
        """Why no mark may be given here (L7)."""
        return lock_of_lesson(self.request, self.lesson)

    def render(self) -> Any:
        """The picker; nothing for who has nothing to assess here after all."""
        entries = self._entries()
        if not entries:
            return ""
        first = self._first(entries)
        chips, roster = self._chips(first)
        picker = Picker(
            [(row.student_id, row.surname, row.given_name) for row in roster],
            chips,
            [(entry.token, entry.subject, entry == first) for entry in entries],
            self.typed,
            self.troubles,
        )
        return markup(
            self.request,
            TEMPLATE,
            picker=picker,
            subject=first.subject,
            kinds=list(KINDS.items()),
            locked=self.locked is not None,
            lock_text=self.lesson.unsaid(self.locked),
        )

    def _chips(self, entry: CourseEntry) -> tuple[Sequence[Chip], Sequence[RosterRow]]:
        """What to tap, and for whom: numbers for everybody, judgements for a share of the class."""
        if not entry.judged:
            return number_chips(occasion_of(self.request).style), self.lesson.roster
        course = self._course(entry.token)
        if course is None:
            return (), ()
        day = self.lesson.day
        words = vocabularies(self.request.dbsession, course, day, day).on(day)
        here = [row for row in self.lesson.roster if course.share.includes(row.religion)]
        return level_chips(words), here

    def _course(self, token: str) -> Course | None:
        key = CourseKey.read(token)
        if key is None:
            return None
        rows = course_rows(self.lesson.school_class.id, key.subject_id)
        return course_from(self.request.dbsession.execute(rows).all(), key)

    # ---- saving ---------------------------------------------------------------------

    def validate(self, form: Any) -> Sequence[PartError]:
        """Read what was tapped; say what is wrong, and lose none of it."""
        self.typed = read_oral(form, [row.student_id for row in self.lesson.roster])
        if not self.typed.singles and not self.typed.lonely:
            return []
        course = self._course(self.typed.course)
        if course is None:
            return [PartError(TEXT, _("Scegli la materia del voto."))]
        self.oral = check_oral(
            self.request.dbsession,
            course,
            occasion_of(self.request),
            self.lesson.day,
            self.typed,
        )
        self.troubles = self.oral.troubles
        return [PartError(each.field, self._line(each)) for each in self.troubles]

    def _line(self, trouble: Trouble) -> str:
        message = self.request.translate(trouble.message)
        return f"{trouble.who}: {message}" if trouble.who else message

    def apply(self) -> None:
        """Store the marks, in the transaction of the lesson."""
        if self.oral is not None:
            give(self.request.dbsession, self.oral)


def teachings_here(request: Request, lesson: LessonContext) -> list[TeachingHeld]:
    """The teachings by which who is signed in assesses in this class or group (G6)."""
    identity = request.identity
    if identity is None or lesson.day > request.today:
        return []
    groups = {None} if lesson.group is None else {None, lesson.group.id}
    found = [
        each
        for each in identity.teachings
        if each.class_id == lesson.school_class.id
        and each.kind is not TeachingKind.SUPPORT
        and (each.group_id in groups or lesson.group is None)
    ]
    return list({_key(each): each for each in found}.values())


def _key(held: TeachingHeld) -> CourseKey:
    return CourseKey(held.subject_id, held.group_id)
