"""spid-sp-test 1.2.18 against the register as it is served: every check that it has, and all green.

What the tool does not prove (wrapping attacks, single faults, logout) is in tests/saml.
"""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from registro_spid_auth.models import RecordContent

pytestmark = pytest.mark.once

GATE = Path(__file__).with_name("gate.py")
# What the tool's identity provider says of its one person.
CODICE_FISCALE = "GDASDV00A01H501J"


@dataclass(frozen=True)
class Run:
    """How the tool is run, and how many checks of each kind that must be."""

    metadata: int
    authnrequest: int
    response: int
    extra: bool = True
    connector: str = "spid"
    binding: str = "post"
    level: str = "2"

    @property
    def wanted(self):
        return [
            f"{kind}={getattr(self, kind)}" for kind in ("metadata", "authnrequest", "response")
        ]


RUNS = {
    "spid-post-271": Run(109, 51, 111),
    "spid-redirect-264": Run(109, 44, 111, binding="redirect"),
    "spid-without-extra-255": Run(95, 49, 111, extra=False),
    "spid-level-1-267": Run(109, 47, 111, level="1"),
    "cie-244": Run(84, 51, 109, connector="cie"),
}


@pytest.fixture
def serve(demo_schools):
    """The register as the tool needs it: it knows the tool's provider, and a person it names."""

    def serve(binding="post", level="2"):
        return demo_schools.serve(
            "spid_auth",
            spid_auth__binding=binding,
            spid_auth__level=level,
            spid_auth__test_idps="true",
            spid_auth__demo_idp="false",
            # the tool sends no cookies marked Secure over http
            spid_auth__browser_binding="false",
            spid_auth__providers_file="{folder}/providers.xml",
            spid_auth__cie_providers_file="{folder}/providers.xml",
        )

    return serve


def run_tool(tool, served, run, login=None):
    """Run the tool; return where its report and log are, and its exit status."""
    report, log = served.folder / "report.json", served.folder / "tool.log"
    login = login or f"/{run.connector}/login?idp={tool.entity_id}"
    done = tool.run(
        *("--profile", f"{run.connector}-sp-public"),
        *("--metadata-url", f"{served.url}/{run.connector}/metadata"),
        *("--authn-url", served.url + login),
        *(["--extra"] if run.extra else []),
        *("-tr", "-d", "ERROR", "-rf", "json", "-o", str(report)),
    )
    log.write_text(done.stdout + done.stderr, encoding="utf-8")
    return report, log, done.returncode


def pass_gate(report, log, exit_status, served, run):
    """Run the gate; return its exit status and what it says."""
    command = [sys.executable, GATE, report, log, str(exit_status), served.log_file, *run.wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def outcomes(served):
    """How many responses ended in which way, by the transaction log."""
    with served.session() as session:
        return Counter(session.scalars(select(RecordContent.outcome)))


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_every_check_of_the_tool_is_green(serve, tool, give_code, name):
    run = RUNS[name]
    with serve(run.binding, run.level) as served:
        (served.folder / "providers.xml").write_text(tool.idp_metadata(), encoding="utf-8")
        give_code(served, "genitore", CODICE_FISCALE)
        status, said = pass_gate(*run_tool(tool, served, run), served, run)
        ended = outcomes(served)
    assert status == 0, said
    # Accepted are those that shall be, six report an anomaly, all others are refused by a check of
    # ours that has a name.
    assert ended["ok"] == (7 if run.level == "2" else 8), ended
    assert sum(ended[f"idp-error-{number}"] for number in (19, 20, 21, 22, 23, 25)) == 6
    assert not {"", "unknown-person"} & ended.keys()


@pytest.mark.slow
def test_the_gate_sees_what_the_exit_status_hides(serve, tool):
    """The tool ends with 0 when the address to sign in at is not there: 109 checks instead of 271."""
    run = RUNS["spid-post-271"]
    with serve() as served:
        (served.folder / "providers.xml").write_text(tool.idp_metadata(), encoding="utf-8")
        report, log, exit_status = run_tool(tool, served, run, login="/no/such/page")
        status, said = pass_gate(report, log, exit_status, served, run)
    assert exit_status == 0
    assert status == 1
    assert "authnrequest: 0 checks ran, 51 are expected" in said
    assert "response: 0 checks ran, 111 are expected" in said


# ---- the gate, on reports that a test makes --------------------------------------------------

GREEN = {"result": "success", "test": "a check", "value": "[http status_code: 403]"}


@pytest.mark.parametrize(
    ("checks", "tool_log", "exit_status", "register_log", "said"),
    [
        ([GREEN], "", 0, "", "passed"),
        ([GREEN], "", 1, "", "the tool ended with 1"),
        ([], "", 0, "", "0 checks ran"),
        ([GREEN, GREEN], "", 0, "", "2 checks ran"),
        ([{**GREEN, "result": "failure"}], "", 0, "", "failed: a check"),
        ([{**GREEN, "value": "[http status_code: 500]"}], "", 0, "", "the register crashed"),
        ([GREEN], "CRITICAL: no request", 0, "", "the tool stumbled"),
        ([GREEN], "Traceback (most recent", 0, "", "the tool stumbled"),
        ([GREEN], "", 0, "Traceback (most recent call last):", "the register stumbled"),
        ([GREEN], "", 0, "12:00 ERROR registro_core: x", "the register stumbled"),
        ([GREEN], "", 0, "12:00 WARNING registro_spid_auth: request 1 refused", "passed"),
    ],
)
def test_the_gate_passes_only_what_is_all_well(
    tmp_path, checks, tool_log, exit_status, register_log, said
):
    report, log, register = (tmp_path / name for name in ("report", "tool", "register"))
    found = {"test": {"sp": {"response": {"AClass": checks}}}}
    report.write_text(json.dumps(found), encoding="utf-8")
    log.write_text(tool_log, encoding="utf-8")
    register.write_text(register_log, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, GATE, report, log, str(exit_status), register, "response=1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said in done.stdout
    assert done.returncode == (0 if said == "passed" else 1)
