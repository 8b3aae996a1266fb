"""What the diary holds of a person, without a word of it: the office reads these pages (2.8)."""

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from registro_core.api import PersonalData
from registro_grades import _
from registro_grades.models import DiaryEntry


def diary_data(session: Session, person_id: int) -> PersonalData:
    """How many pages somebody keeps. Their words are read by them alone, in the diary itself.

    Nothing is said of whom the pages are about: not even that there are any.
    """
    kept = select(func.count()).where(DiaryEntry.owner_id == person_id)
    count = session.scalar(kept) or 0
    title = _("Pagine del diario personale (il testo lo legge solo chi lo tiene)")
    return PersonalData(title, [{"count": count}] if count else [])


def forget_diary(session: Session, person_id: int) -> None:
    """Delete somebody's diary, and what others keep about them: it is no record of the school."""
    mine_or_about_me = or_(DiaryEntry.owner_id == person_id, DiaryEntry.student_id == person_id)
    session.execute(delete(DiaryEntry).where(mine_or_about_me))
