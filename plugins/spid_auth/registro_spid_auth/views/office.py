"""The office's page: how SPID and CIE stand, and whom to recognise (OPS, ACC-3)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from registro_core.api import Request, SchoolContext, page_of
from registro_spid_auth.alerts import alerts, outcomes
from registro_spid_auth.federations import Federation
from registro_spid_auth.kinds import Connector
from registro_spid_auth.linking.associations import waiting
from registro_spid_auth.linking.policies import policies_in
from registro_spid_auth.records.reading import count_lines, lines
from registro_spid_auth.settings import BRIEFLY, NAMES
from registro_spid_auth.state import state_of
from registro_spid_auth.words import outcome_words


@dataclass(frozen=True)
class FederationRow:
    """A federation as the page shows it."""

    connector: Connector
    entity_id: str
    certificate_ends: datetime
    providers: int
    refreshed_at: datetime | None


def show(_context: SchoolContext, request: Request) -> dict[str, Any]:
    """GET: state, policies, requests, and how the last week went."""
    state = state_of(request)
    policies = policies_in(request.school.settings)
    return {
        "configuration": state.configuration,
        "federations": [_row(each) for each in state.federations.values()],
        "alerts": alerts(state.configuration, request.now),
        "outcomes": outcomes(request.dbsession, request.now),
        "words": outcome_words,
        "policies": [(NAMES[hat], BRIEFLY[policy]) for hat, policy in policies.chosen.items()],
        "associations": waiting(request.dbsession),
        "may_set": request.allows("core:settings"),
    }


def _row(federation: Federation) -> FederationRow:
    path = federation.file.path
    refreshed = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else None
    return FederationRow(
        connector=federation.connector,
        entity_id=federation.provider.entity_id,
        certificate_ends=federation.provider.keys.certificate.not_valid_after_utc,
        providers=len(federation.identity_providers()),
        refreshed_at=refreshed,
    )


def log_page(_context: SchoolContext, request: Request) -> dict[str, Any]:
    """GET: the lines of the transaction log, newest first; what they seal stays sealed."""
    page = page_of(request, count_lines(request.dbsession))
    rows = lines(request.dbsession, page.offset, page.size)
    return {"page": page, "rows": rows, "words": outcome_words}
