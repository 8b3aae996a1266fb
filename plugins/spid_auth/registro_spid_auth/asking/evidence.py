"""What the transaction log keeps of an exchange (LOG-1, DPCM 24/10/2014 art. 13)."""

import hashlib
from dataclasses import dataclass

from registro_spid_auth.asking.services import Waiting
from registro_spid_auth.saml.responses import Assertion, Envelope
from registro_spid_auth.saml.times import written

Evidence = dict[str, str | None]
# Of a response that was refused: whoever sends rubbish must not fill the log with it.
REFUSED_LIMIT = 64_000


@dataclass(frozen=True)
class Sender:
    """Who sent a message to us: the browser's address and what it calls itself."""

    address: str
    user_agent: str
    request_id: str = ""

    def evidence(self) -> Evidence:
        """As the log keeps it: of the browser's name only a hash."""
        digest = hashlib.sha256(self.user_agent.encode("utf-8", "replace")).hexdigest()
        return {"ip": self.address, "user_agent_sha256": digest}


def of_request(waiting: Waiting) -> Evidence:
    """What we asked."""
    return {
        "AuthnReq_ID": waiting.id,
        "AuthnReq_IssueInstant": written(waiting.asked_at),
        "request": waiting.message,
    }


def of_response(xml: bytes, envelope: Envelope | None, assertion: Assertion | None) -> Evidence:
    """What came back. Of a refused response what it claims is claimed, not believed."""
    kept = xml if assertion else xml[:REFUSED_LIMIT]
    found: Evidence = {
        "response": kept.decode("utf-8", "replace"),
        "response_sha256": hashlib.sha256(xml).hexdigest(),
    }
    if envelope:
        found |= {
            "Resp_ID": envelope.id,
            "Resp_IssueInstant": written(envelope.issued_at),
            "Resp_Issuer": envelope.issuer,
        }
    if assertion:
        found |= {
            "Assertion_ID": assertion.assertion_id,
            "Assertion_subject": assertion.name_id,
            "Assertion_subject_NameQualifier": assertion.name_qualifier,
        }
    return found


def of_rubbish(xml: bytes) -> Evidence:
    """What is kept of a response to no request of ours: enough to know it again."""
    return {"response_sha256": hashlib.sha256(xml).hexdigest(), "response_bytes": str(len(xml))}
