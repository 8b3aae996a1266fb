"""Reading `spid_auth.*` of an `.ini`; development has a value for everything."""

from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from registro_core.api import Installation
from registro_spid_auth.configuration.values import (
    DEVELOPMENT_FOLDER,
    Configuration,
    FederationFiles,
)
from registro_spid_auth.gateway.settings import NEEDED, OPTIONAL
from registro_spid_auth.kinds import Connector
from registro_spid_auth.saml.bindings import Binding
from registro_spid_auth.saml.messages import Comparison
from registro_spid_auth.saml.provider import Contact, Organization

PREFIX, GATEWAY = "spid_auth.", "gateway_"
PRODUCTION = "production"
REGISTRY_URL = "https://registry.spid.gov.it/entities?entity_type=idp"
YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
Word = TypeVar("Word", bound=StrEnum)

# A school that does not exist, so that `make run` needs nobody to write anything.
DEMO_SCHOOL = {
    "organization_name": "Istituto comprensivo dimostrativo",
    "organization_display_name": "IC dimostrativo",
    "organization_url": "https://scuola.example",
    "ipa_code": "istsc_rmic000000",
    "email": "segreteria@scuola.example",
    "phone": "+390600000000",
    "town": "Roma",
    "municipality_code": "H501",
}


def read(installation: Installation) -> Configuration:
    """Read an installation's configuration; what cannot be read stands in its `faults`."""
    return _Reader(installation).read()


def setting_names() -> frozenset[str]:
    """The names of all settings, without `spid_auth.`."""
    reader = _Reader(Installation((), "", "", PRODUCTION, Path(), "", "", ""))
    reader.read()
    return frozenset(reader.known | {f"{GATEWAY}{name}" for name in (*NEEDED, *OPTIONAL)})


class _Reader:
    """Reads values one by one and goes on after a fault: an operator mends all in one go."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.development = installation.development
        self.given: dict[str, str] = {
            name.removeprefix(PREFIX): value.strip()
            for name, value in installation.ini.items()
            if name.startswith(PREFIX)
        }
        self.known: set[str] = set()
        self.faults: list[str] = []
        self.folder = installation.data_dir / "spid_auth"

    def read(self) -> Configuration:
        """The whole, and what is wrong with it."""
        made = {
            "enabled": self._enabled(),
            "public_url": self.installation.public_url,
            "development": self.development,
            "data_dir": self.installation.data_dir,
            "organization": Organization(
                name=self._school("organization_name"),
                display_name=self._school("organization_display_name"),
                url=self._school("organization_url"),
            ),
            "contact": Contact(
                ipa_code=self._school("ipa_code"),
                email=self._school("email"),
                phone=self._school("phone"),
                municipality=self._school("municipality_code"),
            ),
            "town": self._school("town"),
            "files": {each: self._files(each) for each in Connector if each.is_saml},
            "registry_certificate": self._file("registry_certificate_file"),
            "registry_url": self._text("registry_url", REGISTRY_URL),
            "binding": self._word("binding", Binding, Binding.REDIRECT),
            "level": self._level(),
            "comparison": self._word("comparison", Comparison, Comparison.MINIMUM),
            "eidas": self._flag("eidas", default=False),
            "test_idps": self._flag("test_idps", default=False),
            "demo_idp": self._flag("demo_idp", default=self.development),
            "browser_binding": self._flag("browser_binding", default=True),
            "log_key": self._file("log_key_file") or self.folder / "log.key",
            "gateway": self._gateway(),
        }
        self.faults += [
            f"{PREFIX}{name} is no setting of spid_auth: mend its name, or take it out"
            for name in sorted(self.given.keys() - self.known)
        ]
        return Configuration(**made, faults=tuple(self.faults))  # type: ignore[arg-type]

    def _text(self, name: str, default: str = "") -> str:
        self.known.add(name)
        return self.given.get(name, default)

    def _school(self, name: str) -> str:
        return self._text(name, DEMO_SCHOOL[name] if self.development else "")

    def _file(self, name: str) -> Path | None:
        given = self._text(name)
        return Path(given) if given else None

    def _flag(self, name: str, *, default: bool) -> bool:
        given = self._text(name, "true" if default else "false").lower()
        if given not in (*YES, *NO):
            self.faults.append(f"{PREFIX}{name} is {given!r}: write true or false")
        return given in YES

    def _word(self, name: str, words: type[Word], default: Word) -> Word:
        given = self._text(name, default.value).lower()
        try:
            return words(given)
        except ValueError:
            self.faults.append(f"{PREFIX}{name} is {given!r}: write {_either(words)}")
            return default

    def _level(self) -> int:
        given = self._text("level", "2")
        if given not in {"1", "2", "3"}:
            self.faults.append(f"{PREFIX}level is {given!r}: write 1, 2 or 3")
            return 2
        return int(given)

    def _enabled(self) -> tuple[Connector, ...]:
        found = []
        for word in self._text("enabled", "spid cie").split():
            try:
                found.append(Connector(word.lower()))
            except ValueError:
                self.faults.append(
                    f"{PREFIX}enabled names {word!r}: write one or more of {', '.join(Connector)}"
                )
        if not found:
            self.faults.append(f"{PREFIX}enabled names no way to sign in: take the plugin out")
        return tuple(dict.fromkeys(found))

    def _files(self, connector: Connector) -> FederationFiles:
        """SPID's have plain names; CIE's are its own, but for the key, which may be one (CERT-1)."""
        own = "" if connector is Connector.SPID else f"{connector}_"
        made = self.folder / DEVELOPMENT_FOLDER if self.development else self.folder
        return FederationFiles(
            key=self._file(f"{own}key_file") or self._file("key_file") or made / f"{connector}.key",
            certificate=self._file(f"{own}certificate_file") or made / f"{connector}.crt",
            next_certificate=self._file(f"{own}next_certificate_file"),
            providers=self._file(f"{own}providers_file")
            or self.folder / f"{connector}-providers.xml",
            metadata=self._file(f"{own}metadata_file") or self.folder / f"{connector}-metadata.xml",
        )

    def _gateway(self) -> dict[str, str]:
        """What `gateway/` reads: its settings without their common beginning."""
        found = {name: value for name, value in self.given.items() if name.startswith(GATEWAY)}
        self.known.update(found)
        return {name.removeprefix(GATEWAY): value for name, value in found.items()}


def _either(words: type[StrEnum]) -> str:
    return ", ".join(word.value for word in words)
