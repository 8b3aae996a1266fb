"""What stops start-up: each fault planted alone is found and named (checks 1 and 9)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError, ConfigurationExecutionError
from pyramid.response import Response

from registro_core.api import PUBLIC, ClassContext, Request
from registro_core.app import configure
from registro_core.platform import Platform
from registro_core.security import guard
from registro_core.settings import read_installation

Plant = Callable[[Configurator], None]


def page(request: Request) -> Response:
    return Response("ok")


def start(tmp_path: Path, plant: Plant) -> None:
    """Configure the register with a fault planted in it, and check it as start-up does."""
    settings = {
        "registro.database_url": f"sqlite:///{tmp_path / 'guard.db'}",
        "registro.data_dir": str(tmp_path),
    }
    platform = Platform(read_installation(settings))
    config = configure(platform, settings)
    plant(config)
    config.commit()
    guard.check(config, platform.permissions)


def forgotten_permission(config: Configurator) -> None:
    config.add_route("x", "/x")
    config.add_view(page, route_name="x")


def unknown_permission(config: Configurator) -> None:
    config.add_route("x", "/x")
    config.add_view(page, route_name="x", permission="attendance:raed", request_method="GET")


def twin_route(config: Configurator) -> None:
    config.add_route("x", "/twin/{class_id}", factory=ClassContext)
    config.add_route("y", "twin/{class_id}/", factory=ClassContext)
    for name in ("x", "y"):
        config.add_view(page, route_name=name, permission=PUBLIC)


def id_without_factory(config: Configurator) -> None:
    config.add_route("x", "/x/{student_id}")
    config.add_view(page, route_name="x", permission="core:home", request_method="GET")


def route_without_view(config: Configurator) -> None:
    config.add_route("x", "/x")


def view_without_method(config: Configurator) -> None:
    config.add_route("x", "/x")
    config.add_view(page, route_name="x", permission="core:home")


FAULTS: dict[Plant, str] = {
    forgotten_permission: "view without permission",
    unknown_permission: "attendance:raed, which nobody declares",
    twin_route: "routes x and y have one pattern: /twin/{class_id}",
    id_without_factory: "takes an id but has no factory",
    view_without_method: "answers to every method: name its request_method",
    route_without_view: r"route x \(/x\) has no view",
}


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_stops_start_up(tmp_path: Path, plant: Plant) -> None:
    with pytest.raises((ConfigurationError, ConfigurationExecutionError), match=FAULTS[plant]):
        start(tmp_path, plant)


def test_the_register_itself_starts(tmp_path: Path) -> None:
    start(tmp_path, lambda _config: None)


def test_reading_permission_on_a_writing_view(tmp_path: Path) -> None:
    def plant(config: Configurator) -> None:
        config.registry.platform.permissions["core:some:read"] = None
        config.add_route("x", "/x")
        config.add_view(page, route_name="x", permission="core:some:read", request_method="POST")
        config.add_route("y", "/y")
        config.add_view(page, route_name="y", permission="core:some:read", request_method="GET")

    with pytest.raises(ConfigurationError, match="answers POST with the reading permission"):
        start(tmp_path, plant)
