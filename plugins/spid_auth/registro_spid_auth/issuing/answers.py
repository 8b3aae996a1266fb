"""A provider's answers to authentication requests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from registro_spid_auth.issuing.issuer import Issuer
from registro_spid_auth.saml import names
from registro_spid_auth.saml.messages import new_id
from registro_spid_auth.saml.signing import sign
from registro_spid_auth.saml.times import written
from registro_spid_auth.saml.xml import SAML, SAMLP, Element, children

# How long an assertion may be delivered.
LIFETIME = timedelta(minutes=5)
SCHEMA = "http://www.w3.org/2001/XMLSchema"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True)
class Answer:
    """To whom, about whom and when: what a response of a provider says.

    `audience` is the entityID of the service provider, `request_id` the request answered.
    """

    audience: str
    acs_url: str
    request_id: str
    now: datetime
    level: int
    attributes: Mapping[str, str]
    name_id: str = field(default_factory=new_id)
    session_index: str = field(default_factory=new_id)


def signed_answer(issuer: Issuer, answer: Answer) -> bytes:
    """Return the response to a person who signed in, assertion and response signed."""
    return sign_response(success(issuer, answer), issuer)


def signed_error(issuer: Issuer, answer: Answer, number: int) -> bytes:
    """Return the response to a person who did not, with the number of the anomaly (ERR)."""
    return sign(failure(issuer, answer, number), issuer.keys, 1)


def success(issuer: Issuer, answer: Answer) -> Element:
    """Return an unsigned response with its assertion."""
    root = _response(issuer, answer, SAMLP.StatusCode(Value=names.SUCCESS))
    root.append(_assertion(issuer, answer))
    return root


def failure(issuer: Issuer, answer: Answer, number: int) -> Element:
    """Return an unsigned response that reports an anomaly."""
    code = SAMLP.StatusCode(SAMLP.StatusCode(Value=names.AUTHN_FAILED), Value=names.RESPONDER)
    return _response(issuer, answer, code, SAMLP.StatusMessage(f"ErrorCode nr{number:02}"))


def sign_assertion(root: Element, issuer: Issuer) -> Element:
    """Sign the assertion of a response in its place; the response must not be changed after."""
    (assertion,) = children(root, "saml:Assertion")
    alone = etree.fromstring(etree.tostring(assertion, with_tail=False))
    root.replace(assertion, etree.fromstring(sign(alone, issuer.keys, 1)))
    return root


def sign_response(root: Element, issuer: Issuer) -> bytes:
    """Sign the assertion of a response, then the response."""
    return sign(sign_assertion(root, issuer), issuer.keys, 1)


def _response(issuer: Issuer, answer: Answer, *status: Element) -> Element:
    return SAMLP.Response(
        SAML.Issuer(issuer.entity_id, Format=names.ENTITY_FORMAT),
        SAMLP.Status(*status),
        ID=new_id(),
        Version="2.0",
        IssueInstant=written(answer.now),
        Destination=answer.acs_url,
        InResponseTo=answer.request_id,
    )


def _assertion(issuer: Issuer, answer: Answer) -> Element:
    saying = {"Format": names.ENTITY_FORMAT} if issuer.says_format else {}
    return SAML.Assertion(
        SAML.Issuer(issuer.entity_id, saying),
        _subject(issuer, answer),
        SAML.Conditions(
            SAML.AudienceRestriction(SAML.Audience(answer.audience)),
            NotBefore=written(answer.now),
            NotOnOrAfter=written(answer.now + LIFETIME),
        ),
        SAML.AuthnStatement(
            SAML.AuthnContext(SAML.AuthnContextClassRef(f"{names.LEVEL_CLASS}{answer.level}")),
            AuthnInstant=written(answer.now),
            SessionIndex=answer.session_index,
        ),
        SAML.AttributeStatement(*(_attribute(*pair) for pair in answer.attributes.items())),
        ID=new_id(),
        Version="2.0",
        IssueInstant=written(answer.now),
    )


def _subject(issuer: Issuer, answer: Answer) -> Element:
    name_id = SAML.NameID(
        answer.name_id, Format=names.TRANSIENT_FORMAT, NameQualifier=issuer.entity_id
    )
    data = SAML.SubjectConfirmationData(
        Recipient=answer.acs_url,
        InResponseTo=answer.request_id,
        NotOnOrAfter=written(answer.now + LIFETIME),
    )
    return SAML.Subject(name_id, SAML.SubjectConfirmation(data, Method=names.BEARER))


def _attribute(name: str, value: str) -> Element:
    attribute = SAML.Attribute(Name=name, NameFormat=names.BASIC_FORMAT)
    typed = etree.SubElement(
        attribute,
        f"{{{names.ASSERTION}}}AttributeValue",
        {f"{{{INSTANCE}}}type": "xs:string"},
        nsmap={"xs": SCHEMA, "xsi": INSTANCE},
    )
    typed.text = value
    return attribute
