"""A message of the register as it came, carried along by the provider's own page until it answers.

The page sends the very message back that it was made for: nothing has to be remembered between the
two, and it is verified each time.
"""

from dataclasses import dataclass

from registro_core.api import Request
from registro_spid_auth.saml.bindings import (
    MESSAGES,
    SAML_REQUEST,
    Binding,
    Message,
    read_post,
    read_redirect,
)


@dataclass(frozen=True)
class Carried:
    """A message in the hidden fields of a form: a query as it was sent, or the fields of a form."""

    query: str = ""
    message: str = ""
    relay: str = ""

    def read(self) -> Message:
        """Return the message.  Raises `Refused`."""
        if self.query:
            return read_redirect(self.query.encode(), (SAML_REQUEST,))
        return read_post([(SAML_REQUEST, self.message), ("RelayState", self.relay)])


def arriving(request: Request) -> Carried:
    """Return the message that a browser brings from the register."""
    if request.method == "POST":
        return Carried(message=_text(request, SAML_REQUEST), relay=_text(request, "RelayState"))
    return Carried(query=request.query_string)


def carried(request: Request) -> Carried:
    """Return the message that the provider's own page carried along."""
    return Carried(*(_text(request, name) for name in ("query", "message", "relay")))


def arriving_message(request: Request) -> Message:
    """Return a message of logout, request or response.  Raises `Refused`."""
    if request.method == "POST":
        return read_post((name, _text(request, name)) for name in request.POST)
    return read_redirect(request.query_string.encode())


def has_message(request: Request) -> bool:
    """Whether there is any: who opens the address by hand brings none."""
    given = request.POST if request.method == "POST" else request.GET
    return any(name in given for name in MESSAGES)


def is_post(message: Message) -> bool:
    """Whether a message came by a form, and is answered by one."""
    return message.binding is Binding.POST


def _text(request: Request, name: str) -> str:
    value = request.POST.get(name, "")
    return value if isinstance(value, str) else ""
