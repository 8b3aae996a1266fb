"""`registro serve`: the web, by the embedded server or by the faster one for production."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from registro_core.app import configure, make_app
from registro_core.cli.demo import show_sign_ins
from registro_core.cli.failures import CommandError
from registro_core.cli.installation import CONFIG_VARIABLE, Config, config_of_arguments
from registro_core.cli.logs import write_logs
from registro_core.cli.worker import in_background
from registro_core.clock import school_day
from registro_core.db.migrate import refuse_pending
from registro_core.demo import build
from registro_core.web.ingress import MAX_UPLOAD

# How the address, which follows the port, reaches the processes of granian.
URL_VARIABLE = "REGISTRO_PUBLIC_URL"
PROXY_HEADERS = {"x-forwarded-for", "x-forwarded-proto"}


class Server(StrEnum):
    """The two servers, chosen by measurement: docs/decisions/0001-wsgi-server.md."""

    WAITRESS = "waitress"
    GRANIAN = "granian"


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 6543,
    host: Annotated[
        str, typer.Option(help="The address to listen on; others only see it behind a proxy.")
    ] = "127.0.0.1",
    server: Annotated[
        Server, typer.Option(help="waitress: one process, always there; granian: several.")
    ] = Server.WAITRESS,
    processes: Annotated[
        int, typer.Option(help="Processes of granian: one for each core.")
    ] = os.cpu_count() or 1,
    threads: Annotated[
        int | None, typer.Option(help="Threads of each process.", show_default="8, granian 2")
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Build the demo school if missing; show its sign-ins.")
    ] = False,
) -> None:
    """Serve the register.

    In production put a buffering reverse proxy in front, such as nginx: slow clients
    alone take any of these servers down. With `registro.worker = embedded` notices
    are delivered from here; otherwise run `registro worker` beside it.
    """
    config: Config = context.obj
    write_logs()
    config.change({"registro.public_url": _with_port(config.settings, port)})
    if demo:
        _prepare_demo(config)
    refuse_pending(config.platform.engine, config.platform.plugins)
    print(f"\nRegistro is at {config.platform.installation.public_url} - stop it with Ctrl+C.\n")
    # Stopped by a service manager, the worker in the background must end as with Ctrl+C.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit())
    with in_background(config.platform):
        if server is Server.GRANIAN:
            _run_granian(config, host, port, processes, threads or 2)
        else:
            _run_waitress(config, host, port, threads or 8)


def _with_port(settings: Mapping[str, str], port: int) -> str:
    """Return the public address; links of a localhost installation follow the port served at."""
    given = settings.get("registro.public_url", f"http://localhost:{port}")
    url = urlsplit(given)
    if url.hostname in {"localhost", "127.0.0.1"}:
        return f"{url.scheme}://{url.hostname}:{port}"
    return given


def _prepare_demo(config: Config) -> None:
    """Make sure there is a demo school with tables that are up to date."""
    platform = config.platform
    now = platform.clock()
    if build.prepare(platform, keep=True, rebuild=False):
        build.build(platform, build.DemoRequest.small(school_day(now), now), progress=print)
    elif hint := build.closed_today(platform, school_day(now)):
        print(hint)
    show_sign_ins()


def _run_waitress(config: Config, host: str, port: int, threads: int) -> None:
    import waitress  # noqa: PLC0415 - only the chosen server is loaded

    waitress.serve(
        configure(config.platform, config.settings).make_wsgi_app(),
        host=host,
        port=port,
        threads=threads,
        # Its own limit of 100 connections and 120 s lets a hundred slow clients take it down.
        connection_limit=1000,
        channel_timeout=20,
        # Bodies are buffered before our own limit can answer with a page; this one is blunt.
        max_request_body_size=MAX_UPLOAD + 1_000_000,
        clear_untrusted_proxy_headers=True,
        ident=None,
        **_trusted_proxy(config.settings),
    )


def _trusted_proxy(settings: Mapping[str, str]) -> dict[str, Any]:
    proxy = settings.get("registro.trusted_proxy")
    if not proxy:
        return {}
    return {
        "trusted_proxy": proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": PROXY_HEADERS,
    }


def _run_granian(config: Config, host: str, port: int, processes: int, threads: int) -> None:
    try:
        from granian import Granian  # noqa: PLC0415 - an extra
        from granian.constants import Interfaces  # noqa: PLC0415
    except ImportError as error:
        raise CommandError("granian is not installed: pip install 'registro[granian]'") from error
    # Its processes start anew and find the configuration by name: one forked from this process
    # would inherit the worker's thread in mid-step, its locks and its database connections.
    multiprocessing.set_start_method("spawn", force=True)
    os.environ[CONFIG_VARIABLE] = str(config.path.resolve())
    os.environ[URL_VARIABLE] = config.settings["registro.public_url"]
    Granian(
        "registro_core.cli.serve:application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        backlog=1024,
    ).serve()


def application() -> Any:
    """Make the application in a process of granian's, believing only the configured proxy."""
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers  # noqa: PLC0415 - an extra

    settings = config_of_arguments([]).settings
    settings["registro.public_url"] = os.environ[URL_VARIABLE]
    app = make_app(settings)
    proxy = settings.get("registro.trusted_proxy")
    return wrap_wsgi_with_proxy_headers(app, trusted_hosts=[proxy]) if proxy else app
