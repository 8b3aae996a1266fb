"""The demo school as a visitor meets it: on any day, with every sign-in, a living school."""

from datetime import date, time

import pytest
from sqlalchemy import select
from webtest import TestApp

from registro_core.accounts.models import Account
from registro_core.app import configure
from registro_core.clock import school_instant
from registro_core.demo import build
from registro_core.demo.school import DemoSize
from registro_core.demo.sign_ins import PASSWORD, SIGN_INS
from registro_core.platform import Platform
from registro_core.school.models import SchoolClass
from registro_core.settings import read_installation

# That it is built on every database is shown in tests/core/demo.
pytestmark = pytest.mark.once

PLUGINS = "lessons attendance grades"
SUNDAY_IN_AUGUST = date(2026, 8, 16)
DAYS = [date(2026, 11, 23), date(2027, 1, 1), date(2028, 2, 29)]


class Demo:
    """A demo school built around a day, at half past nine."""

    def __init__(self, url, folder, today):
        self.today, self.now = today, school_instant(today, time(9, 30))
        self.settings = {
            "registro.plugins": PLUGINS,
            "registro.database_url": url,
            "registro.public_url": "http://localhost",
            "registro.data_dir": str(folder),
            "registro.mail": f"dir:{folder / 'mail'}",
        }
        self.platform = Platform(read_installation(self.settings), lambda: self.now)
        build.prepare(self.platform, keep=False, rebuild=False)
        build.build(self.platform, build.DemoRequest(DemoSize.SMALL, 1, today, self.now))
        self.app = configure(self.platform, self.settings).make_wsgi_app()

    def sign_in(self, username):
        """A browser in which somebody signed in through the form."""
        browser = TestApp(self.app, extra_environ={"HTTP_HOST": "localhost:80"})
        form = browser.get("/sign-in").forms[0]
        form["name"], form["password"] = username, PASSWORD
        form.submit(status=303)
        return browser

    def lessons_of(self, username):
        """The lessons that the plugins say a teacher has today."""
        with self.platform.reading_sessions() as session:
            teacher = session.scalars(
                select(Account.person_id).where(Account.username == username)
            ).one()
            lessons = self.platform.plugins.collect(
                "registro_scheduled_lessons",
                session=session,
                class_ids=session.scalars(select(SchoolClass.id)).all(),
                first_day=self.today,
                last_day=self.today,
            )
        return [lesson for lesson in lessons if teacher in lesson.teacher_ids]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def demo(request, databases, tmp_path_factory):
    made = Demo(databases.create(), tmp_path_factory.mktemp("demo"), request.param)
    yield made
    made.platform.engine.dispose()


@pytest.fixture(scope="module")
def sunday(databases, tmp_path_factory):
    made = Demo(databases.create(), tmp_path_factory.mktemp("demo"), SUNDAY_IN_AUGUST)
    yield made
    made.platform.engine.dispose()


def test_the_teacher_has_lessons_to_sign_today(demo):
    lessons = demo.lessons_of("docente")
    assert lessons
    assert not all(lesson.signed for lesson in lessons)


def test_so_on_a_sunday_in_august(sunday):
    assert not all(lesson.signed for lesson in sunday.lessons_of("docente"))


def test_the_teacher_opens_a_lesson_and_signs_it(demo):
    lesson = next(each for each in demo.lessons_of("docente") if not each.signed)
    browser = demo.sign_in("docente")
    path = f"/classes/{lesson.ref.class_id}/lessons/{demo.today}/{lesson.ref.slot}"
    page = browser.get(path)
    saved = next(f for f in page.forms.values() if f.action in {path, ""}).submit()
    assert saved.status_int == 303, saved.text
    (now,) = (each for each in demo.lessons_of("docente") if each.ref.slot == lesson.ref.slot)
    assert now.signed


@pytest.mark.parametrize("username", SIGN_INS)
def test_everybody_signs_in_and_sees_a_home_page(sunday, username):
    browser = sunday.sign_in(username)
    assert browser.get("/", status=200)


@pytest.mark.parametrize("username", SIGN_INS)
def test_every_entry_of_everybody_s_menu_opens(sunday, username):
    browser = sunday.sign_in(username)
    page = browser.get("/menu").html
    paths = {a["href"] for a in page.find("main").find_all("a") if a["href"].startswith("/")}
    assert paths
    for path in paths:
        # Who has one child is led to that child.
        assert browser.get(path).maybe_follow().status_int == 200, path


def test_the_plugins_have_a_history_to_show(sunday):
    with sunday.platform.reading_sessions() as session:
        connection = session.connection()
        counts = {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar()  # noqa: S608
            for name in (
                *("lessons_lesson", "lessons_signature"),
                *("attendance_event", "attendance_roll", "attendance_justification"),
                *("grades_mark", "grades_note", "grades_observation"),
            )
        }
    assert all(count > 20 for count in counts.values()), counts
