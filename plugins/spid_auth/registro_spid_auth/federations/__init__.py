"""SPID and CIE as the register takes part in them: who it is there, and which providers it knows."""

from registro_spid_auth.federations.federation import Federation, provider_of
from registro_spid_auth.federations.providers_file import ProvidersFile

__all__ = ["Federation", "ProvidersFile", "provider_of"]
