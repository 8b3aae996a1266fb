"""What may be done with marks, and who may unless the school says otherwise."""

from registro_core.api import Permission

PERMISSIONS: list[Permission] = []
