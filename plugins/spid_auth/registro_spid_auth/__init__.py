"""Sign-in with SPID, CIE and the ministry's identity gateway (*accesso con identità digitale*)."""

from registro_core.api import TranslationStringFactory

_ = TranslationStringFactory("spid_auth")
