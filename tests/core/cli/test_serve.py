"""`registro serve` and `registro worker` as processes: they answer, and they end when told to."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from sqlalchemy import select

from registro_core.cli.installation import Config
from registro_core.jobs.models import JobState

RUN = "from registro_core.cli import main; main()"
START_SECONDS = 40


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(registro, *arguments):
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "-c", str(registro.config), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # a run in the background of a script hands down a SIGINT that is ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        process.stdout.close()


def answer(url, process):
    """What an address answers, as soon as anything does."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url, timeout=5) as response:  # noqa: S310 - our own server
                return response.read().decode()
        except HTTPError as error:
            pytest.fail(f"{url} answers {error.code}: {error.read().decode()}")
        except (URLError, ConnectionError):
            time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    pytest.fail(f"no answer from {url}: {process.stdout.read()}")


@pytest.mark.once
@pytest.mark.parametrize("server", ["waitress", "granian"])
def test_serve_answers_and_ends_when_told_to(registro, server):
    assert registro("demo")[0] == 0
    port = free_port()
    with running(registro, "serve", "--server", server, "--port", str(port)) as process:
        assert answer(f"http://localhost:{port}/health", process) == "ok"
        assert "registro-demo" not in answer(f"http://localhost:{port}/sign-in", process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        output = process.stdout.read()
    assert f"http://localhost:{port}" in output
    assert "Traceback" not in output


@pytest.mark.once
@pytest.mark.slow
def test_serve_with_demo_builds_the_school_once(registro):
    port = free_port()
    for _ in range(2):
        with running(registro, "serve", "--demo", "--port", str(port)) as process:
            assert answer(f"http://localhost:{port}/health", process) == "ok"
            process.send_signal(signal.SIGINT)
            process.wait(20)
            output = process.stdout.read()
        assert "docente.genitore" in output
    assert "made" not in output


def test_worker_once_does_what_is_due_and_ends(registro):
    registro("migrate")
    with running(registro, "worker", "--once") as process:
        assert process.wait(60) == 0, process.stdout.read()
    config = Config(registro.config)
    with config.platform.reading_sessions() as session:
        ran = session.scalars(select(JobState.last_run_at)).all()
    config.close()
    assert any(ran)


def test_worker_ends_when_told_to(registro):
    registro("migrate")
    with running(registro, "worker") as process:
        assert "running" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


@pytest.mark.parametrize("command", [["serve"], ["worker", "--once"]])
def test_neither_starts_on_tables_that_are_behind(registro, command):
    status, output = registro(*command)
    assert status == 1
    assert "registro migrate" in output
