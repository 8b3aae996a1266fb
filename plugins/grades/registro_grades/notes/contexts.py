"""A note as the object of a page."""

from registro_core.api import ClassContext, HTTPNotFound, Identity, Relation, Request, path_id
from registro_grades.models import Note
from registro_grades.notes.permissions import READ_NOTES


def reads_class(context: ClassContext, request: Request) -> bool:
    """Whether the class and all its notes are open to who is signed in.

    Who only stood in there wrote a note, and reads that one alone.
    """
    held = ClassContext.relations(context, request.identity) if request.identity else frozenset()
    return not held.isdisjoint(request.grants.get(READ_NOTES.name, frozenset()))


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
