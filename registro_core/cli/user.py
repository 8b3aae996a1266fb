"""`registro user`: accounts, when the web cannot help - the first one, or nobody who may enter."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from registro_core.accounts import first_access, services
from registro_core.accounts.finding import AccountRow, find_account
from registro_core.accounts.second_factor import services as second_factor
from registro_core.cli.failures import CommandError
from registro_core.cli.installation import Config
from registro_core.items import SYSTEM

app = typer.Typer(
    name="user",
    help="Accounts: the first administrator, links, closing one, a lost second factor.",
    no_args_is_help=True,
)

Username = Annotated[
    str, typer.Argument(metavar="USERNAME", help="The user name, or the e-mail address.")
]


@app.command("create-admin")
def create_admin(
    context: typer.Context,
    surname: Annotated[str, typer.Option(prompt=True)],
    given_name: Annotated[str, typer.Option(prompt=True)],
    email: Annotated[str, typer.Option(help="Where links may be sent later.")] = "",
) -> None:
    """Make a person who runs the installation, and print the link to choose a password.

    No account has a password that somebody else knows: the link works once, and not for long.
    """
    config: Config = context.obj
    now = config.platform.clock()
    with config.platform.sessions.begin() as session:
        account = services.create_admin(session, SYSTEM, surname, given_name, email or None, now)
        _print_link(config, session, account)


@app.command("reset-link")
def reset_link(context: typer.Context, username: Username) -> None:
    """Print a link with which somebody chooses a new password, once.

    Hand it over in person or to the mailbox the school gave them; who holds it is believed to be
    them. That it was made is in the audit log.
    """
    config: Config = context.obj
    with _account(config, username) as (session, account):
        _print_link(config, session, account)


@app.command()
def disable(context: typer.Context, username: Username) -> None:
    """Close an account: its sessions, links and codes end at once."""
    _set_enabled(context.obj, username, enabled=False)


@app.command()
def enable(context: typer.Context, username: Username) -> None:
    """Open an account that was closed."""
    _set_enabled(context.obj, username, enabled=True)


@app.command("sign-out")
def sign_out(context: typer.Context, username: Username) -> None:
    """Sign somebody out of every browser, as when a device was lost."""
    config: Config = context.obj
    with _account(config, username) as (session, account):
        ended = services.end_all_sessions(session, SYSTEM, account, config.platform.clock())
    print(f"{ended} sessions of {account.display_name} ended.")


@app.command("remove-second-factor")
def remove_second_factor(context: typer.Context, username: Username) -> None:
    """Take a lost second factor away: the password alone lets in again. Check who asks first.

    Sessions end. Who must have one sets it up at the next sign-in.
    """
    config: Config = context.obj
    with _account(config, username) as (session, account):
        if second_factor.find(session, account.id) is None:
            raise CommandError(f"the account {account.username} has no second factor")
        second_factor.remove(session, SYSTEM, account, config.platform.clock())
    print(f"{account.display_name} signs in with the password alone.")


def _set_enabled(config: Config, username: str, *, enabled: bool) -> None:
    state = "open" if enabled else "closed"
    with _account(config, username) as (session, account):
        if account.enabled is enabled:
            raise CommandError(f"the account {account.username} is {state} already")
        services.set_enabled(session, SYSTEM, account, enabled, config.platform.clock())
    print(f"The account {account.username} of {account.display_name} is {state}.")


@contextmanager
def _account(config: Config, username: str) -> Iterator[tuple[Session, AccountRow]]:
    """Find an account, in a transaction that is kept if nothing fails."""
    with config.platform.sessions.begin() as session:
        account = find_account(session, username)
        if account is None:
            raise CommandError(f"nobody has the user name {username!r}, nor the address alone")
        yield session, account


def _print_link(config: Config, session: Session, account: AccountRow) -> None:
    url = config.platform.installation.public_url
    link = first_access.make_link(session, SYSTEM, account, url, config.platform.clock())
    print(
        f"{account.display_name}, user name {account.username}, chooses a password at\n\n  {link}\n"
    )
