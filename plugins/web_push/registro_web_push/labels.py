"""How a device is called in the list: by its browser and system, roughly."""

from registro_core.api import Request, device_label


def label_of(request: Request) -> str:
    """What the browser says it is; what it does not say stays open."""
    return device_label(request.user_agent or "") or "Browser"
