"""Tables of grades, all named `grades_*`."""

from registro_grades.models.marks import Assessment, Correction, Kind, Mark, Receipt, Share
from registro_grades.models.scales import Code, Scale, ScaleLevel, ScaleUse, SubjectRule, Tone

__all__ = [
    "Assessment",
    "Code",
    "Correction",
    "Kind",
    "Mark",
    "Receipt",
    "Scale",
    "ScaleLevel",
    "ScaleUse",
    "Share",
    "SubjectRule",
    "Tone",
]
