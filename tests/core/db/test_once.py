"""What parts of a page that know nothing of each other read once."""

from registro_core.db.once import hand_over, once
from registro_core.testing import TestSchool


def test_a_session_that_reads_asks_once(school: TestSchool) -> None:
    asked = iter(range(9))
    with school.platform.reading_sessions() as session:
        answers = [once(session, "key", lambda: next(asked)) for _time in range(3)]
    assert answers == [0, 0, 0]


def test_a_session_that_writes_takes_what_was_handed_over_once(school: TestSchool) -> None:
    """Afterwards it asks: by then it may have changed what it asks about."""
    asked = iter(range(9))
    with school.session() as session:
        hand_over(session, "key", "known")
        answers = [once(session, "key", lambda: next(asked)) for _time in range(3)]
    assert answers == ["known", 0, 1]
