"""Which addresses we send to: a browser names them, so they could be any (SSRF, ASVS 15.3.2).

https to the push service of a browser's maker, on the usual port: whoever may sign in could else
have the register call hosts of their choice, or keep the worker waiting. The name is looked up once,
every address it has must be public, and the connection goes to the address that was looked at.
"""

import ipaddress
import logging
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

log = logging.getLogger(__name__)

MOST_CHARACTERS = 1000
HTTPS_PORT = 443
NAME = re.compile(r"([a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}", re.ASCII)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Chrome and all that is made of it, Firefox, Safari, Edge on Windows; with what is below them.
KNOWN = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)


class UnfitEndpoint(ValueError):
    """Nothing is sent to such an address."""


@dataclass(frozen=True)
class PushServices:
    """To whom messages go: hosts, with all below them, and an origin while developing."""

    hosts: tuple[str, ...] = KNOWN
    local: str = ""

    def know(self, host: str) -> bool:
        """Whether a host is one of theirs."""
        return any(host == known or host.endswith(f".{known}") for known in self.hosts)


def check_endpoint(endpoint: str, services: PushServices) -> None:
    """Raise UnfitEndpoint for what is no address of a push service."""
    if len(endpoint) > MOST_CHARACTERS or not endpoint.isascii() or not endpoint.isprintable():
        raise UnfitEndpoint("too long, or not an address")
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError as error:
        raise UnfitEndpoint("not an address") from error
    if services.local and f"{parts.scheme}://{parts.netloc}" == services.local:
        return
    if parts.scheme != "https" or "@" in parts.netloc or port not in (None, HTTPS_PORT):
        raise UnfitEndpoint("not https on its usual port")
    host = parts.hostname or ""
    if not NAME.fullmatch(host):
        raise UnfitEndpoint("not the name of a host")
    if not services.know(host):
        log.warning("push service %s is not known; web_push.services may name it", host)
        raise UnfitEndpoint("not a push service that is known")


def public_address(host: str) -> str:
    """An address of a host; raise UnfitEndpoint if any of its addresses is not public.

    Raise OSError when it has none now.
    """
    found = socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)
    addresses = [str(place[0]) for *_rest, place in found]
    for address in addresses:
        if not is_public(address):
            raise UnfitEndpoint(f"{host} is at an inner address")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether anybody on the internet is there: no inner network, nothing that wraps one."""
    at = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(at, ipaddress.IPv6Address):
        if at.ipv4_mapped is not None:
            return is_public(str(at.ipv4_mapped))
        if at.sixtofour is not None or at.teredo is not None or at in NAT64:
            return False
    return at.is_global and not at.is_multicast
