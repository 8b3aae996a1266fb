"""Accounts: signing in, sessions, passwords, first access and reset."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator

PUBLIC_PAGES = {
    "sign_in": "/sign-in",
    "sign_out": "/sign-out",
    "forgotten": "/forgot-password",
    "code": "/first-access",
    "link": "/link/{token}",
    "new_password": "/new-password",
    "code_entry": "/sign-in/code",
}
OWN_PAGES = {
    "account": "/account",
    "sessions": "/account/sessions",
    "language": "/account/language",
    "password": "/account/password",
    "confirm": "/account/confirm",
    "second_factor": "/account/second-factor",
    "second_factor_new": "/account/second-factor/new",
    "recovery_codes": "/account/second-factor/codes",
}
# They count guesses, and a refused guess must stay counted: see `registro_core.db.apart`.
APART = (
    *("sign_in", "code_entry", "forgotten", "code", "new_password"),
    *("password", "confirm"),
)


def includeme(config: "Configurator") -> None:
    """Add the pages of accounts."""
    # Here, as models and services below this package know nothing of the web.
    from registro_core.db.apart import work_apart  # noqa: PLC0415
    from registro_core.security.contexts import PersonContext  # noqa: PLC0415

    for name, pattern in (PUBLIC_PAGES | OWN_PAGES).items():
        config.add_route(f"accounts.{name}", pattern)
    config.add_route("accounts.bulk", "/office/credentials")
    config.add_route(
        "accounts.credentials", "/office/people/{person_id}/credentials", factory=PersonContext
    )
    work_apart(config, *(f"accounts.{name}" for name in APART))
    config.scan("registro_core.accounts.views")
    config.scan("registro_core.accounts.second_factor.views")
