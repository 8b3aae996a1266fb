"""Routes of the diary."""

from registro_core.api import SchoolContext
from registro_grades.diary.contexts import EntryContext

DIARY_ROUTES = {
    "grades.diary": ("/diary", SchoolContext),
    "grades.diary.new": ("/diary/new", SchoolContext),
    "grades.diary.entry": ("/diary/{entry_id}", EntryContext),
    "grades.diary.delete": ("/diary/{entry_id}/delete", EntryContext),
}
