"""One event is one line, whatever a browser put into it (check 64)."""

import logging

from registro_core.cli.logs import FORMAT, OneLine


def line_of(message):
    record = logging.LogRecord("trial", logging.WARNING, __file__, 1, message, (), None)
    return OneLine(FORMAT).format(record)


def test_a_forged_entry_stays_in_its_line():
    line = line_of("path /x\r\n2026-11-23 INFO registro: all is well\x1b[2J")
    assert len(line.splitlines()) == 1
    assert "\\r\\n" in line
    assert "\x1b" not in line


def test_ordinary_text_is_left_alone():
    assert line_of("così è, 5½ «bene»").endswith("così è, 5½ «bene»")
