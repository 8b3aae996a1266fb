"""What pages of circulars are about. To whom a circular was not sent, it does not exist: 404."""

from registro_core.api import HTTPNotFound, Identity, Request, SchoolContext, StoredFile, path_id
from registro_messaging.noticeboard.models import Circular, CircularState, Recipient
from registro_messaging.noticeboard.services.receipts import own_rows
from registro_messaging.noticeboard.services.writing import files_of
from registro_messaging.permissions import WRITE


class CircularContext(SchoolContext):
    """A circular for who writes them: `circular`. Others do not learn whether it exists."""

    def __init__(self, request: Request) -> None:
        """Find the circular of `{circular_id}`."""
        super().__init__(request)
        self.circular: Circular = _circular(request)
        if not request.allows(WRITE.name):
            raise HTTPNotFound


class ReceivedContext(SchoolContext):
    """A circular that who is signed in received or may write: `rows`, as what they received it."""

    def __init__(self, request: Request) -> None:
        """Find the circular of `{circular_id}` among those received."""
        super().__init__(request)
        if request.identity is None:
            raise HTTPNotFound
        self.circular: Circular = _circular(request)
        self.identity: Identity = request.identity
        self.manages = request.allows(WRITE.name)
        published = self.circular.state is not CircularState.DRAFT
        self.rows: list[Recipient] = (
            own_rows(request.dbsession, self.identity, self.circular.id) if published else []
        )
        if not self.rows and not self.manages:
            raise HTTPNotFound
        self.withdrawn = self.circular.state is CircularState.WITHDRAWN


class AttachmentContext(ReceivedContext):
    """An attachment of a circular one may read: `file`. Of a withdrawn one only for who writes."""

    def __init__(self, request: Request) -> None:
        """Find the file of `{attachment_id}` in the circular."""
        super().__init__(request)
        self.file = _file(request, self.circular)
        if self.withdrawn and not self.manages:
            raise HTTPNotFound


class OwnAttachmentContext(CircularContext):
    """An attachment of a circular, to take it out: `file_id`."""

    def __init__(self, request: Request) -> None:
        """Find the file of `{attachment_id}` in the circular."""
        super().__init__(request)
        _file(request, self.circular)
        self.file_id = path_id(request, "attachment_id")


def _circular(request: Request) -> Circular:
    number = path_id(request, "circular_id")
    found: Circular | None = request.dbsession.get(Circular, number)
    if found is None:
        raise HTTPNotFound
    return found


def _file(request: Request, circular: Circular) -> StoredFile:
    number = path_id(request, "attachment_id")
    found = dict(files_of(request.dbsession, circular.id)).get(number)
    if found is None:
        raise HTTPNotFound
    return found
