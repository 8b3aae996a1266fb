"""The contract with plugins: names follow the grammar, and each hook does what it promises.

There is a `test_hook_<name>` for every hook, and every hook is used by the core or by a
plugin that comes with it: a hook nobody uses is a promise nobody has tried.
"""

import inspect
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from registro_core import hookspecs
from registro_core.platform import Platform
from registro_core.plugins import Plugins
from registro_core.settings import read_installation

ROOT = Path(__file__).parents[2]
HOOKS = {
    name.removeprefix("registro_"): function
    for name, function in vars(hookspecs).items()
    if name.startswith("registro_") and inspect.isfunction(function)
}
PARTICIPLES = re.compile(r"_(enrolled|left|changed|closed|published|saved)$")
IMPERATIVES = re.compile(r"^(configure|erase|fill)(_|$)")

Install = Callable[[str, str], None]


STORE = """
from registro_core.api import hookimpl
class Shelf:
    pass
@hookimpl
def registro_file_store(installation):
    return Shelf()
"""


def returns(name: str) -> str:
    return str(inspect.signature(HOOKS[name]).return_annotation)


@pytest.mark.parametrize("name", HOOKS)
def test_the_name_tells_what_the_hook_returns(name: str) -> None:
    options = getattr(HOOKS[name], "registro_spec")  # noqa: B009
    if PARTICIPLES.search(name) or IMPERATIVES.search(name):
        assert returns(name) == "None"
    elif options["firstresult"]:
        assert returns(name).endswith("| None")
    else:
        assert returns(name).startswith("list[")
        assert name.endswith(("s", "data"))


@pytest.mark.parametrize("name", HOOKS)
def test_it_is_documented_where_it_is_declared(name: str) -> None:
    assert len(inspect.getdoc(HOOKS[name]) or "") > 30


@pytest.mark.parametrize("name", HOOKS)
def test_somebody_uses_it(name: str) -> None:
    modules = [ROOT / "registro_core" / "core.py", *ROOT.glob("plugins/*/registro_*/plugin.py")]
    assert any(f"def registro_{name}(" in module.read_text() for module in modules)


@pytest.mark.parametrize("name", HOOKS)
def test_it_has_a_test_and_a_section_of_the_docs(name: str) -> None:
    assert f"test_hook_{name}" in globals()
    assert f"registro_{name}" in (ROOT / "docs" / "integrators" / "hooks.md").read_text()


# ---- what each promises -----------------------------------------------------------------


def plugin_with(install: Install, hook: str, arguments: str, body: str) -> Plugins:
    """A plugin named `soup` with one hook, on the core."""
    source = f"""
        from registro_core.api import *
        from registro_core.hookspecs import hookimpl

        @hookimpl
        def registro_{hook}({arguments}):
            {body}
        """
    install("soup", source)
    return Plugins(["soup"])


def collected(install: Install, hook: str, arguments: str = "", **values: object) -> None:
    """Check that a plural hook hands over its arguments, and joins the lists of all plugins."""
    echo = f"return [('soup', {arguments})]" if arguments else "return ['soup']"
    plugins = plugin_with(install, hook, arguments, echo)
    items = [i for p, i in plugins.by_plugin(f"registro_{hook}", **values) if p.name == "soup"]
    assert items == ([("soup", *values.values())] if arguments else ["soup"])


def asked(install: Install, hook: str, arguments: str, **values: object) -> None:
    """Check that a singular hook passes by a plugin that does not know."""
    source = f"""
        from registro_core.hookspecs import hookimpl

        @hookimpl
        def registro_{hook}({arguments}):
            return RETURNED
        """
    install("unsure", source.replace("RETURNED", "None"))
    install("sure", source.replace("RETURNED", f"({arguments},)"))
    answer = Plugins(["unsure", "sure"]).first(f"registro_{hook}", **values)
    assert answer == tuple(values.values())
    assert Plugins(["unsure"]).first(f"registro_{hook}", **values) is None


def told(install: Install, hook: str, arguments: str, **values: object) -> None:
    """Check that a plugin is told with all arguments, and that its failure is raised."""
    plugins = plugin_with(install, hook, arguments, f"raise LookupError({arguments})")
    with pytest.raises(LookupError) as error:
        plugins.call(plugins.loaded[-1], f"registro_{hook}", **values)
    assert error.value.args == tuple(values.values())


def test_hook_configure(install: Install) -> None:
    plugins = plugin_with(install, "configure", "config", "config.append('soup')")
    config: list[str] = []
    soup = plugins.loaded[-1]
    plugins.call(soup, "registro_configure", config=config)
    assert config == ["soup"]


def test_hook_permissions(install: Install) -> None:
    collected(install, "permissions")


def test_hook_settings(install: Install) -> None:
    collected(install, "settings")


def test_hook_notice_kinds(install: Install) -> None:
    collected(install, "notice_kinds")


def test_hook_notice_channels(install: Install) -> None:
    collected(install, "notice_channels", "installation", installation=1)


def test_hook_file_store(install: Install, tmp_path: Path) -> None:
    """The bucket, or whatever answers, is where files go; without an answer it is the folder."""
    asked(install, "file_store", "installation", installation="here")
    install("shelf", STORE)
    settings = {"registro.database_url": "sqlite://", "registro.data_dir": str(tmp_path)}
    for plugins, store in (("", "LocalStore"), ("shelf", "Shelf")):
        platform = Platform(read_installation({**settings, "registro.plugins": plugins}))
        assert type(platform.files).__name__ == store


def test_hook_commands(install: Install) -> None:
    collected(install, "commands")


def test_hook_jobs(install: Install) -> None:
    collected(install, "jobs", "installation", installation=1)


def test_hook_imports(install: Install) -> None:
    collected(install, "imports")


def test_hook_menu_items(install: Install) -> None:
    body = "return ['soup', request]"
    plugins = plugin_with(install, "menu_items", "request", body)
    assert plugins.call(plugins.loaded[-1], "registro_menu_items", request=7) == ["soup", 7]


def test_hook_home_cards(install: Install) -> None:
    collected(install, "home_cards", "request", request=1)


def test_hook_sign_in_methods(install: Install) -> None:
    arguments = "request, back, again"
    collected(install, "sign_in_methods", arguments, request=1, back="/", again=False)


def test_hook_password_refusal(install: Install) -> None:
    values = {"session": 1, "person_id": 2, "today": 3}
    asked(install, "password_refusal", "session, person_id, today", **values)


def test_hook_sign_out_url(install: Install) -> None:
    arguments = "request, method, session_hash"
    asked(install, "sign_out_url", arguments, request=1, method="soup", session_hash="x")


def test_hook_student_cards(install: Install) -> None:
    collected(install, "student_cards", "request, student", request=1, student=2)


def test_hook_class_cards(install: Install) -> None:
    collected(install, "class_cards", "request, school_class", request=1, school_class=2)


def test_hook_lesson_parts(install: Install) -> None:
    collected(install, "lesson_parts", "request, lesson", request=1, lesson=2)


def test_hook_calendar_entries(install: Install) -> None:
    arguments = "session, calendar, first_day, last_day"
    values = dict(zip(arguments.split(", "), range(4), strict=True))
    collected(install, "calendar_entries", arguments, **values)


def test_hook_scheduled_lessons(install: Install) -> None:
    arguments = "session, class_ids, first_day, last_day"
    values = dict(zip(arguments.split(", "), range(4), strict=True))
    collected(install, "scheduled_lessons", arguments, **values)


def test_hook_presence(install: Install) -> None:
    asked(install, "presence", "session, class_id, day", session=1, class_id=2, day=3)


def test_hook_absences(install: Install) -> None:
    arguments = "session, student_ids, first_day, last_day"
    values = dict(zip(arguments.split(", "), range(4), strict=True))
    collected(install, "absences", arguments, **values)


def test_hook_attendance_summary(install: Install) -> None:
    arguments = "session, student_ids, year_id, until"
    values = dict(zip(arguments.split(", "), range(1, 5), strict=True))
    asked(install, "attendance_summary", arguments, **values)


def test_hook_subject_results(install: Install) -> None:
    arguments = "session, class_id, first_day, until"
    values = dict(zip(arguments.split(", "), range(4), strict=True))
    collected(install, "subject_results", arguments, **values)


def test_hook_removals(install: Install) -> None:
    arguments = "session, student_ids, first_day, last_day"
    values = dict(zip(arguments.split(", "), range(1, 5), strict=True))
    collected(install, "removals", arguments, **values)


def test_hook_student_alerts(install: Install) -> None:
    arguments = "session, class_id, until"
    collected(install, "student_alerts", arguments, session=1, class_id=2, until=3)


def test_hook_report_sections(install: Install) -> None:
    arguments = "session, class_id, first_day, until"
    values = dict(zip(arguments.split(", "), range(4), strict=True))
    collected(install, "report_sections", arguments, **values)


def test_hook_student_enrolled(install: Install) -> None:
    told(install, "student_enrolled", "session, enrolment", session=1, enrolment=2)


def test_hook_student_left(install: Install) -> None:
    told(install, "student_left", "session, enrolment", session=1, enrolment=2)


def test_hook_personal_data(install: Install) -> None:
    install("soup", PERSONAL)
    plugins = Plugins(["soup"])
    data = plugins.call(plugins.loaded[-1], "registro_personal_data", session=1, person_id=2)
    assert data == [(1, 2)]


def test_hook_erase_person(install: Install) -> None:
    plugins = plugin_with(install, "erase_person", "person_id", "raise LookupError(person_id)")
    with pytest.raises(LookupError):
        plugins.call(plugins.loaded[-1], "registro_erase_person", session=1, person_id=2)


def test_hook_fill_demo(install: Install) -> None:
    told(install, "fill_demo", "session, demo", session=1, demo=2)


PERSONAL = """
from registro_core.hookspecs import hookimpl

@hookimpl
def registro_personal_data(session, person_id):
    return [(session, person_id)]
"""
