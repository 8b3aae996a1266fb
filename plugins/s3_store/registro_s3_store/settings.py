"""What the `.ini` says of the bucket; credentials may come from the environment instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from registro_core.api import ConfigurationError, Installation

PREFIX = "s3_store."
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Bucket:
    """Where files are kept. Without keys those of the environment are used (`AWS_…`)."""

    name: str
    region: str
    endpoint: str = ""
    prefix: str = ""
    access_key: str = ""
    secret_key: str = field(default="", repr=False)


def read_bucket(installation: Installation) -> Bucket:
    """Read `s3_store.*`; raise ConfigurationError saying what to write."""
    found = Bucket(
        name=_get(installation.ini, "bucket"),
        region=_get(installation.ini, "region") or "eu-south-1",
        endpoint=_get(installation.ini, "endpoint").rstrip("/"),
        prefix=_get(installation.ini, "prefix").strip("/"),
        access_key=_get(installation.ini, "access_key"),
        secret_key=_get(installation.ini, "secret_key"),
    )
    if not found.name:
        raise ConfigurationError("s3_store.bucket is missing: write the name of the bucket")
    if bool(found.access_key) is not bool(found.secret_key):
        raise ConfigurationError("write both s3_store.access_key and s3_store.secret_key, or none")
    if found.endpoint:
        _check_endpoint(found.endpoint)
    return found


def _get(ini: Mapping[str, str], name: str) -> str:
    return ini.get(PREFIX + name, "").strip()


def _check_endpoint(endpoint: str) -> None:
    """Pupils' files cross no network unencrypted."""
    parts = urlsplit(endpoint)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not safe or not parts.hostname:
        raise ConfigurationError(
            f"s3_store.endpoint is {endpoint!r}: it must begin with https:// (http:// is for a "
            "server on this same machine)"
        )
