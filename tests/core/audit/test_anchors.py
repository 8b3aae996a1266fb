"""The anchor file: sealed line by line, so that it tells when it was touched itself."""

import pytest

from registro_core.audit.anchors import BrokenAnchors, add_anchor, read_anchors
from registro_core.testing import NOW

SECRET = b"s" * 32


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "var" / "anchors"
    for seq in (3, 5, 9):
        add_anchor(found, SECRET, (seq, f"{seq:064}"), NOW)
    return found


def test_anchors_are_read_back(path):
    assert [anchor.seq for anchor in read_anchors(path, SECRET)] == [3, 5, 9]
    assert path.stat().st_mode & 0o777 == 0o600


def test_no_file_holds_no_anchors(tmp_path):
    assert read_anchors(tmp_path / "none", SECRET) == []


def test_a_log_that_did_not_grow_is_not_anchored_again(path):
    assert add_anchor(path, SECRET, (9, f"{9:064}"), NOW) is None
    assert len(read_anchors(path, SECRET)) == 3


def test_an_empty_log_is_not_anchored(tmp_path):
    assert add_anchor(tmp_path / "a", SECRET, (0, "0" * 64), NOW) is None


def test_another_secret_does_not_read_them(path):
    with pytest.raises(BrokenAnchors, match="line 1"):
        read_anchors(path, b"other")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda lines: [lines[0].replace("3", "4", 1), *lines[1:]], 1),
        (lambda lines: [lines[0], lines[2]], 2),
        (lambda lines: lines[1:], 1),
        (lambda lines: [*lines[:2], "{}"], 3),
        (lambda lines: [*lines[:2], "rubbish"], 3),
    ],
)
def test_touched_lines_are_named(path, change, line):
    path.write_text("".join(f"{one}\n" for one in change(path.read_text().splitlines())))
    with pytest.raises(BrokenAnchors, match=f"line {line}"):
        read_anchors(path, SECRET)


def test_a_line_torn_by_a_crash_is_passed_over_and_replaced(path):
    whole = path.read_text()
    path.write_text(whole + '{"seq": 12, "dig')
    assert len(read_anchors(path, SECRET)) == 3
    add_anchor(path, SECRET, (12, f"{12:064}"), NOW)
    assert [anchor.seq for anchor in read_anchors(path, SECRET)] == [3, 5, 9, 12]
