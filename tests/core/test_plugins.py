"""Finding, checking and calling plugins: errors that say what to mend."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from registro_core.platform import Platform
from registro_core.plugins import PluginError, Plugins
from registro_core.settings import read_installation
from registro_core.testing import TestSchool

Install = Callable[..., None]

HOOK = "from registro_core.hookspecs import hookimpl\n"


def test_a_plugin_that_is_not_installed_and_what_was_meant(install: Install) -> None:
    install("canteen", "")
    with pytest.raises(PluginError, match=r"canten is not installed: did you mean canteen\?"):
        Plugins(["canten"])


def test_a_plugin_that_cannot_be_imported(install: Install) -> None:
    install("canteen", "import a_module_that_is_nowhere")
    with pytest.raises(PluginError, match=r"canteen .* cannot be imported: ModuleNotFoundError"):
        Plugins(["canteen"])


def test_a_misspelt_hook(install: Install) -> None:
    install("canteen", HOOK + "@hookimpl\ndef registro_menu_item(request): return []")
    with pytest.raises(PluginError, match="no hook registro_menu_item: did you mean registro_menu"):
        Plugins(["canteen"])


def test_a_hook_that_is_not_marked(install: Install) -> None:
    install("canteen", "def registro_menu_items(request): return []")
    with pytest.raises(PluginError, match="looks like a hook but is not marked"):
        Plugins(["canteen"])


def test_a_hook_with_an_argument_that_nobody_gives(install: Install) -> None:
    install("canteen", HOOK + "@hookimpl\ndef registro_menu_items(request, colour): return []")
    with pytest.raises(PluginError, match=r"canteen: .*arguments.*colour"):
        Plugins(["canteen"])


def test_a_plugin_named_twice(install: Install) -> None:
    install("canteen", "")
    with pytest.raises(PluginError, match="names canteen twice"):
        Plugins(["canteen", "canteen"])


PERMISSION = HOOK + "from registro_core.items import Permission\n"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("[Permission('office:eat', 'Eat')]", "outside its prefix: name it canteen:eat"),
        ("[Permission('canteen:eat', 'Eat')] * 2", "returns 'canteen:eat' twice"),
    ],
)
def test_permissions_bear_their_plugins_name_and_stand_once(
    install: Install, tmp_path: Path, source: str, message: str
) -> None:
    install("canteen", PERMISSION + f"@hookimpl\ndef registro_permissions(): return {source}")
    settings = {
        "registro.plugins": "canteen",
        "registro.database_url": f"sqlite:///{tmp_path / 'x.db'}",
        "registro.data_dir": str(tmp_path),
    }
    with pytest.raises(PluginError, match=message):
        Platform(read_installation(settings))


def test_calls_go_in_the_order_of_the_configuration(install: Install) -> None:
    for name in ("soup", "bread"):
        install(name, HOOK + f"@hookimpl\ndef registro_jobs(): return ['{name}']")
    assert Plugins(["soup", "bread"]).collect("registro_jobs")[-2:] == ["soup", "bread"]
    assert Plugins(["bread", "soup"]).collect("registro_jobs")[-2:] == ["bread", "soup"]


def test_one_who_fails_is_left_out_of_a_page_and_his_work_undone(
    install: Install, school: TestSchool
) -> None:
    """All are asked in one savepoint; only after a failure is each asked in its own."""
    asks = (
        "from sqlalchemy import column, select, table\n@hookimpl\ndef registro_removals(session):\n"
    )
    for name, table in (("canteen", "person"), ("library", "nowhere"), ("museum", "school")):
        statement = f"select(table('{table}', column('id')))"
        install(name, f"{HOOK}{asks}    session.execute({statement})\n    return ['{name}']")
    with school.session() as session:

        def collected(*names: str) -> tuple[list[str], int]:
            with counted_savepoints(session) as savepoints:
                found = Plugins(names).collect_safely(session, "registro_removals", session=session)
            return found, len(savepoints)

        assert collected("canteen", "museum") == (["canteen", "museum"], 1)
        found, _ = collected("canteen", "library", "museum")
        assert found == ["canteen", "museum"]
        assert session.scalar(text("select 1")) == 1


@contextmanager
def counted_savepoints(session: Session) -> Iterator[list[None]]:
    """Note each savepoint that is opened meanwhile."""
    opened: list[None] = []
    engine = session.get_bind()

    def note(*_: object) -> None:
        opened.append(None)

    event.listen(engine, "savepoint", note)
    yield opened
    event.remove(engine, "savepoint", note)
