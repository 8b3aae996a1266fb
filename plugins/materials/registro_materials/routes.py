"""The addresses of materials."""

from typing import Any

from registro_core.api import (
    ClassContext,
    Configurator,
    SchoolContext,
    StudentContext,
    accept_files,
    work_apart,
)
from registro_materials.contexts import (
    FileContext,
    FolderContext,
    ItemContext,
    OwnFileContext,
    OwnItemContext,
)

FOLDER = "/materials/folders/{folder_id}"
ITEM = "/materials/items/{item_id}"
FILE = f"{ITEM}/files/{{item_file_id}}"

# Name -> (pattern, factory of the context).
ROUTES: dict[str, tuple[str, Any]] = {
    "materials.own": ("/materials", SchoolContext),
    "materials.new": ("/materials/new", SchoolContext),
    "materials.family": ("/materials/family", SchoolContext),
    "materials.folder": (FOLDER, FolderContext),
    "materials.folder.copy": (f"{FOLDER}/copy", FolderContext),
    "materials.folder.zip": (f"{FOLDER}/zip", FolderContext),
    "materials.item": (ITEM, ItemContext),
    "materials.edit": (f"{ITEM}/edit", OwnItemContext),
    "materials.share": (f"{ITEM}/share", OwnItemContext),
    "materials.share.end": (f"{ITEM}/share/end", OwnItemContext),
    "materials.receipts": (f"{ITEM}/receipts", OwnItemContext),
    "materials.withdraw": (f"{ITEM}/withdraw", OwnItemContext),
    "materials.file": (FILE, FileContext),
    "materials.thumbnail": (f"{FILE}/thumbnail", FileContext),
    "materials.version": (f"{FILE}/version", OwnFileContext),
    "materials.remove": (f"{FILE}/remove", OwnFileContext),
    "materials.class": ("/classes/{class_id}/materials", ClassContext),
    "materials.student": ("/students/{student_id}/materials", StudentContext),
}


def add_routes(config: Configurator) -> None:
    """Add the routes, and the views that answer them."""
    for name, (pattern, factory) in ROUTES.items():
        config.add_route(name, pattern, factory=factory)
    accept_files(config, "materials.new", "materials.edit", "materials.version", large=True)
    # Who opens something leaves a receipt, though a GET writes nothing else.
    work_apart(config, "materials.item", "materials.file")
    config.scan("registro_materials.views")
