"""Tables of sign-in with digital identities, all named `spid_auth_*`."""

from registro_spid_auth.models.asking import Arrival, PendingRequest
from registro_spid_auth.models.linking import Association, AssociationState
from registro_spid_auth.models.logout import ForeignSession, PendingLogout
from registro_spid_auth.models.records import Record, RecordContent, RecordKind

__all__ = [
    "Arrival",
    "Association",
    "AssociationState",
    "ForeignSession",
    "PendingLogout",
    "PendingRequest",
    "Record",
    "RecordContent",
    "RecordKind",
]
