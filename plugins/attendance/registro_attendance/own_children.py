"""Teachers who are parents: nobody acts for the school on their own child.

Whoever is a guardian of a student, restricted by a court or not, does not validate, approve,
permit, excuse or correct for them: a colleague does.
"""

from collections.abc import Callable
from typing import Any

from registro_attendance import _
from registro_core.api import Refused, Request, StudentContext

HEADING = _("È tuo figlio o tua figlia")
REASON = _(
    "Chi è genitore o tutore di uno studente non convalida, non autorizza e non corregge per lui: "
    "lo fa un collega."
)
View = Callable[[Any, Request], Any]


def kin(request: Request) -> frozenset[int]:
    """The students whose guardian the person signed in is."""
    return request.identity.kin if request.identity else frozenset()


def refuse_own_child(request: Request, student_id: int) -> None:
    """Raise `Refused` (403, with the reason) if the person signed in is the student's guardian."""
    if student_id in kin(request):
        raise Refused(HEADING, REASON)


def for_colleagues(view: View) -> View:
    """View decorator for pages of a student on which the school acts: not for one's own child."""

    def checked(context: StudentContext, request: Request) -> Any:
        refuse_own_child(request, context.student.id)
        return view(context, request)

    return checked
