"""The metadata as the federation has it, and whether the configuration still says the same (MD-1)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from lxml import etree

from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.metadata import sp_metadata
from registro_spid_auth.saml.provider import ServiceProvider
from registro_spid_auth.saml.signing import verify
from registro_spid_auth.saml.xml import parse, qualified


def metadata_problems(path: Path, provider: ServiceProvider, now: datetime) -> Iterator[str]:
    """Say why the file is not the metadata of this configuration, if it is not (OPS-4).

    Compared is what it states, not its bytes: these stay as the federation was given them, also
    when a library comes to write XML in another manner.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        yield f"{path}: {error.strerror}: write it with `registro spid metadata`"
        return
    try:
        root = parse(data)
        stated = _statement(data)
    except Refused as error:
        yield f"{path} is no metadata ({error}): write it with `registro spid metadata`"
        return
    if stated != _statement(sp_metadata(provider)):
        yield (
            f"{path} says something else than the configuration: put back what you changed, or "
            "write it anew with `registro spid metadata --replace` and have the federation take it"
        )
        return
    try:
        certificates = [provider.keys.certificate, *provider.further_certificates]
        verify(root, root, certificates, now)
    except Refused as error:
        # an expired certificate is told of elsewhere
        if error.code != "certificate-expired":
            yield f"{path} is not signed with the register's key ({error.code})"


def _statement(data: bytes) -> str:
    """What metadata states, apart from its signature and the ID that goes with it."""
    root = parse(data)
    for signature in root.findall(qualified("ds:Signature")):
        root.remove(signature)
    root.attrib.pop("ID", None)
    return etree.canonicalize(etree.tostring(root, encoding="unicode"))
