"""All tables of messaging; each feature's folder has its own."""

from registro_messaging.noticeboard.models import (
    Addressee,
    Circular,
    CircularCounter,
    CircularFile,
    Recipient,
)

__all__ = ["Addressee", "Circular", "CircularCounter", "CircularFile", "Recipient"]
