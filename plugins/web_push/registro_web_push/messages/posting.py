"""Handing a message to a push service, and what its answer means."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import certifi
import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, ProtocolError, ReadTimeoutError

from registro_core.api import (
    AddressGone,
    DeliveryAnswerLost,
    DeliveryPostponed,
    DeliveryRefused,
)
from registro_web_push.messages.endpoints import (
    PushServices,
    UnfitEndpoint,
    check_endpoint,
    public_address,
)

# Others wait meanwhile.
TIMEOUT_SECONDS = 5.0
ANSWER_BYTES = 4096
GONE = frozenset({404, 410})
TOO_MANY = 429


class Poster:
    """Posts the messages of a batch, over one connection for each push service."""

    def __init__(self, services: PushServices) -> None:
        """Post to these services and to nobody else."""
        self._services = services
        self._pools: dict[str, urllib3.HTTPConnectionPool] = {}

    def post(self, endpoint: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Post one message; raise what a channel's `send` raises."""
        try:
            check_endpoint(endpoint, self._services)
            pool = self._pool(endpoint)
        except UnfitEndpoint as error:
            raise DeliveryRefused(str(error)) from error
        except OSError as error:
            raise DeliveryPostponed("the push service is not found") from error
        parts = urlsplit(endpoint)
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        _judge(self._send(pool, path, body, {**headers, "Host": parts.netloc}))

    def _send(
        self,
        pool: urllib3.HTTPConnectionPool,
        path: str,
        body: bytes,
        headers: Mapping[str, str],
    ) -> urllib3.BaseHTTPResponse:
        try:
            answer = pool.request(
                "POST",
                path,
                body=body,
                headers=headers,
                redirect=False,
                retries=False,
                preload_content=False,
            )
        except NewConnectionError as error:
            raise DeliveryPostponed("the push service does not answer") from error
        except (ReadTimeoutError, ProtocolError) as error:
            raise DeliveryAnswerLost("the push service did not answer") from error
        except HTTPError as error:
            raise DeliveryPostponed(type(error).__name__) from error
        _finish(answer)
        return answer

    def _pool(self, endpoint: str) -> urllib3.HTTPConnectionPool:
        parts = urlsplit(endpoint)
        if parts.netloc not in self._pools:
            self._pools[parts.netloc] = self._open(parts.scheme, parts.hostname or "", parts.port)
        return self._pools[parts.netloc]

    def _open(self, scheme: str, host: str, port: int | None) -> urllib3.HTTPConnectionPool:
        timeout = urllib3.Timeout(TIMEOUT_SECONDS)
        if scheme == "http":  # the local one, or it had been refused
            return urllib3.HTTPConnectionPool(host, port, timeout=timeout)
        return urllib3.HTTPSConnectionPool(
            public_address(host),
            timeout=timeout,
            # to the address that was looked at, and the certificate of the name
            server_hostname=host,
            assert_hostname=host,
            cert_reqs="CERT_REQUIRED",
            ca_certs=certifi.where(),
        )


def _finish(answer: urllib3.BaseHTTPResponse) -> None:
    """Read what else was said, so that the connection may be used again; hang up on a long story."""
    try:
        whole = len(answer.read(ANSWER_BYTES)) < ANSWER_BYTES
    except (HTTPError, OSError):
        whole = False
    if whole:
        answer.release_conn()
    else:
        answer.close()


def _judge(answer: urllib3.BaseHTTPResponse) -> None:
    status = answer.status
    if status in range(200, 300):
        return
    said = f"the push service answered {status}"
    if status in GONE:
        raise AddressGone(said)
    if status == TOO_MANY or status >= 500:
        raise DeliveryPostponed(said, retry_after(answer.headers.get("Retry-After", "")))
    raise DeliveryRefused(said)


def retry_after(value: str) -> timedelta | None:
    """How long a header `Retry-After` asks to wait: seconds, or until an instant (RFC 9110)."""
    if value.isascii() and value.isdecimal():
        return timedelta(seconds=min(int(value[:9]), 10**6))
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        return None
    return max(timedelta(), until - datetime.now(UTC))
