"""What a school hands in, made by the commands it has for it: metadata and certificates."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCHEMA = Path(__file__).with_name("schema.py")
SCHEMAS = {
    "spid": "saml-schema-metadata-sp-spid-av29.xsd",
    "cie": "cie/saml-schema-metadata-sp-cie.xsd",
}
RUN = "from registro_core.cli import main; main()"
INI = """
[app:main]
use = egg:registro
registro.plugins = spid_auth
registro.mode = production
registro.database_url = sqlite:///{folder}/registro.db
registro.public_url = https://registro.example.edu.it
registro.data_dir = {folder}
spid_auth.organization_name = Istituto Comprensivo Statale «Niccolò Tommaseo» di Prova
spid_auth.organization_display_name = IC Tommaseo
spid_auth.organization_url = https://www.example.edu.it/
spid_auth.ipa_code = istsc_rmic81500n
spid_auth.email = rmic81500n@istruzione.it
spid_auth.phone = +390612345678
spid_auth.town = Roma
spid_auth.municipality_code = H501
"""


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """The folder in which `registro spid cert` and `registro spid metadata` wrote their files."""
    folder = tmp_path_factory.mktemp("documents")
    config = folder / "production.ini"
    config.write_text(INI.format(folder=folder), encoding="utf-8")
    for connector in ("spid", "cie"):
        for command in ("cert", "metadata"):
            done = subprocess.run(
                [sys.executable, "-c", RUN, "-c", config, "spid", command, "--for", connector],
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
    return folder / "spid_auth"


@pytest.fixture
def is_valid(apart):
    """Whether a document is valid by the schema of a federation."""

    def is_valid(connector, document):
        python = apart("spid-sp-test", "python")
        command = [python, SCHEMA, SCHEMAS[connector], document]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in {0, 1}, done.stderr
        assert (done.returncode == 0) == (not done.stdout), done.stdout
        return done.returncode == 0

    return is_valid


@pytest.mark.parametrize("connector", SCHEMAS)
def test_metadata_is_valid_by_the_schema_of_the_federation(documents, is_valid, connector):
    """MD-13, avviso 29; the schema of CIE likewise."""
    assert is_valid(connector, documents / f"{connector}-metadata.xml")


@pytest.mark.parametrize(
    ("connector", "what", "instead"),
    [
        # spid-sp-test passes this one: a natural person among the contacts
        ("spid", r"(</md:Company>)", r"\1<md:GivenName>Anna</md:GivenName>"),
        ("spid", r"<md:Organization>.*</md:Organization>", ""),
        ("spid", r"<md:EmailAddress>[^<]*</md:EmailAddress>", ""),
        ("cie", r"<md:Company>[^<]*</md:Company>", ""),
        ("cie", r"<cie:IPACode([^>]*)>([^<]*)</cie:IPACode>", r"<cie:Code\1>\2</cie:Code>"),
    ],
)
def test_the_schema_refuses_what_it_should(documents, is_valid, tmp_path, connector, what, instead):
    text = (documents / f"{connector}-metadata.xml").read_text(encoding="utf-8")
    changed, count = re.subn(what, instead, text)
    assert count == 1
    document = tmp_path / "changed.xml"
    document.write_text(changed, encoding="utf-8")
    assert not is_valid(connector, document)


@pytest.mark.parametrize("connector", SCHEMAS)
def test_the_signature_of_metadata_verifies_with_xmlsec1(documents, of_system, connector):
    """MD-3, by another implementation than the one that signed."""
    document = documents / f"{connector}-metadata.xml"
    node = "urn:oasis:names:tc:SAML:2.0:metadata:EntityDescriptor"
    verify = [of_system("xmlsec1", "xmlsec1"), "--verify", "--id-attr:ID", node]
    trusted = ["--pubkey-cert-pem", documents / f"{connector}.crt"]
    assert subprocess.run([*verify, *trusted, document], check=False).returncode == 0
    text = document.read_text(encoding="utf-8").replace("H501", "H502").replace("IC Tom", "IC Tim")
    changed = documents / f"{connector}-changed.xml"
    changed.write_text(text, encoding="utf-8")
    assert subprocess.run([*verify, *trusted, changed], check=False).returncode != 0


@pytest.fixture
def faults(apart):
    """What spid-compliant-certificates finds in a certificate of the public sector.

    Its exit status is 0 whatever it finds: what it prints is read, and counted.
    """

    def faults(certificate):
        validator = apart("spid-sp-test", "spid-compliant-certificates")
        command = [validator, "validator", "--sector", "public", "--crt-file", certificate]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        lines = re.sub(r"\x1b\[\d*m", "", done.stderr).splitlines()
        checks = [line for line in lines if re.match(r"\[[EI]\]     ", line)]
        found = [line for line in checks if line.startswith("[E]")]
        assert ("matches the public sector specifications" in done.stderr) == (not found)
        return len(checks), found

    return faults


@pytest.mark.parametrize("connector", SCHEMAS)
def test_certificates_pass_the_validator_of_agid(documents, faults, connector):
    """CERT-1, CERT-2, CERT-4."""
    assert faults(documents / f"{connector}.crt") == (37, [])


def test_the_validator_of_agid_refuses_an_ordinary_certificate(faults, of_system, tmp_path):
    openssl = of_system("openssl", "openssl")
    make = "req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=any -keyout key.pem -out crt.pem"
    subprocess.run([openssl, *make.split()], cwd=tmp_path, check=True, capture_output=True)
    _checks, found = faults(tmp_path / "crt.pem")
    assert len(found) == 9
