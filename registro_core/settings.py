"""Settings: those of the installation (the `.ini`), and those a school chooses in the interface."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

from registro_core.items import Setting

DEVELOPMENT, PRODUCTION = "development", "production"


class ConfigurationError(Exception):
    """The `.ini` cannot be used; the message says what to mend."""


@dataclass(frozen=True)
class Installation:
    """What the `.ini` says, checked."""

    plugins: tuple[str, ...]
    database_url: str
    public_url: str
    mode: str
    data_dir: Path
    mail: str
    mail_from: str
    worker: str
    # Where uploaded files are kept.
    files_dir: Path = Path("var/files")
    # Where ClamAV answers, `host:port`; empty: files are not scanned.
    clamav: str = ""
    trace_plugins: bool = False
    pool_size: int = 5
    # Every setting of the file: plugins read `<plugin>.*` here. It may hold secrets.
    ini: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def development(self) -> bool:
        """Whether this is a developer's or demo installation."""
        return self.mode == DEVELOPMENT

    @property
    def secure(self) -> bool:
        """Whether the register is reached by https."""
        return self.public_url.startswith("https:")

    @property
    def hosts(self) -> frozenset[str]:
        """Host headers that are answered; all others get 400."""
        parts = urlsplit(self.public_url)
        own = {parts.netloc}
        if self.development:
            own |= {f"{name}:{parts.port}" for name in ("localhost", "127.0.0.1")}
            own |= {"localhost", "127.0.0.1", "localhost:80"}
        return frozenset(own)


def read_installation(settings: Mapping[str, str]) -> Installation:
    """Read the `registro.*` settings of an `.ini`; raise ConfigurationError."""
    get = settings.get
    mode = get("registro.mode", DEVELOPMENT)
    if mode not in (DEVELOPMENT, PRODUCTION):
        raise ConfigurationError(
            f"registro.mode is {mode!r}: write {DEVELOPMENT!r} or {PRODUCTION!r}"
        )
    public_url = get("registro.public_url", "http://localhost:6543").rstrip("/")
    if mode == PRODUCTION and not public_url.startswith("https://"):
        raise ConfigurationError(
            f"registro.public_url is {public_url!r}: production needs https://"
        )
    if "registro.database_url" not in settings:
        raise ConfigurationError(
            "registro.database_url is missing: for example sqlite:///var/registro.db"
        )
    data_dir = Path(get("registro.data_dir", "var"))
    return Installation(
        plugins=tuple(get("registro.plugins", "").split()),
        database_url=settings["registro.database_url"],
        public_url=public_url,
        mode=mode,
        data_dir=data_dir,
        files_dir=Path(get("registro.files_dir", str(data_dir / "files"))),
        mail=get("registro.mail", "dir:var/mail"),
        mail_from=get("registro.mail_from", "registro@localhost"),
        worker=get("registro.worker", "embedded"),
        clamav=get("registro.clamav", ""),
        trace_plugins=get("registro.trace_plugins", "false").lower() == "true",
        pool_size=int(get("registro.pool_size", "5")),
        ini=dict(settings),
    )


class SchoolSettings:
    """What the school chose, over the defaults that core and plugins declare."""

    def __init__(self, declared: Mapping[str, Setting], stored: Mapping[str, object]) -> None:
        """`stored` holds only what differs from the defaults; what nobody declares is ignored."""
        self._declared = declared
        self._stored = stored

    def value(self, name: str) -> object:
        """The value of a setting; KeyError if nobody declares it."""
        return self._stored.get(name, self._declared[name].default)

    def integer(self, name: str) -> int:
        """A whole number."""
        value = self.value(name)
        if not isinstance(value, int):
            raise TypeError(name)
        return value

    def boolean(self, name: str) -> bool:
        """Yes or no."""
        return bool(self.value(name))

    def text(self, name: str) -> str:
        """A text or the name of a choice."""
        return str(self.value(name))

    def time(self, name: str) -> time:
        """A time of day."""
        return time.fromisoformat(self.text(name))
