"""Days of a course that are read-only (L7)."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from registro_core.api import Text
from registro_grades.courses.course import Course
from registro_grades.marks.occasion import Occasion


def locked_days(
    _session: Session, _course: Course, _occasion: Occasion, _days: Collection[date]
) -> Mapping[date, Text]:
    """Why days may not be written in, by day; days that may are left out."""
    return {}
