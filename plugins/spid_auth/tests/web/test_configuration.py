"""Start-up: a real school starts only when everything is in order, and is told of all that is not."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from typer.testing import CliRunner

from registro_core.api import CommandError, ConfigurationError, Installation
from registro_core.testing import NOW
from registro_spid_auth.cli import app
from registro_spid_auth.configuration import read
from registro_spid_auth.issuing.issuer import Issuer, issuer_metadata, make_issuer_keys
from registro_spid_auth.jobs import jobs
from registro_spid_auth.kinds import Connector
from registro_spid_auth.saml import keys
from registro_spid_auth.saml.keys import KeyPair
from registro_spid_auth.saml.signing import sign
from registro_spid_auth.saml.xml import parse
from registro_spid_auth.state import findings, start

pytestmark = pytest.mark.once

SCHOOL = {
    "organization_name": "Istituto comprensivo di prova",
    "organization_display_name": "IC di prova",
    "organization_url": "https://scuola.example",
    "ipa_code": "istsc_rmic81500n",
    "email": "segreteria@scuola.example",
    "phone": "+390612345678",
    "town": "Roma",
    "municipality_code": "H501",
}


class Platform:
    """As much of a platform as the commands look at."""

    def __init__(self, installation):
        self.installation = installation
        self.now = NOW

    def clock(self):
        return self.now


class School:
    """A real school's installation, made by the commands as the runbook says."""

    def __init__(self, folder: Path, registry_keys: KeyPair | None = None) -> None:
        self.folder = folder
        self.settings = {f"spid_auth.{name}": value for name, value in SCHOOL.items()}
        self.settings["spid_auth.registry_certificate_file"] = str(folder / "agid.crt")
        self.registry_keys = registry_keys or make_issuer_keys("AgID", NOW)
        self.platform = Platform(self.installation)

    @property
    def installation(self) -> Installation:
        return Installation(
            plugins=("spid_auth",),
            database_url="sqlite://",
            public_url="https://registro.example",
            mode="production",
            data_dir=self.folder,
            mail="",
            mail_from="",
            worker="",
            ini=self.settings,
        )

    def run(self, *arguments: str) -> Any:
        """Run `registro spid ...`; the exception stands in the result."""
        self.platform.installation = self.installation
        return CliRunner().invoke(app, arguments, obj=self)

    def must(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.exit_code == 0, done.exception
        return done.output

    def refused(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert isinstance(done.exception, CommandError), done.exception
        return str(done.exception)

    def aggregate(self, count: int = 3, signer: Any = None) -> Path:
        """The registry's file of providers, signed by it."""
        issuers = [self.issuer(number) for number in range(count)]
        root = parse(issuer_metadata(*issuers, self.issuer(99)))
        root.set("ID", "_registry")
        path = self.folder / "fetched.xml"
        path.write_bytes(sign(root, signer or self.registry_keys, 0))
        return path

    def issuer(self, number: int, host: str = "example") -> Issuer:
        url = f"https://p{number}.{host}"
        return Issuer(url, f"Gestore {number}", f"{url}/sso", f"{url}/slo", self.registry_keys)

    def faults(self) -> tuple[str, ...]:
        return findings(read(self.installation), NOW).faults


@pytest.fixture
def made(tmp_path: Path) -> School:
    """A school that has done nothing yet but write its `.ini`."""
    school = School(tmp_path)
    (tmp_path / "agid.crt").write_bytes(keys.pem(school.registry_keys.certificate))
    return school


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a school that has followed the runbook: made once, keys take their time."""
    folder = tmp_path_factory.mktemp("school")
    school = School(folder)
    (folder / "agid.crt").write_bytes(keys.pem(school.registry_keys.certificate))
    (folder / "agid.key").write_bytes(private_pem(school.registry_keys))
    for which in ("spid", "cie"):
        school.must("cert", "--for", which)
        school.must("metadata", "--for", which)
    school.must("log", "key")
    school.must("idp-refresh", "--file", str(school.aggregate()))
    cie = folder / "cie.xml"
    cie.write_bytes(issuer_metadata(school.issuer(1)))
    school.must("idp-refresh", "--for", "cie", "--file", str(cie))
    return folder


def private_pem(pair: KeyPair) -> bytes:
    return pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture
def ready(example: Path, tmp_path: Path) -> School:
    """A school of one's own that has followed the runbook."""
    shutil.copytree(example, tmp_path, dirs_exist_ok=True)
    (tmp_path / "agid.key").chmod(0o600)
    school = School(tmp_path, keys.load(tmp_path / "agid.key", tmp_path / "agid.crt"))
    for path in (tmp_path / "spid_auth").glob("*-providers.xml"):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return school


def test_a_school_that_followed_the_runbook_starts(ready):
    state = start(ready.installation, NOW)
    assert ready.must("check") == "Ready: spid, cie.\n"
    assert len(state.federations) == 2
    assert [len(each.identity_providers()) for each in state.federations.values()] == [4, 1]


def test_a_school_that_did_nothing_is_told_of_everything_at_once(made):
    """OPS-4: each fault on its line."""
    made.settings = {"spid_auth.enabled": "spid cie"}
    with pytest.raises(ConfigurationError) as error:
        start(made.installation, NOW)
    lines = str(error.value).splitlines()
    for name in ("organization_name", "town", "ipa_code", "email", "phone", "municipality_code"):
        assert any(f"spid_auth.{name} is missing" in line for line in lines), name
    assert any("registro spid cert" in line for line in lines)
    assert any("registro spid log key" in line for line in lines)
    assert any("registro spid idp-refresh" in line for line in lines)
    assert any("registry_certificate_file is missing" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("test_idps", "true", "test_idps is for development"),
        ("demo_idp", "true", "demo_idp is for development"),
        ("browser_binding", "false", "browser_binding is off"),
        ("level", "1", "level is 1"),
        ("level", "4", "level is '4'"),
        ("binding", "artifact", "binding is 'artifact'"),
        ("comparison", "worse", "comparison is 'worse'"),
        ("eidas", "maybe", "eidas is 'maybe'"),
        ("enabled", "spid facebook", "enabled names 'facebook'"),
        ("enabled", "", "enabled names no way"),
        ("organization_name", "x" * 65, "has 65 characters"),
        ("phone", "06 1234567", "phone is '06 1234567'"),
        ("email", "segreteria", "email is 'segreteria'"),
        ("ipa_code", "a b", "ipa_code is 'a b'"),
        ("municipality_code", "Roma", "municipality_code is 'Roma'"),
        ("levl", "2", "spid_auth.levl is no setting"),
        ("log_key_file", "/nowhere/log.key", "/nowhere/log.key"),
        ("key_file", "/nowhere/sp.key", "/nowhere/sp.key"),
        ("registry_certificate_file", "/nowhere/agid.crt", "/nowhere/agid.crt"),
    ],
)
def test_each_fault_stops_the_start(ready, name, value, word):
    """OPS-4, OPS-5."""
    ready.settings[f"spid_auth.{name}"] = value
    assert any(word in fault for fault in ready.faults())
    with pytest.raises(ConfigurationError):
        start(ready.installation, NOW)


def test_the_command_line_refuses_to_serve_and_names_each_fault_on_its_line(tmp_path):
    """As an operator sees it, who has only added the plugin to production.ini."""
    ini = tmp_path / "school.ini"
    ini.write_text(
        "[app:main]\nuse = egg:registro\nregistro.plugins = spid_auth\nregistro.mode = production\n"
        f"registro.database_url = sqlite:///{tmp_path}/school.db\n"
        "registro.public_url = https://registro.example\n"
        f"registro.data_dir = {tmp_path}\nregistro.mail = dir:{tmp_path}/mail\n"
    )
    registro = [str(Path(sys.executable).with_name("registro")), "-c", str(ini)]
    subprocess.run([*registro, "migrate"], check=True, capture_output=True)
    done = subprocess.run([*registro, "serve"], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert "spid_auth.organization_name is missing" in lines
    assert "spid_auth.town is missing" in lines
    assert any(line.startswith("cie: ") and "registro spid cert" in line for line in lines)


def test_a_name_that_changed_after_the_federation_is_refused(ready):
    """OPS-4: certificate and metadata say another thing than the configuration."""
    ready.settings["spid_auth.organization_name"] = "Altro istituto"
    faults = ready.faults()
    assert any("organization is Istituto comprensivo di prova" in fault for fault in faults)
    assert any("says something else than the configuration" in fault for fault in faults)


def test_a_key_that_others_may_read_is_refused(ready):
    (ready.folder / "spid_auth" / "spid.key").chmod(0o644)
    assert any("chmod 600" in fault for fault in ready.faults())


def test_a_certificate_of_another_key_is_refused(ready):
    folder = ready.folder / "spid_auth"
    (folder / "spid.crt").write_bytes((folder / "cie.crt").read_bytes())
    assert any("is not the certificate of the key" in fault for fault in ready.faults())


def test_metadata_that_somebody_touched_is_refused(ready):
    path = ready.folder / "spid_auth" / "spid-metadata.xml"
    path.write_bytes(path.read_bytes().replace(b"/spid/acs", b"/evil/acs"))
    assert any("says something else" in fault for fault in ready.faults())
    path.write_bytes(b"<x/>")
    assert any("is no metadata" in fault or "something else" in fault for fault in ready.faults())
    path.unlink()
    assert any("registro spid metadata" in fault for fault in ready.faults())


def test_a_test_provider_in_the_file_is_refused(ready):
    """OPS-5."""
    path = ready.folder / "spid_auth" / "spid-providers.xml"
    path.write_bytes(issuer_metadata(Issuer(
        "https://demo.spid.gov.it", "Demo", "https://demo.spid.gov.it/sso",
        "https://demo.spid.gov.it/slo", ready.registry_keys,
    )))  # fmt: skip
    assert any("names a test provider" in fault for fault in ready.faults())


def test_what_ends_before_long_is_told_and_stops_nothing(ready):
    """CERT-5, OPS-1, OPS-2."""
    configuration = read(ready.installation)
    for days, word in ((3 * 365 - 20, "expires on"), (3 * 365 + 1, "expired on")):
        found = findings(configuration, NOW + timedelta(days=days))
        assert not found.faults
        assert any(f"spid: the certificate {word}" in each for each in found.warnings)
    found = findings(configuration, NOW + timedelta(hours=49))
    assert any("last refreshed 49 hours ago" in each for each in found.warnings)
    assert not findings(configuration, NOW + timedelta(hours=47)).warnings


def test_metadata_is_not_overwritten_by_a_slip(ready):
    path = ready.folder / "spid_auth" / "spid-metadata.xml"
    before = path.read_bytes()
    assert "is there already" in ready.refused("metadata")
    assert path.read_bytes() == before
    ready.must("metadata", "--replace")
    # the same statement of the same key is the same file
    assert path.read_bytes() == before


def test_a_key_is_not_overwritten_by_a_slip(ready):
    before = (ready.folder / "spid_auth" / "spid.key").read_bytes()
    assert "is there already" in ready.refused("cert")
    assert (ready.folder / "spid_auth" / "spid.key").read_bytes() == before


def test_a_second_certificate_stands_beside_the_first_during_the_change(ready):
    """CERT-5, MD-5."""
    following = ready.folder / "next.crt"
    assert "next_certificate_file" in ready.refused("cert", "--next")
    ready.settings["spid_auth.next_certificate_file"] = str(following)
    ready.must("cert", "--next")
    assert (ready.folder / "next.key").stat().st_mode & 0o077 == 0
    ready.must("metadata", "--replace")
    state = start(ready.installation, NOW)
    assert state.federations[Connector.SPID].metadata.count(b"<md:KeyDescriptor") == 2


def test_cie_may_share_the_key_of_spid(made):
    made.settings["spid_auth.key_file"] = str(made.folder / "one.key")
    made.must("cert")
    made.must("cert", "--for", "cie")
    files = read(made.installation).files.values()
    assert {each.key for each in files} == {made.folder / "one.key"}
    assert len({each.certificate for each in files}) == 2
    for each in files:
        keys.load(each.key, each.certificate)


# ---- the registry ---------------------------------------------------------------------


def providers(school):
    return (school.folder / "spid_auth" / "spid-providers.xml").read_bytes()


def test_refreshing_prints_what_changed(ready):
    output = ready.must("idp-refresh", "--file", str(ready.aggregate(5)))
    assert "+ https://p3.example Gestore 3" in output
    assert "+ https://p4.example Gestore 4" in output
    assert "6 identity providers" in output
    output = ready.must("idp-refresh", "--file", str(ready.aggregate(4)))
    assert "- https://p4.example" in output
    assert "nothing changed" in ready.must("idp-refresh", "--file", str(ready.aggregate(4)))


def test_a_registry_signed_by_another_is_refused_and_the_old_file_stays(ready):
    before = providers(ready)
    forged = ready.aggregate(5, signer=make_issuer_keys("forger", NOW))
    assert "the old one stays: signature" in ready.refused("idp-refresh", "--file", str(forged))
    unsigned = ready.folder / "unsigned.xml"
    unsigned.write_bytes(issuer_metadata(ready.issuer(1), ready.issuer(2)))
    assert "signature-missing" in ready.refused("idp-refresh", "--file", str(unsigned))
    assert providers(ready) == before


def test_a_registry_that_shrinks_by_half_needs_a_word(ready):
    before = providers(ready)
    ready.must("idp-refresh", "--file", str(ready.aggregate(9)))
    small = str(ready.aggregate(2))
    said = ready.refused("idp-refresh", "--file", small)
    assert "7 of 10 providers would go" in said
    assert "--force" in said
    assert providers(ready) != before
    assert "3 identity providers" in ready.must("idp-refresh", "--file", small, "--force")


def test_what_is_fetched_is_fetched_by_https(ready):
    assert "only https" in ready.refused("idp-refresh", "--url", "http://registry.example/")


def test_a_registry_out_of_reach_leaves_the_old_file(ready):
    before = providers(ready)
    said = ready.refused("idp-refresh", "--url", "https://127.0.0.1:9/")
    assert "cannot be fetched, the old file stays" in said
    assert providers(ready) == before


def test_development_needs_nobody_to_write_anything(tmp_path, made):
    installation = replace(made.installation, mode="development", ini={})
    state = start(replace(installation, public_url="http://localhost:6543"), NOW)
    assert not findings(state.configuration, NOW).faults
    first = {c: f.metadata for c, f in state.federations.items()}
    again = start(replace(installation, public_url="http://localhost:6543"), NOW)
    assert {c: f.metadata for c, f in again.federations.items()} == first
    # another port is another address: the certificate names it
    moved = start(replace(installation, public_url="http://localhost:7000"), NOW)
    assert all(b"localhost:7000" in f.metadata for f in moved.federations.values())


def test_development_never_touches_the_keys_of_a_federation(ready):
    """A school that goes back to development for AgID's test keeps what it federated with."""
    folder = ready.folder / "spid_auth"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    installation = replace(ready.installation, mode="development")
    assert start(installation, NOW + timedelta(days=2000)).federations
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_a_value_that_cannot_be_read_stops_development_too(made):
    ini = {"spid_auth.level": "high"}
    installation = replace(made.installation, mode="development", ini=ini)
    with pytest.raises(ConfigurationError, match="level is 'high'"):
        start(installation, NOW)


def test_the_worker_gets_its_jobs_from_the_configuration(made):
    names = [job.name for job in jobs(made.installation)]
    assert names == ["spid_auth.forget", "spid_auth.log", "spid_auth.alerts"]
