"""An entry of the diary as the object of a page: to anybody but its owner it does not exist."""

from registro_core.api import HTTPNotFound, Request, SchoolContext, path_id
from registro_grades.diary.services import own_entry


class EntryContext(SchoolContext):
    """An entry of the diary of who is signed in: `entry`."""

    def __init__(self, request: Request) -> None:
        """Find the entry of `{entry_id}` among one's own; HTTPNotFound for all others."""
        super().__init__(request)
        owner_id = request.identity.person_id if request.identity else 0
        entry = own_entry(request.dbsession, owner_id, path_id(request, "entry_id"))
        if entry is None:
            raise HTTPNotFound
        self.entry = entry
