"""The register against programs that others wrote: each in an environment of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from sqlalchemy import update

from registro_core.api import Person, demo_people

APART = Path(sys.prefix) / "apart"


def program_apart(environment: str, program: str) -> str:
    """Path of a program that `make test` installs; skips where it was not run."""
    path = APART / environment / "bin" / program
    if not path.exists():
        pytest.skip(f"{environment} is not installed: `make test` does it")
    return str(path)


def program_of_system(name: str, package: str) -> str:
    """Path of a program of the system; skips where it is not installed."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"no {name} on this computer: apt install {package}")
    return path


@pytest.fixture(scope="session")
def apart():
    return program_apart


@pytest.fixture(scope="session")
def of_system():
    return program_of_system


@contextmanager
def process(command, log_file, answers_at, **options):
    """A program that runs until the end of the block, its children with it.

    `answers_at` is the address at which it answers once it is ready.
    """
    with log_file.open("wb") as log:
        running = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True, **options
        )
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and running.poll() is None:
            with suppress(URLError, ConnectionError):
                text_at(answers_at)
                yield running
                return
            time.sleep(0.1)
        pytest.fail(f"{command[0]} does not answer:\n{log_file.read_text(encoding='utf-8')}")
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait(10)


def text_at(url):
    """What stands at an address, also if it is an error."""
    try:
        with urlopen(url, timeout=10) as response:  # noqa: S310 - our own servers
            return response.read().decode()
    except HTTPError as error:
        return error.read().decode()


@pytest.fixture(scope="session")
def running():
    return process


@pytest.fixture(scope="session")
def text_of():
    return text_at


@pytest.fixture
def give_code():
    """Give a person of the demo school the codice fiscale that a counterpart speaks of."""

    def give_code(served, username, codice_fiscale):
        with served.session() as session:
            people = {person.username: person.person_id for person in demo_people(session)}
            session.execute(
                update(Person)
                .where(Person.id == people[username])
                .values(codice_fiscale=codice_fiscale)
            )
        return people[username]

    return give_code


@dataclass(frozen=True)
class Tool:
    """spid-sp-test with a key of its own: the one it comes with expired in March 2025."""

    program: str
    folder: Path

    @property
    def entity_id(self):
        """Who its identity provider is."""
        return "https://localhost:8443"

    def run(self, *arguments):
        """Run it; return its exit status, what it printed, and what it logged."""
        return subprocess.run(
            [self.program, *arguments],
            env={**os.environ, "IDP_CERT_PATH": str(self.folder)},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def idp_metadata(self):
        """The metadata of its identity provider."""
        return self.run("--idp-metadata").stdout


@pytest.fixture(scope="session")
def tool(tmp_path_factory):
    program = program_apart("spid-sp-test", "spid_sp_test")
    program_of_system("xmlsec1", "xmlsec1 libxmlsec1-openssl")
    openssl = program_of_system("openssl", "openssl")
    folder = tmp_path_factory.mktemp("spid-sp-test")
    make_key = "req -x509 -newkey rsa:3072 -sha256 -nodes -days 30 -subj /CN=spid-sp-test/C=IT"
    command = [openssl, *make_key.split(), "-keyout", "private.key", "-out", "public.cert"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return Tool(program, folder)


@pytest.fixture
def now():
    return datetime.now(UTC)


@pytest.fixture
def window(chromium):
    """Opens windows, each of a person of their own, at a served school.

    `expect` names what the browser may complain of at the register's pages. Whatever else it says
    of them is a fault of ours: what the content security policy stops, a script that fails.
    """
    contexts = []
    complaints = []

    def window(served, width=1280, expect=(), **options):
        context = chromium.new_context(
            base_url=served.url,
            viewport={"width": width, "height": 844},
            locale="it-IT",
            **options,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()

        def note(text, url):
            if url.startswith(served.url) and not any(each in text for each in expect):
                complaints.append(text)

        page.on(
            "console",
            lambda said: (
                said.type in {"error", "warning"} and note(said.text, said.location["url"])
            ),
        )
        page.on("pageerror", lambda error: note(str(error), page.url))
        return page

    yield window
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def stack():
    """Whatever is entered here is left at the end of the test."""
    with ExitStack() as stack:
        yield stack
