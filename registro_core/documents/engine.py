"""HTML in, PDF out; one document at a time in a process, so that memory has a bound.

Drawing is pure computation: two at once would take twice as long each.
"""

import atexit
import logging
import threading
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from registro_core.documents.failures import Busy, NotInstalled

if TYPE_CHECKING:
    from registro_core.documents.press import Press

log = logging.getLogger(__name__)

# Of the process, as the fonts are: a document knows nothing of the school but its own text.
_one_at_a_time = threading.Lock()
# Seconds to wait for others' documents; each takes well below one.
PATIENCE = 15


def render_pdf(html: str, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Draw a whole page of HTML as PDF/A-2a.

    Title, language, author and date of the file are those of the HTML's head. Raises `NotInstalled`
    where a library is missing, `Busy` where others' documents take too long.

    :param pictures: what `registro:pictures/NAME` stands for: PNG, JPEG or SVG.
    """
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise Busy
    try:
        return press().draw(html, pictures or {})
    finally:
        _one_at_a_time.release()


@cache
def press() -> "Press":
    """The press of this process, made when first needed; raise `NotInstalled` naming what lacks."""
    try:
        from registro_core.documents.press import Press  # noqa: PLC0415 - heavy, rarely needed
    except (ImportError, OSError) as error:
        log.exception("no PDF: WeasyPrint cannot load what it draws with")
        raise NotInstalled from error
    # Its fonts are given back while the library that made them is still there.
    atexit.register(press.cache_clear)
    return Press()
