"""What a school may choose about marks."""

from registro_core.api import Setting

SETTINGS: list[Setting] = []
