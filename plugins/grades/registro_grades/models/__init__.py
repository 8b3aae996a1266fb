"""Tables of grades, all named `grades_*`."""

from registro_grades.models.diary import DiaryEntry
from registro_grades.models.marks import (
    SHARES,
    Assessment,
    Correction,
    Kind,
    Mark,
    Receipt,
    Share,
)
from registro_grades.models.notes import Note, NoteReceipt, NoteStudent
from registro_grades.models.observations import Observation
from registro_grades.models.procedures import (
    Body,
    Hearing,
    Outcome,
    Procedure,
    ProcedureNote,
    Sanction,
)
from registro_grades.models.scales import Code, Scale, ScaleLevel, ScaleUse, SubjectRule, Tone

__all__ = [
    "SHARES",
    "Assessment",
    "Body",
    "Code",
    "Correction",
    "DiaryEntry",
    "Hearing",
    "Kind",
    "Mark",
    "Note",
    "NoteReceipt",
    "NoteStudent",
    "Observation",
    "Outcome",
    "Procedure",
    "ProcedureNote",
    "Receipt",
    "Sanction",
    "Scale",
    "ScaleLevel",
    "ScaleUse",
    "Share",
    "SubjectRule",
    "Tone",
]
