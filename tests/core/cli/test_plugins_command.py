"""`registro plugins`: the file is changed in one line, data leave only on purpose."""

import csv
import io
import zipfile

import pytest
from sqlalchemy import inspect, text

from registro_core.cli.failures import CommandError
from registro_core.cli.ini import change_plugins
from registro_core.db.engine import make_bare_engine
from registro_core.settings import read_installation


def enabled(registro):
    (line,) = (x for x in registro.config.read_text().splitlines() if "registro.plugins" in x)
    return line.partition("=")[2].split()


def url_of(registro):
    text = registro.config.read_text()
    return next(x for x in text.splitlines() if "database_url" in x).partition(" = ")[2]


def tables(registro):
    engine = make_bare_engine(url_of(registro))
    names = inspect(engine).get_table_names()
    engine.dispose()
    return [name for name in names if name.startswith("attendance_")]


def test_list_shows_what_is_installed_and_what_is_on(registro):
    status, output = registro("plugins", "list")
    assert status == 0
    assert "attendance" in output
    assert " off " in output


def test_enabling_changes_one_line_and_makes_the_tables(registro):
    registro("migrate")
    status, output = registro("plugins", "enable", "attendance")
    assert status == 0, output
    assert enabled(registro) == ["attendance"]
    assert tables(registro)
    assert registro.config.read_text().startswith("# The first line stays.")
    assert registro.config.read_text().endswith("# The last line stays.\n")


def test_enabling_what_is_not_installed_leaves_the_file(registro):
    before = registro.config.read_text()
    status, output = registro("plugins", "enable", "attendence")
    assert status == 1
    assert "did you mean attendance?" in output
    assert registro.config.read_text() == before


def test_disabling_keeps_the_data(registro):
    registro("migrate")
    registro("plugins", "enable", "attendance")
    assert registro("plugins", "disable", "attendance")[0] == 0
    assert enabled(registro) == []
    assert tables(registro)


def test_a_plugin_that_is_not_installed_can_be_disabled(registro):
    change_plugins(registro.config, ["vanished"])
    assert registro("plugins", "disable", "vanished")[0] == 0
    assert enabled(registro) == []


@pytest.fixture
def disabled_with_data(registro):
    registro("migrate")
    registro("plugins", "enable", "attendance")
    registro("plugins", "disable", "attendance")
    return registro


def test_purging_needs_the_plugin_to_be_off(registro):
    registro("migrate")
    registro("plugins", "enable", "attendance")
    status, output = registro("plugins", "purge", "attendance", "--confirm", "attendance")
    assert status == 1
    assert "disable" in output


def test_purging_needs_the_name_typed(disabled_with_data):
    status, _ = disabled_with_data("plugins", "purge", "attendance", "--confirm", "yes")
    assert status == 1
    assert tables(disabled_with_data)


def test_purging_exports_then_drops_and_is_audited(disabled_with_data, tmp_path):
    registro = disabled_with_data
    before = set(tables(registro))
    status, output = registro("plugins", "purge", "attendance", "--confirm", "attendance")
    assert status == 0, output
    assert tables(registro) == []
    (copy,) = (tmp_path / "var" / "exports").glob("attendance-*.zip")
    with zipfile.ZipFile(copy) as archive:
        assert {name.removesuffix(".csv") for name in archive.namelist()} == before
        version = archive.read("attendance_alembic_version.csv").decode()
    assert next(csv.reader(io.StringIO(version), delimiter=";")) == ["version_num"]
    engine = make_bare_engine(url_of(registro))
    with engine.connect() as connection:
        acts = connection.execute(text("SELECT act FROM audit_entry")).scalars().all()
    engine.dispose()
    assert acts == ["plugin.purged"]


def test_a_purged_plugin_can_come_back_empty(disabled_with_data):
    registro = disabled_with_data
    registro("plugins", "purge", "attendance", "--confirm", "attendance")
    assert registro("plugins", "enable", "attendance")[0] == 0
    assert tables(registro)


def test_purging_what_left_nothing_is_told(registro):
    registro("migrate")
    status, output = registro("plugins", "purge", "attendance", "--confirm", "attendance")
    assert status == 1
    assert "no tables" in output


@pytest.mark.parametrize(
    "written",
    [
        "registro.plugins = lessons attendance\n",
        "registro.plugins=lessons attendance\n",
        "registro.plugins =\n    lessons\n    attendance\n",
        "registro.plugins =\n",
    ],
)
def test_the_setting_is_changed_however_it_is_written(tmp_path, written):
    path = tmp_path / "x.ini"
    path.write_text(f"[app:main]\n{written}# kept\nregistro.mode = development\n")
    change_plugins(path, ["lessons"])
    expected = "[app:main]\nregistro.plugins = lessons\n# kept\nregistro.mode = development\n"
    assert path.read_text() == expected


@pytest.mark.parametrize("text", ["[app:main]\n", "registro.plugins = a\nregistro.plugins = b\n"])
def test_an_ambiguous_file_is_left_alone(tmp_path, text):
    path = tmp_path / "x.ini"
    path.write_text(text)
    with pytest.raises(CommandError, match="exactly once"):
        change_plugins(path, [])
    assert path.read_text() == text


def test_the_shipped_configurations_can_be_read_and_changed(tmp_path, request):
    for name in ("development.ini", "production.ini"):
        path = tmp_path / name
        path.write_text((request.config.rootpath / name).read_text())
        change_plugins(path, ["lessons"])
        assert "registro.plugins = lessons\n" in path.read_text()
    assert read_installation({"registro.database_url": "sqlite://"}).plugins == ()
