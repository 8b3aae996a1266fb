"""The school's choices, and who may do what."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from registro_core.items import SYSTEM, Relation, Setting, SettingType
from registro_core.office.people.services import Office
from registro_core.office.settings.services import BadSetting, change_settings, parse
from registro_core.permissions import CLASSES, GRANTS
from registro_core.school.models import School
from registro_core.security.models import PermissionGrant
from registro_core.settings import SchoolSettings
from registro_core.testing import TestSchool

MINUTES = Setting("x.minutes", "Minuti", SettingType.INTEGER, 10, minimum=0, maximum=60)
AT = Setting("x.at", "Ora", SettingType.TIME, "16:00")
FLOOR = Setting(
    "x.floor", "Modo", SettingType.CHOICE, "none", choices=(("none", "a"), ("half", "b"))
)


@pytest.mark.parametrize(
    ("setting", "text", "why"),
    [
        (MINUTES, "dieci", "number"),
        (MINUTES, "61", "range"),
        (MINUTES, "-1", "range"),
        (MINUTES, "9" * 30, "number"),
        (AT, "25:00", "time"),
        (FLOOR, "full", "choice"),
    ],
)
def test_what_is_no_value_is_refused(setting: Setting, text: str, why: str) -> None:
    with pytest.raises(BadSetting, match=why):
        parse(setting, text)


def test_only_what_differs_from_the_default_is_kept(school: TestSchool) -> None:
    declared = {setting.name: setting for setting in (MINUTES, AT)}
    with school.session() as session:
        office = Office(session, SYSTEM, datetime(2026, 11, 24, tzinfo=UTC))
        row = session.scalars(select(School)).one()
        change_settings(office, row, declared, {"x.minutes": 5, "x.at": "16:00"}, row.version)
        kept = {name: value for name, value in row.settings.items() if name.startswith("x.")}
        assert kept == {"x.minutes": 5}
        assert SchoolSettings(declared, row.settings).integer("x.minutes") == 5


def test_only_head_and_admin_choose(school: TestSchool) -> None:
    for username in school.people:
        for path in ("/office/settings", "/office/permissions"):
            status = school.as_(username).get(path, expect_errors=True).status_int
            assert status == (200 if username in {"dirigente", "admin"} else 403), username


def tick(school: TestSchool, name: str, relation: Relation, held: bool) -> object:
    page = school.as_("dirigente").get("/office/permissions")
    form = next(f for f in page.forms.values() if f.action == "/office/permissions")
    box = next(b for b in form.fields["grant"] if b._value == f"{name}|{relation}")
    box.checked = held
    return form.submit(expect_errors=True)


def test_a_permission_taken_away_is_gone_with_the_next_click(school: TestSchool) -> None:
    browser = school.as_("docente")
    browser.get("/classes", status=200)
    tick(school, CLASSES.name, Relation.TEACHER, held=False)
    browser.get("/classes", status=403)
    tick(school, CLASSES.name, Relation.TEACHER, held=True)
    browser.get("/classes", status=200)
    with school.session() as session:
        assert session.scalars(select(PermissionGrant)).all() == []


def test_nobody_can_lock_everybody_out(school: TestSchool) -> None:
    tick(school, GRANTS.name, Relation.ADMIN, held=False)
    answer = tick(school, GRANTS.name, Relation.HEAD, held=False)
    assert "nessuno potrebbe più" in answer  # type: ignore[operator]
    school.as_("dirigente").get("/office/permissions", status=200)


def test_families_are_never_given_what_is_not_theirs(school: TestSchool) -> None:
    browser = school.as_("dirigente")
    page = browser.get("/office/permissions")
    form = next(f for f in page.forms.values() if f.action == "/office/permissions")
    forged = [("grant", f"{CLASSES.name}|{Relation.GUARDIAN}")]
    browser.post("/office/permissions", [*form.submit_fields(), *forged], status=303)
    school.as_("mamma").get("/classes", status=403)
