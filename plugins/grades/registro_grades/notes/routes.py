"""Routes of notes."""

from registro_core.api import ClassContext, SchoolContext, StudentContext
from registro_grades.notes.contexts import NoteContext

CLASS = "/classes/{class_id}/notes"
NOTE = f"{CLASS}/{{note_id}}"
STUDENT = "/students/{student_id}/notes"

NOTE_ROUTES = {
    "grades.notes": ("/notes", SchoolContext),
    "grades.class.notes": (CLASS, ClassContext),
    "grades.class.notes.new": (f"{CLASS}/new", ClassContext),
    "grades.note": (NOTE, NoteContext),
    "grades.note.edit": (f"{NOTE}/edit", NoteContext),
    "grades.note.cancel": (f"{NOTE}/cancel", NoteContext),
    "grades.note.measure": (f"{NOTE}/measure", NoteContext),
    "grades.student.notes": (STUDENT, StudentContext),
    "grades.student.note.seen": (f"{STUDENT}/{{note_id}}/seen", StudentContext),
}
