"""Heads of the log, noted outside the database and sealed with the installation's secret.

From inside the database nobody sees that the end of the log was cut off, or
that the whole chain was computed anew. Each line of the anchor file notes how
far the log had come; its seal is keyed with the secret, which the database
does not hold, and covers the line before.
"""

import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

FILE_NAME = "audit-anchors.jsonl"


@dataclass(frozen=True)
class Anchor:
    """The log had `seq` entries at an instant, the last with this digest."""

    seq: int
    digest: str
    at: str
    seal: str

    @property
    def line(self) -> str:
        """As it stands in the file, and in the mail to the school's archive."""
        return json.dumps(
            {"seq": self.seq, "digest": self.digest, "at": self.at, "seal": self.seal}
        )


class BrokenAnchors(Exception):
    """A line of the anchor file is not ours, or one before it was removed."""


def read_anchors(path: Path, secret: bytes) -> list[Anchor]:
    """The anchors of a file, oldest first; raise BrokenAnchors naming the line that is false.

    A file that does not exist holds none.
    """
    anchors: list[Anchor] = []
    for number, line in _lines(path):
        anchor = _parse(line, path, number)
        before = anchors[-1].seal if anchors else ""
        if not hmac.compare_digest(anchor.seal, _seal(secret, anchor, before)):
            raise BrokenAnchors(f"{path}, line {number}: the seal is false")
        anchors.append(anchor)
    return anchors


def add_anchor(path: Path, secret: bytes, head: tuple[int, str], now: datetime) -> Anchor | None:
    """Note a head (seq, digest) at the end of the file; None if the log is where it was.

    The line is on the disk when this returns. Raise BrokenAnchors rather than
    continue a file that somebody has touched.
    """
    anchors = read_anchors(path, secret)
    last = anchors[-1] if anchors else None
    if head[0] == 0 or (last and (last.seq, last.digest) == head):
        return None
    bare = Anchor(*head, at=now.astimezone(UTC).isoformat(), seal="")
    anchor = Anchor(bare.seq, bare.digest, bare.at, _seal(secret, bare, last.seal if last else ""))
    _append(path, anchor.line)
    return anchor


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8")
    # A last line without its end was cut by a crash while it was written.
    whole, _, _torn = text.rpartition("\n")
    yield from enumerate(whole.splitlines(), 1)


def _parse(line: str, path: Path, number: int) -> Anchor:
    try:
        read = json.loads(line)
        return Anchor(int(read["seq"]), str(read["digest"]), str(read["at"]), str(read["seal"]))
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenAnchors(f"{path}, line {number}: this is no anchor") from error


def _seal(secret: bytes, anchor: Anchor, before: str) -> str:
    content = f"audit-anchor:{anchor.seq}:{anchor.digest}:{anchor.at}:{before}"
    return hmac.new(secret, content.encode(), sha256).hexdigest()


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        _drop_torn_line(descriptor)
        os.write(descriptor, f"{line}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _drop_torn_line(descriptor: int) -> None:
    content = os.pread(descriptor, os.fstat(descriptor).st_size, 0)
    os.ftruncate(descriptor, content.rfind(b"\n") + 1)
