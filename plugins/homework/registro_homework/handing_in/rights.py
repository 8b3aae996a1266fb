"""Who reads what a student handed in, on the student's own pages."""

from registro_core.api import Relation, Request, StudentContext

FAMILY = frozenset({Relation.SELF, Relation.GUARDIAN_OF_STUDENT})


def reads_hand_in(request: Request, context: StudentContext) -> bool:
    """Whether the person is of the student's family: others have the teacher's page, or none."""
    identity = request.identity
    return identity is not None and not context.relations(identity).isdisjoint(FAMILY)
