"""A student as the object of observations: not to themselves, of whatever age (§2.8)."""

from registro_core.api import HTTPNotFound, Request, StudentContext


class ObservedContext(StudentContext):
    """A student whose observations may be read; to the student the page does not exist."""

    def __init__(self, request: Request) -> None:
        """Raise HTTPNotFound to the student too: a refusal would say that something is there."""
        super().__init__(request)
        identity = request.identity
        if identity is not None and identity.person_id == self.student.id:
            raise HTTPNotFound
