"""A bucket on a server of this machine: moto's, in an environment of its own."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from registro_s3_store.settings import Bucket
from registro_s3_store.store import S3FileStore

SERVER = Path(sys.prefix) / "apart" / "moto-server" / "bin" / "moto_server"


@pytest.fixture(scope="session")
def enabled_plugins() -> tuple[str, ...]:
    return ()


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that speaks S3."""
    if not SERVER.exists():
        pytest.skip("moto-server is not installed: `make test` does it")
    log = tmp_path_factory.mktemp("s3") / "log"
    with log.open("wb") as output:
        command = [SERVER, "-H", "127.0.0.1", "-p", "0"]
        running = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield _address(log)
    finally:
        running.kill()
        running.wait()


def _address(log: Path) -> str:
    """What the server says once it listens."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        said = log.read_text("utf-8")
        if "Running on http" in said:
            return said.partition("Running on ")[2].split()[0]
        time.sleep(0.05)
    pytest.fail(f"moto_server does not answer:\n{log.read_text('utf-8')}")


@pytest.fixture
def bucket(s3: str, request: pytest.FixtureRequest) -> Bucket:
    """An empty bucket."""
    name = f"b{abs(hash(request.node.name))}"
    made = Bucket(name, "us-east-1", s3, "registro", "key", "secret")
    call(made, "PUT", f"/{name}")
    return made


@pytest.fixture
def store(bucket: Bucket) -> S3FileStore:
    """The store in it."""
    return S3FileStore(bucket)


def call(bucket: Bucket, method: str, path: str, body: bytes | None = None) -> bytes:
    """Speak to the server past the store."""
    sign = f"AWS4-HMAC-SHA256 Credential=key/20261128/{bucket.region}/s3/aws4_request"
    asked = Request(bucket.endpoint + path, body, {"Authorization": sign}, method=method)  # noqa: S310 - our own server
    with urlopen(asked) as answer:  # noqa: S310 - our own server
        content: bytes = answer.read()
    return content
