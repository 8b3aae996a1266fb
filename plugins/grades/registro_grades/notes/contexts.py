"""A note as the object of a page."""

from registro_core.api import ClassContext, HTTPNotFound, Identity, Relation, Request, path_id
from registro_grades.models import Note


class NoteContext(ClassContext):
    """A note of a class: `note`. To its author the relation is SELF."""

    def __init__(self, request: Request) -> None:
        """Find the note of `{note_id}` in the class; HTTPNotFound for families and unknown ids."""
        super().__init__(request)
        note = request.dbsession.get(Note, path_id(request, "note_id"))
        if note is None or note.class_id != self.school_class.id:
            raise HTTPNotFound
        self.note = note

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """Add that one wrote it."""
        own = {Relation.SELF} if identity.person_id == self.note.author_id else set()
        return super().relations(identity) | own
