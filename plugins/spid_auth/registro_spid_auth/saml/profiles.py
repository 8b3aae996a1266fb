"""Where SPID and CIE differ: everything else is the same code."""

from dataclasses import dataclass

from registro_spid_auth.saml import names


@dataclass(frozen=True)
class Profile:
    """One federation's rules.

    `attributes` is what the register asks for, "pertinent and not excessive" (MD-9);
    `says_municipality`: whether the contact names the town (CIE's extensions alone have it);
    `issuer_needs_format`: whether an assertion's Issuer must say its Format (RS-10);
    `saml_logout`: whether the federation answers SAML logout, or has just an address (LO-5).
    """

    name: str
    attributes: tuple[str, ...]
    contact_type: str
    extensions: str
    extensions_prefix: str
    says_municipality: bool
    issuer_needs_format: bool
    saml_logout: bool


# MD-9, MD-12 (avviso SPID 29 v3)
SPID = Profile(
    name="spid",
    attributes=("fiscalNumber", "name", "familyName", "dateOfBirth", "email"),
    contact_type="other",
    extensions=names.SPID_EXTENSIONS,
    extensions_prefix="spid",
    says_municipality=False,
    issuer_needs_format=True,
    saml_logout=True,
)

# "Entra con CIE", manuale operativo: the eIDAS minimum set and nothing else.
CIE = Profile(
    name="cie",
    attributes=("fiscalNumber", "name", "familyName", "dateOfBirth"),
    contact_type="administrative",
    extensions=names.CIE_EXTENSIONS,
    extensions_prefix="cie",
    says_municipality=True,
    issuer_needs_format=False,
    saml_logout=False,
)

PROFILES = {profile.name: profile for profile in (SPID, CIE)}
