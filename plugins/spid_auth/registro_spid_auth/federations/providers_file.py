"""The file of a federation's identity providers, read again when it changes (OPS-1)."""

import logging
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.identity_providers import IdentityProvider, read_providers

log = logging.getLogger(__name__)

Providers = Mapping[str, IdentityProvider]
# Time of change in nanoseconds, inode, size: a file put in the place of another differs in one.
Stamp = tuple[int, int, int]


class ProvidersFile:
    """The providers of a file: as it stands now, or as it last could be read.

    `registro spid idp-refresh` puts a new file in the old one's place; whoever serves notices by
    its time of change and needs no restart.
    """

    def __init__(self, path: Path, *, insecure: bool = False) -> None:
        """`insecure` allows `http` addresses, of test providers in development."""
        self.path = path
        self._insecure = insecure
        self._lock = Lock()
        self._stamp: Stamp | None = None
        self._providers: Providers = {}

    def current(self) -> Providers:
        """The providers by entityID; none while there is no file that could be read."""
        stamp = self._stamp_now()
        if stamp != self._stamp:
            with self._lock:
                if stamp != self._stamp:
                    self._read(stamp)
        return self._providers

    def _stamp_now(self) -> Stamp | None:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def _read(self, stamp: Stamp | None) -> None:
        try:
            self._providers = read_providers(self.path.read_bytes(), insecure=self._insecure)
        except (OSError, Refused) as error:
            # The last good ones stay: people go on signing in.
            log.error("%s cannot be used: %s", self.path, error)  # noqa: TRY400 - no trace needed
        self._stamp = stamp
