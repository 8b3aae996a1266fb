"""`registro worker`: delivers notices and does the recurring work, apart from the web."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from registro_core.cli.installation import Config
from registro_core.cli.logs import write_logs
from registro_core.db.migrate import refuse_pending
from registro_core.jobs.worker import Worker
from registro_core.platform import Platform

EMBEDDED = "embedded"
# What a mail in hand may take before the process ends without it; it is then sent again.
STOP_SECONDS = 15.0


def worker(
    context: typer.Context,
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due now, then end: for cron.")
    ] = False,
) -> None:
    """Deliver notices and do the recurring work until stopped.

    Needed when `registro.worker = separate`; with `embedded` the web does it. Any number may
    run at once, on any machine that reaches the database, and each may be stopped or killed
    at any instant: what it had in hand is taken up by another, and mails keep their
    Message-ID, so that nobody is told twice.
    """
    config: Config = context.obj
    write_logs(logging.INFO)
    platform = config.platform
    refuse_pending(platform.engine, platform.plugins)
    work = Worker(platform)
    if once:
        while work.run_once(platform.clock()):
            pass
        return
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    print("The worker is running. Stop it with Ctrl+C.")
    work.run(stop)


@contextmanager
def in_background(platform: Platform) -> Iterator[None]:
    """Run the worker beside the web while the block lasts, if the configuration says so."""
    if platform.installation.worker != EMBEDDED:
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=Worker(platform).run, args=(stop,), name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(STOP_SECONDS)
