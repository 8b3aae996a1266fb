"""What pages of materials are about. To whom a thing is not shown, it does not exist: 404."""

from registro_core.api import HTTPNotFound, Request, SchoolContext, path_id
from registro_materials.models import Folder, Item
from registro_materials.services.folders import own_folder
from registro_materials.services.items import FileRow, files_of, own_item
from registro_materials.services.visible import open_item, reader_of


def person_of(request: Request) -> int:
    """Who is signed in; 0 for nobody, who owns nothing."""
    return request.identity.person_id if request.identity else 0


class FolderContext(SchoolContext):
    """A folder of who is signed in: `folder`."""

    def __init__(self, request: Request) -> None:
        """Find the folder of `{folder_id}` among one's own."""
        super().__init__(request)
        found = own_folder(request.dbsession, person_of(request), path_id(request, "folder_id"))
        if found is None:
            raise HTTPNotFound
        self.folder: Folder = found


class OwnItemContext(SchoolContext):
    """An item of who is signed in, to change it: `item`, `folder`."""

    def __init__(self, request: Request) -> None:
        """Find the item of `{item_id}` among one's own."""
        super().__init__(request)
        found = own_item(request.dbsession, person_of(request), path_id(request, "item_id"))
        if found is None:
            raise HTTPNotFound
        self.item: Item = found[0]
        self.folder: Folder = found[1]


class OwnFileContext(OwnItemContext):
    """A file of an item of who is signed in, to change it: `file`; it is the latest version."""

    def __init__(self, request: Request) -> None:
        """Find the file of `{item_file_id}` in the item."""
        super().__init__(request)
        self.file = _file(request, files_of(request.dbsession, self.item.id), everything=False)


class ItemContext(SchoolContext):
    """An item that who is signed in may open now: `item`, `own`, `files`."""

    def __init__(self, request: Request) -> None:
        """Find the item of `{item_id}` among those shared with who is signed in, or their own."""
        super().__init__(request)
        identity = request.identity
        if identity is None:
            raise HTTPNotFound
        reader = reader_of(identity, request.today)
        session, number = request.dbsession, path_id(request, "item_id")
        item = open_item(session, reader, number)
        if item is None:
            raise HTTPNotFound
        self.item: Item = item
        self.own = own_item(session, identity.person_id, number) is not None
        self.files: list[FileRow] = files_of(session, number)


class FileContext(ItemContext):
    """A file of an item one may open: `file`. Earlier versions only for who owns them."""

    def __init__(self, request: Request) -> None:
        """Find the file of `{item_file_id}` in the item."""
        super().__init__(request)
        self.file = _file(request, self.files, everything=self.own)


def _file(request: Request, files: list[FileRow], *, everything: bool) -> FileRow:
    number = path_id(request, "item_file_id")
    found = next((f for f in files if f.id == number and (f.current or everything)), None)
    if found is None:
        raise HTTPNotFound
    return found
