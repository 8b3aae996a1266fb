"""What is wrong with a configuration: all of it at once, each fault a sentence (OPS-4, OPS-5)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registro_spid_auth.configuration.values import Configuration
from registro_spid_auth.kinds import Connector

LONGEST_NAME = 64
SAFE_LEVEL = 2
IPA_CODE = re.compile(r"[A-Za-z0-9_]{1,16}", re.ASCII)
PHONE = re.compile(r"\+39[0-9]{5,12}", re.ASCII)
MUNICIPALITY = re.compile(r"[A-Z][0-9]{3}", re.ASCII)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+", re.ASCII)


@dataclass(frozen=True)
class Findings:
    """`faults` stop a production start; `warnings` want somebody's attention before long."""

    faults: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    def __add__(self, other: "Findings") -> "Findings":
        return Findings(self.faults + other.faults, self.warnings + other.warnings)


def check_values(configuration: Configuration) -> Findings:
    """What can be said without looking at files: nothing of it matters in development."""
    if configuration.development:
        return Findings(configuration.faults)
    found: list[str] = [*configuration.faults, *_safety(configuration)]
    if configuration.federations:
        found += _school(configuration)
    return Findings(tuple(found))


def _safety(configuration: Configuration) -> Iterator[str]:
    """OPS-5: nothing of a test reaches a real school."""
    if configuration.test_idps:
        yield "spid_auth.test_idps is for development: production knows no test providers"
    if configuration.demo_idp:
        yield "spid_auth.demo_idp is for development: anyone could sign in as anybody"
    if not configuration.browser_binding:
        yield "spid_auth.browser_binding is off: production needs it"
    if configuration.level < SAFE_LEVEL:
        yield "spid_auth.level is 1: a register asks for level 2 or 3"


def _school(configuration: Configuration) -> Iterator[str]:
    """MD-11, MD-12: who the school is, in the words the federation will print."""
    organization, contact = configuration.organization, configuration.contact
    yield from _missing(
        {
            "organization_name": organization.name,
            "organization_display_name": organization.display_name,
            "organization_url": organization.url,
            "town": configuration.town,
        }.items()
    )
    for name, value in (
        ("organization_name", organization.name),
        ("organization_display_name", organization.display_name),
    ):
        if len(value) > LONGEST_NAME:
            yield (
                f"spid_auth.{name} has {len(value)} characters: a certificate holds at most "
                f"{LONGEST_NAME}; agree on a shorter form with the federation"
            )
    yield from _ill_formed("ipa_code", contact.ipa_code, IPA_CODE, "istsc_rmic81500n")
    yield from _ill_formed("email", contact.email, EMAIL, "an office's, not a person's")
    yield from _ill_formed("phone", contact.phone, PHONE, "+390612345678, without spaces")
    if Connector.CIE in configuration.enabled:
        yield from _ill_formed("municipality_code", contact.municipality, MUNICIPALITY, "H501")


def _missing(values: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, value in values:
        if not value:
            yield f"spid_auth.{name} is missing"


def _ill_formed(name: str, value: str, form: re.Pattern[str], example: str) -> Iterator[str]:
    if not form.fullmatch(value):
        said = f"is {value!r}" if value else "is missing"
        yield f"spid_auth.{name} {said}: for example {example}"
