"""A federation's file of identity providers: is it the federation's, and what has changed (OPS-1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.identity_providers import REGISTRY_LIMIT, IdentityProvider
from registro_spid_auth.saml.signing import FILE, verify
from registro_spid_auth.saml.xml import parse_file, qualified, serialize

ROOTS = frozenset({qualified("md:EntitiesDescriptor"), qualified("md:EntityDescriptor")})


def verify_aggregate(data: bytes, pinned: x509.Certificate, now: datetime) -> bytes:
    """Return the file as its signature covers it: read the providers from this, not from `data`.

    `pinned` is the certificate of the registry that the operator has put there by hand; the one
    inside the file proves nothing.  Raises `Refused`: `root`, and what `parse_file` and `verify` raise.
    """
    root = parse_file(data, REGISTRY_LIMIT)
    if root.tag not in ROOTS:
        raise Refused("root")
    return serialize(verify(root, root, [pinned], now, FILE))


@dataclass(frozen=True)
class Difference:
    """What a new file of providers would change, by entityID."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    before: int

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    @property
    def shrinks(self) -> bool:
        """Whether more than half of the providers would go: rather a broken file than the truth."""
        return len(self.removed) * 2 > self.before


def compare(old: Mapping[str, IdentityProvider], new: Mapping[str, IdentityProvider]) -> Difference:
    """Compare the providers in use with those of a new file."""
    return Difference(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(sorted(each for each in old.keys() & new.keys() if old[each] != new[each])),
        before=len(old),
    )
