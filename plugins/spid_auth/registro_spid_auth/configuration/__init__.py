"""What the `.ini` says about digital identities (`spid_auth.*`), and what is wrong with it."""

from registro_spid_auth.configuration.checks import Findings, check_values
from registro_spid_auth.configuration.reading import read
from registro_spid_auth.configuration.values import Configuration, FederationFiles

__all__ = ["Configuration", "FederationFiles", "Findings", "check_values", "read"]
