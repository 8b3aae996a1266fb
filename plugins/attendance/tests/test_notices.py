"""What families are told, when, and to whom."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, text

from registro_core.api import StudentProfile, recipients, school_day
from registro_core.testing import NOW, TestSchool


def notices(school: TestSchool) -> list[tuple[str, bool, Any]]:
    """The notices published so far: text with its data, whether withdrawn, when they may leave."""
    with school.session() as session:
        rows = session.execute(
            text("SELECT subject, withdrawn_at, not_before FROM notice ORDER BY id")
        ).all()
    return [(str(subject), gone is not None, when) for subject, gone, when in rows]


def told(school: TestSchool) -> set[str]:
    """Who is among the recipients of notices that count, by user name."""
    names = {person: name for name, person in school.people.items()}
    with school.session() as session:
        rows = session.scalars(
            text(
                "SELECT person_id FROM notice_recipient r JOIN notice n"
                " ON n.id = r.notice_id WHERE n.withdrawn_at IS NULL"
            )
        )
        return {names[row] for row in rows}


def test_both_parents_are_told_after_the_debounce(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, anna="A")
    ((subject, withdrawn, when),) = notices(school)
    assert "assenza del" in subject
    assert "Anna" in subject
    assert not withdrawn
    assert str(NOW + timedelta(minutes=10))[:16] in str(when)
    assert told(school) == {"mamma", "papa"}


def test_corrected_before_it_leaves_nobody_is_told(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, anna="A")
    rolls.call(1, anna="P")
    assert [withdrawn for _subject, withdrawn, _when in notices(school)] == [True]
    assert told(school) == set()


def test_an_absence_that_becomes_a_late_entry_is_told_once_and_right(
    school: TestSchool, rolls: Any
) -> None:
    rolls.call(1, anna="A")
    rolls.call(1, anna="R 8:30")
    first, second = notices(school)
    assert first[1]
    assert "entrata alle" in second[0]
    assert not second[1]


def test_what_had_left_is_followed_by_one_correction(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, anna="A")
    with school.session() as session:
        session.execute(text("UPDATE delivery SET state = 'sent'"))
    rolls.call(1, anna="P")
    assert "Rettifica" in notices(school)[-1][0]
    assert len(notices(school)) == 2


def test_a10_a_short_late_disturbs_nobody(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, anna="R 8:07")
    assert notices(school) == []


def test_v1_a_restricted_parent_is_not_told(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, bruno="A")
    assert told(school) == {"altra"}


def test_v2_adults_are_told_and_may_keep_their_parents_out(school: TestSchool) -> None:
    adult = school.people["adulto"]
    with school.session() as session:
        today = school_day(NOW)
        assert recipients(session, [adult], today)[adult] == {adult}
        profile = session.scalars(
            select(StudentProfile).where(StudentProfile.person_id == adult)
        ).one()
        profile.parents_may_see_adult = False
        assert recipients(session, [adult], today)[adult] == {adult}


def test_the_parent_sees_it_at_once(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, anna="A")
    page = school.as_("mamma").get(f"/students/{school.people['anna']}/attendance")
    assert "24 novembre" in page.text
    assert "Assenza" in page.text
