"""The form of a note, shared by writing and rewriting: whom, which days, and the guard of names."""

from typing import Any

from registro_core.api import (
    ClassContext,
    Relation,
    Request,
    SchoolClass,
    SchoolYear,
    roster,
    whole_number,
)
from registro_grades.notes.forms import CLASS, SOME, NoteForm
from registro_grades.notes.guard import others_named
from registro_grades.notes.rights import Days, writing_days
from registro_grades.notes.services import Draft

OF_CLASS = frozenset({Relation.TEACHER_OF_CLASS, Relation.HEAD, Relation.DEPUTY})


def open_days(context: ClassContext, request: Request) -> Days:
    """The days on which who is signed in may write a note in the class."""
    held = context.relations(request.identity) if request.identity else frozenset()
    year: SchoolYear = context.year
    return writing_days(
        request.today, year.starts_on, year.ends_on, of_class=not held.isdisjoint(OF_CLASS)
    )


def note_form(
    context: ClassContext,
    request: Request,
    days: Days,
    stored: Draft | None = None,
    version: int = 0,
) -> NoteForm:
    """The form: empty, or with what is stored; a student of the address is ticked already."""
    day = stored.day if stored else days.last
    students = roster(request.dbsession, context.school_class.id, day)
    offered = {row.student_id for row in students}
    asked = offered & {whole_number(text) for text in request.GET.getall("student")}
    data: dict[str, Any] = {"day": day, "students": sorted(asked)}
    if stored is not None:
        whom = CLASS if stored.whole_class else SOME
        data |= {"whom": whom, "text": stored.text, "version": version}
        data["students"] = sorted(stored.student_ids)
    return NoteForm(request, students, days, data=data)


def guarded(request: Request, school_class: SchoolClass, form: NoteForm) -> bool:
    """Whether the text may be stored: it names nobody else, or its author confirmed it (V4)."""
    draft = form.draft()
    named = others_named(
        request.dbsession, draft.text, school_class.id, draft.day, draft.student_ids
    )
    if not named:
        form.names_kept.data = False
        return True
    if not form.names_kept.data:
        form.warn(named)
    return bool(form.names_kept.data)
