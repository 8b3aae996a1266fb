"""What ends with a student's stay in a class (L3, L5)."""

from datetime import date

from registro_core.items import EnrolmentEvent, TeachingKind
from registro_core.school.leaving import end_with_stay
from registro_core.school.models import Teaching

LAST_DAY = date(2026, 11, 20)


def support(school, ends_on):
    """A support teaching of Anna's with an end of its own."""
    return Teaching(
        teacher_id=school.people["estraneo"],
        class_id=school.classes["1A"],
        subject_id=school.subjects["MAT"],
        kind=TeachingKind.SUPPORT,
        student_id=school.people["anna"],
        starts_on=date(2026, 9, 14),
        ends_on=ends_on,
    )


def test_support_with_a_later_end_ends_with_the_stay(school):
    later, over = support(school, date(2027, 6, 30)), support(school, date(2026, 10, 31))
    with school.session() as session:
        session.add_all([later, over])
        session.flush()
        end_with_stay(
            session, EnrolmentEvent(school.people["anna"], school.classes["1A"], LAST_DAY)
        )

        assert later.ends_on == LAST_DAY
        assert over.ends_on == date(2026, 10, 31)
