"""Settings of the installation, in the `.ini`."""

from registro_core.api import ConfigurationError, Installation
from registro_web_push.messages.endpoints import KNOWN, PushServices

SERVICES = "web_push.services"
LOCAL = "web_push.local_endpoint"


def push_services(installation: Installation) -> PushServices:
    """To whom messages go: the makers of browsers, and who is named in the `.ini` besides.

    An origin on the developer's own machine, such as `http://127.0.0.1:9000`, is for development:
    raise ConfigurationError at a real school.
    """
    local = installation.ini.get(LOCAL, "").rstrip("/")
    if local and not installation.development:
        raise ConfigurationError(f"{LOCAL} is for development: take it out")
    return PushServices((*KNOWN, *installation.ini.get(SERVICES, "").lower().split()), local)
