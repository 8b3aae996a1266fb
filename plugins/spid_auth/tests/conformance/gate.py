"""Whether a run of spid-sp-test proves what it seems to: its exit status alone does not.

    gate.py REPORT TOOL_LOG EXIT_STATUS REGISTER_LOG metadata=109 authnrequest=51 response=111

The tool exits with 0 when it could not begin to check requests and responses, and it takes a crash
of the register (500) for a refusal. So the checks of each kind are counted, and neither the tool nor
the register may have stumbled. Exit status 1 names everything that is wrong.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

TOOL_STUMBLED = re.compile(r"CRITICAL|Traceback")
# The tool writes the status with which each response was answered.
SERVER_ERROR = re.compile(r"status_code: 5\d\d")
REGISTER_STUMBLED = re.compile(r"Traceback| ERROR | CRITICAL |Exception")


def rows_of(report):
    """Each check of a report, with its kind: metadata, authnrequest or response."""
    for category, classes in report["test"]["sp"].items():
        for checks in classes.values():
            for check in checks:
                yield category.partition("_")[0], check


def problems(report, tool_log, exit_status, register_log, wanted):
    """What is wrong with a run, one sentence each."""
    rows = list(rows_of(report))
    if exit_status != 0:
        yield f"the tool ended with {exit_status}"
    ran = Counter(kind for kind, _check in rows)
    for kind, number in wanted.items():
        if ran[kind] != number:
            yield f"{kind}: {ran[kind]} checks ran, {number} are expected"
    for kind, check in rows:
        if check["result"] != "success":
            yield f"{kind}: failed: {check['test']} {check['value']}"
        elif SERVER_ERROR.search(str(check["value"])):
            yield f"{kind}: the register crashed: {check['test']} {check['value']}"
    for name, log, pattern in (
        ("the tool", tool_log, TOOL_STUMBLED),
        ("the register", register_log, REGISTER_STUMBLED),
    ):
        found = [line for line in log.splitlines() if pattern.search(line)]
        if found:
            yield f"{name} stumbled: {found[0]}"


def main(report, tool_log, exit_status, register_log, *wanted):
    pairs = (word.split("=") for word in wanted)
    found = list(
        problems(
            json.loads(Path(report).read_text(encoding="utf-8")),
            Path(tool_log).read_text(encoding="utf-8"),
            int(exit_status),
            Path(register_log).read_text(encoding="utf-8"),
            {kind: int(number) for kind, number in pairs},
        )
    )
    print("\n".join(found) or f"passed: {' '.join(wanted)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
