"""Answers that several of these pages give."""

from typing import TYPE_CHECKING

from registro_core import _
from registro_core.accounts.sign_in import Outcome, SignedIn

if TYPE_CHECKING:
    from wtforms import Field

    from registro_core.items import Text
    from registro_core.request import Request

WRONG = _("Nome utente o password non corretti.")
TOO_MANY = _(
    "Troppi tentativi sbagliati: riprova fra un quarto d’ora. Se hai dimenticato la password "
    "puoi sceglierne una nuova."
)
WRONG_PASSWORD = _("La password non è corretta.")
WRONG_CODE = _("Il codice non è giusto, o è già stato usato: aspetta il prossimo.")
TOO_MANY_CODES = _("Troppi codici sbagliati: riprova fra un quarto d’ora.")
QUARTER_SECONDS = "900"


def typed(request: "Request", name: str) -> str:
    """A text of the body as it was typed; nothing if it is missing or a file."""
    value = request.POST.get(name, "")
    return value if isinstance(value, str) else ""


def refuse(request: "Request", field: "Field", message: "Text", status: int = 422) -> None:
    """Show the form again with a message at a field, in the place of others."""
    field.errors = [message]
    request.response.status_int = status
    if status == 429:
        request.response.headers["Retry-After"] = QUARTER_SECONDS


def refuse_password(request: "Request", field: "Field", result: "SignedIn", wrong: "Text") -> None:
    """Say at its field why a password was not taken: too many guesses, wrong, or not in use."""
    if result.outcome is Outcome.TOO_MANY:
        refuse(request, field, TOO_MANY, 429)
    elif result.outcome is Outcome.REFUSED:
        refuse(request, field, result.reason, 403)
    else:
        refuse(request, field, wrong)


def refuse_code(request: "Request", field: "Field", result: "SignedIn") -> None:
    """Say at its field why a code was not taken."""
    if result.outcome is Outcome.TOO_MANY:
        refuse(request, field, TOO_MANY_CODES, 429)
    else:
        refuse(request, field, WRONG_CODE)


def check(request: "Request", valid: bool) -> bool:
    """Set 422 for the page of a form that is not valid; return `valid`."""
    if not valid:
        request.response.status_int = 422
    return valid
