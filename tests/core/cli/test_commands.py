"""The command as a person uses it: what it prints, and how it ends."""

import pytest

from registro_core import __version__


def test_help_names_every_command(registro):
    status, output = registro("--help")
    assert status == 0
    for name in ("serve", "worker", "migrate", "demo", "import", "plugins", "user", "audit"):
        assert name in output


@pytest.mark.parametrize(
    "command", ["serve", "worker", "migrate", "demo", "import", "plugins", "user", "audit"]
)
def test_each_command_has_help_worth_reading(registro, command):
    status, output = registro(command, "--help")
    assert status == 0
    assert len(output.split()) > 25


def test_version(registro):
    assert registro("--version") == (0, f"Registro {__version__}\n")


def test_a_missing_configuration_is_told(registro):
    registro.config.unlink()
    status, output = registro("migrate")
    assert status == 1
    assert "there is no configuration" in output


def test_help_works_without_a_configuration(registro):
    registro.config.unlink()
    assert registro("--help")[0] == 0


def test_a_setting_may_come_from_the_environment(registro, monkeypatch):
    text = registro.config.read_text()
    url = next(line for line in text.splitlines() if "database_url" in line).partition(" = ")[2]
    registro.config.write_text(text.replace(url, "env:TRIAL_URL"))
    status, output = registro("migrate")
    assert status == 1
    assert "TRIAL_URL" in output
    monkeypatch.setenv("TRIAL_URL", url)
    assert registro("migrate")[0] == 0


def test_migrate_says_what_it_did_and_then_that_there_is_nothing(registro):
    assert registro("migrate", "--check")[0] == 1
    status, output = registro("migrate")
    assert status == 0
    assert "migrated core" in output
    assert "up to date" in registro("migrate")[1]
    assert registro("migrate", "--check")[0] == 0
    assert registro("migrate", "--quiet") == (0, "")


def test_demo_builds_once_and_shows_the_sign_ins(registro):
    status, output = registro("demo", "--today", "2026-08-16")
    assert status == 0
    assert "docente.genitore" in output
    assert "registro-demo" in output
    status, output = registro("demo")
    assert status == 1
    assert "--rebuild" in output
    assert registro("demo", "--if-missing")[0] == 0
    assert registro("demo", "--rebuild")[0] == 0


def test_serve_refuses_tables_that_are_behind(registro):
    status, output = registro("serve")
    assert status == 1
    assert "registro migrate" in output


def test_a_database_that_does_not_answer_is_told_in_one_line(registro):
    text = registro.config.read_text()
    lines = [
        "registro.database_url = postgresql://nobody@127.0.0.1:9/none"
        if "database_url" in line
        else line
        for line in text.splitlines()
    ]
    registro.config.write_text("\n".join(lines))
    status, output = registro("migrate")
    assert status == 1
    assert "Traceback" not in output
    assert "database" in output
