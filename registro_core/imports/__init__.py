"""Imports: reading a school's files, showing what they would change, and doing it whole or not."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the office's pages for imports."""
    from registro_core.imports import services, views  # noqa: PLC0415 - the command needs no web
    from registro_core.security.contexts import SchoolContext  # noqa: PLC0415
    from registro_core.web.uploads import accept_files  # noqa: PLC0415

    # Two kinds of one name are found at the start, not when the office uploads a file.
    services.kinds_of(config.registry.platform.plugins)
    one = {"factory": views.PendingImportContext}
    config.add_route("imports", "/office/imports", factory=SchoolContext)
    config.add_route("import", "/office/imports/{import_id}", **one)
    config.add_route("import.drop", "/office/imports/{import_id}/drop", **one)
    config.add_route("import.problems", "/office/imports/{import_id}/problems.csv", **one)
    accept_files(config, "imports")
    config.scan(views)
