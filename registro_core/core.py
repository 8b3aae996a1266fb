"""What the core itself adds to the register, by the same hooks as a plugin."""

from pyramid.config import Configurator

from registro_core.hookspecs import hookimpl

# One folder, one subject; each brings its routes and views.
PARTS: tuple[str, ...] = (
    "registro_core.web",
    "registro_core.accounts",
    "registro_core.home",
    "registro_core.lesson_page",
    "registro_core.notices",
    "registro_core.office",
    "registro_core.imports",
    "registro_core.audit",
)


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Include the parts of the core."""
    for part in PARTS:
        config.include(part)
