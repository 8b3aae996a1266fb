"""What comes back by the browser: a code, or the reason why there is none."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from registro_spid_auth.saml.errors import IdpError, Refused, error_code

# As providers of SPID number it: who refuses at the gateway has cancelled.
CANCELLED = 25
TOLD = ("state", "code", "error", "error_description", "iss")
VALUE_LIMIT = 4_000


@dataclass(frozen=True)
class Callback:
    """A callback as it came, nothing of it believed: the state leads to the request it answers."""

    state: str
    code: str | None = field(repr=False)
    error: str | None
    description: str | None
    issuer: str | None

    def code_from(self, issuer: str) -> str:
        """Return the code to exchange.

        Raises `Refused` (`callback-issuer` if another gateway answers: RFC 9207; `callback`),
        `IdpError` if the person was not authenticated.
        """
        if self.issuer is not None and self.issuer != issuer:
            raise Refused("callback-issuer")
        if self.error is not None:
            raise IdpError(self._number())
        if not self.code:
            raise Refused("callback")
        return self.code

    def _number(self) -> int | None:
        """The number of the anomaly: one that SPID reported, or that of who cancelled."""
        number = error_code(self.description)
        if number is None and self.error == "access_denied":
            return CANCELLED
        return number


def read_callback(fields: Iterable[tuple[str, str]]) -> Callback:
    """Read the query of a callback.

    Raises `Refused`: `duplicate-parameter`, `too-large`, `unsolicited` without a state.
    """
    given: dict[str, str] = {}
    for name, value in fields:
        if name in given:
            raise Refused("duplicate-parameter")
        if len(value) > VALUE_LIMIT:
            raise Refused("too-large")
        given[name] = value
    if not given.get("state"):
        raise Refused("unsolicited")
    state, code, error, description, issuer = map(given.get, TOLD)
    return Callback(state or "", code, error, description, issuer)
