"""The WSGI application: one platform, configured by its plugins."""

from collections.abc import Mapping
from typing import Any

from pyramid.config import Configurator

from registro_core import __version__
from registro_core.clock import Clock, system_clock
from registro_core.db.migrate import refuse_pending
from registro_core.platform import Platform
from registro_core.plugins import PluginError
from registro_core.request import Request
from registro_core.security import guard
from registro_core.security.contexts import SchoolContext
from registro_core.security.policy import NOBODY, RelationPolicy
from registro_core.settings import read_installation
from registro_core.web.compiling import compile_templates, keep_compiled

__all__ = ["main", "make_app"]


def main(_global_config: Mapping[str, str], **settings: str) -> Any:
    """Make the application of an `.ini` (PasteDeploy's signature)."""
    return make_app(settings)


def make_app(settings: Mapping[str, str], clock: Clock = system_clock) -> Any:
    """Make the application; raise `PluginError` or ConfigurationError saying what to mend."""
    platform = Platform(read_installation(settings), clock)
    try:
        refuse_pending(platform.engine, platform.plugins)
    finally:
        # Opened for this question alone; requests open their own, in the process that serves them.
        platform.engine.dispose()
    config = configure(platform, settings)
    if not platform.installation.development:
        keep_compiled(platform.installation.data_dir / "templates")
        packages = [plugin.package for plugin in platform.plugins.loaded]
        compile_templates(config.registry, packages)
    return config.make_wsgi_app()


def configure(platform: Platform, settings: Mapping[str, str]) -> Configurator:
    """Configure the core and every plugin, then check the whole."""
    config = Configurator(
        settings={"registro.version": __version__, **settings},
        root_factory=SchoolContext,
        request_factory=Request,
        security_policy=RelationPolicy(),
        default_permission=NOBODY,
        introspection=True,
    )
    config.registry.platform = platform
    config.add_view_deriver(guard.must_have_permission)
    config.include("registro_core.db.transaction")
    config.include("pyramid_chameleon")
    config.set_default_csrf_options(require_csrf=True)
    for plugin in platform.plugins.loaded:
        _configure_plugin(config, platform, plugin)
    config.commit()
    guard.check(config, platform.permissions)
    return config


def _configure_plugin(config: Configurator, platform: Platform, plugin: Any) -> None:
    try:
        platform.plugins.call(plugin, "registro_configure", config=config)
        config.commit()
    except Exception as error:
        raise PluginError(f"plugin {plugin.name}: registro_configure failed: {error}") from error
