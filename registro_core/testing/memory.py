"""How much memory a piece of work takes at most, in this process."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def memory_grown() -> Iterator[Callable[[], int]]:
    """Yield what tells by how many bytes the process has grown at most since the block began.

    What it held before at its highest does not hide it: the peak is counted anew (Linux).
    """
    Path("/proc/self/clear_refs").write_text("5")
    before = _bytes("VmRSS")
    yield lambda: _bytes("VmHWM") - before


def _bytes(name: str) -> int:
    """A figure of this process: VmRSS is what it holds, VmHWM the most it has held."""
    found = re.search(rf"{name}:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found.group(1)) * 1024
