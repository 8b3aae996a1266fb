"""The buttons of the sign-in page: "Entra con SPID", "Entra con CIE", the ministry's gateway (UI)."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from registro_core.api import Request, SignInMethod, markup
from registro_spid_auth.kinds import Connector
from registro_spid_auth.linking.hats import hats_of
from registro_spid_auth.linking.policies import Policies, policies_in
from registro_spid_auth.saml.identity_providers import IdentityProvider
from registro_spid_auth.state import state_of

TEMPLATE = "registro_spid_auth:templates/buttons.pt"
ORDER = 10
# Drawings of providers we have, by the host of their entityID; others show their name alone.
LOGOS: Mapping[str, str] = {
    "loginspid.aruba.it": "arubaid",
    "identity.infocert.it": "infocertid",
    "spid.intesa.it": "intesaid",
    "id.lepida.it": "lepidaid",
    "idp.namirialtsp.com": "namirialid",
    "posteid.poste.it": "posteid",
    "identity.sieltecloud.it": "sielteid",
    "spid.register.it": "spiditalia",
    "login.id.tim.it": "timid",
}
shuffler = random.SystemRandom()


@dataclass(frozen=True)
class Choice:
    """A provider one may choose: its name, where the link leads, its drawing if we have one."""

    name: str
    href: str
    logo: str | None


def methods(request: Request, back: str, again: bool) -> list[SignInMethod]:
    """The ways in of this plugin, as one card; none where the school lets nobody in by them."""
    policies = policies_in(request.school.settings)
    if not policies.anybody or (again and not _may_again(request, policies)):
        return []
    configuration = state_of(request).configuration
    query = _query(request, back, again)
    enabled = configuration.enabled
    html = markup(
        request,
        TEMPLATE,
        spid=_choices(request, Connector.SPID, query) if Connector.SPID in enabled else None,
        cie=f"/cie/login?{urlencode(query)}" if Connector.CIE in enabled else None,
        gateway=f"/gateway/login?{urlencode(query)}" if Connector.GATEWAY in enabled else None,
        level=configuration.level,
        again=again,
    )
    return [SignInMethod("spid", ORDER, html)]


def _may_again(request: Request, policies: Policies) -> bool:
    """Whether who is signed in could prove it so: the others would only be refused."""
    me = request.identity
    return me is not None and policies.admit(
        hats_of(request.dbsession, me.person_id, request.today)
    )


def _query(request: Request, back: str, again: bool) -> dict[str, str]:
    """What every link carries: the way back and, to confirm, the level that is wanted."""
    query = {"next": back}
    if again:
        query["again"] = "1"
        level = request.params.get("level", "")
        if level in {"2", "3"}:
            query["level"] = level
    return query


def _choices(request: Request, connector: Connector, query: dict[str, str]) -> list[Choice]:
    """Every provider of the registry, in another order each time the page is seen (UI-2)."""
    federation = state_of(request).federations[connector]
    found = [_choice(idp, connector, query) for idp in federation.identity_providers().values()]
    shuffler.shuffle(found)
    return found


def _choice(idp: IdentityProvider, connector: Connector, query: dict[str, str]) -> Choice:
    logo = LOGOS.get(urlsplit(idp.entity_id).hostname or "")
    href = f"/{connector}/login?{urlencode({'idp': idp.entity_id, **query})}"
    return Choice(idp.name, href, f"registro_spid_auth:static/logos/{logo}.svg" if logo else None)
