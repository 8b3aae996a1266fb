"""What wants somebody's attention: ends of certificates, an old registry, errors of ours (OPS, CERT-5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registro_spid_auth.configuration import Configuration
from registro_spid_auth.federations.checks import staleness
from registro_spid_auth.kinds import Connector
from registro_spid_auth.models import Record, RecordContent
from registro_spid_auth.refusals import explain
from registro_spid_auth.saml import keys
from registro_spid_auth.saml.certificates import Problem, expiry_problems
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.identity_providers import provider_problems, read_providers
from registro_spid_auth.saml.keys import KeyFileError

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class OutcomeCount:
    """How often sign-ins ended in a way."""

    connector: Connector
    outcome: str
    count: int

    @property
    def alert(self) -> bool:
        """Whether it is a fault of ours."""
        return explain(self.outcome, self.connector).alert


def outcomes(session: Session, now: datetime) -> list[OutcomeCount]:
    """How the sign-ins of the last seven days ended, most frequent first: one statement."""
    count = func.count()
    statement = (
        select(RecordContent.connector, RecordContent.outcome, count)
        .join(Record, Record.seq == RecordContent.seq)
        .where(Record.at >= now - WEEK)
        .group_by(RecordContent.connector, RecordContent.outcome)
        .order_by(count.desc(), RecordContent.outcome)
    )
    return [OutcomeCount(*row) for row in session.execute(statement)]


def alerts(configuration: Configuration, now: datetime) -> list[Problem]:
    """What wants attention in the files of the federations; nothing in development."""
    if configuration.development:
        return []
    return [
        problem
        for connector in configuration.federations
        for problem in _of_federation(configuration, connector, now)
    ]


def _of_federation(
    configuration: Configuration, connector: Connector, now: datetime
) -> Iterator[Problem]:
    files = configuration.files[connector]
    try:
        certificate = keys.load_certificate(files.certificate)
        yield from expiry_problems(certificate, now, f"{connector}: the certificate")
        providers = read_providers(files.providers.read_bytes())
        yield from provider_problems(providers.values(), now)
    except (KeyFileError, OSError, Refused) as error:
        yield Problem("unreadable", f"{connector}: {error}")
    if connector is Connector.SPID:
        yield from staleness(files.providers, now)
