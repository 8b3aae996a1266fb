"""Any subset of the plugins starts, in any order, and every page that is left opens for every role."""

import re

import pytest

from registro_core.testing import Applications, Databases, TestSchool, school_with
from tests.contract.world import PLUGINS, World, address, matcher, reading_patterns, views_of

SUBSETS = [
    *((), ("lessons",), ("attendance",), ("grades",), ("homework",), ("materials",)),
    *(("attendance", "lessons"), ("materials", "homework", "lessons")),
    *(("spid_auth",), ("spid_auth", "lessons"), ("attendance", "grades")),
    ("web_push",),
    ("messaging",),
    ("lessons", "attendance", "grades", "homework", "materials", "web_push", "messaging"),
]
ROLES = (
    *("admin", "dirigente", "vicario", "segreteria", "bidella", "docente", "coordinatore"),
    *("sostegno", "religione", "docente.genitore", "estraneo", "mamma", "ristretto", "anna"),
    *("adulto", "nobody"),
)
# Every role opens these; the others are dealt out, as every role meets them in test_matrix.py.
CENTRAL = {"/", "/menu", "/classes/{class_id}/lessons/{day}/{slot}", "/students/{student_id}"}
LINK = re.compile(r'href="(/[^"#?]*)')


def pages(school: TestSchool, plugins: tuple[str, ...]) -> list[str]:
    """The patterns of pages that need nothing but the small school."""
    found = reading_patterns(views_of(school, plugins))
    return [pattern for pattern in found if not NEEDS_MORE.search(pattern)]


NEEDS_MORE = re.compile(
    r"\{(group|evacuation|certificate|justification|permit|import|timetable|teaching|assessment|mark"
    r"|note|procedure|observation|entry|homework|hand_in|file|folder|item|item_file)_id\}"
    r"|guardianship_id|token"
)


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.parametrize("plugins", SUBSETS, ids=lambda names: "+".join(names) or "none")
def test_every_page_opens_with_any_subset(
    applications: Applications, databases: Databases, plugins: tuple[str, ...]
) -> None:
    with school_with(applications, databases, plugins) as school:
        world = World(school)
        routes = [matcher(view.pattern) for view in views_of(school, plugins)]
        linked: dict[str, str] = {}
        for number, pattern in enumerate(pages(school, plugins)):
            roles = ROLES if pattern in CENTRAL else dealt(number, plugins)
            for who in roles:
                answer = world.browser(who).get(world.said(address(pattern)), expect_errors=True)
                assert answer.status_int < 500, (pattern, who)
                text = answer.text if answer.content_type == "text/html" else ""
                linked |= dict.fromkeys(LINK.findall(text), f"{pattern} for {who}")
        # no page leads to one of a plugin that is not there
        lost = {link: where for link, where in linked.items() if not known(link, routes)}
        assert lost == {}


def dealt(number: int, plugins: tuple[str, ...]) -> tuple[str, ...]:
    """Two roles for a page; none where everything is on, which test_matrix.py walks through."""
    return () if set(plugins) == set(PLUGINS) else (ROLES[number % 8], ROLES[number % 8 + 8])


def known(link: str, routes: list[re.Pattern[str]]) -> bool:
    """Whether an address is answered by something."""
    return link.startswith("/static/") or any(route.match(link) for route in routes)


@pytest.mark.parametrize("plugins", SUBSETS[1:6], ids=lambda names: names[0])
def test_one_plugin_alone_names_no_address_of_the_other(
    applications: Applications, databases: Databases, plugins: tuple[str, ...]
) -> None:
    with school_with(applications, databases, plugins) as school:
        routes = {view.route.partition(".")[0] for view in views_of(school, plugins)}
    assert set(plugins) <= routes
    assert not routes & (set(PLUGINS) - set(plugins))
