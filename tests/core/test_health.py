"""The page for proxies and monitors."""

from registro_core.testing import TestSchool


def test_it_answers_when_the_database_does(school: TestSchool) -> None:
    assert school.anonymous().get("/health", status=200).text == "ok"
    school.as_("mamma").get("/health", status=200)
