"""Files of a form that was refused: they wait in the store, and the form names them when sent again.

A browser does not remember what was chosen. What is not sent again is named by no row, and swept
after a day.
"""

import hmac
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO

from markupsafe import Markup

from registro_core.files.uploads import Upload

if TYPE_CHECKING:
    from registro_core.request import Request

TICK = Markup(
    '<div class="r-check"><input type="checkbox" checked name="{name}" id="{id}" value="{token}">'
    '<label for="{id}"><bdi>{label}</bdi></label></div>'
)


@dataclass(frozen=True)
class KeptUpload:
    """A file that waited, as if it had come with the form."""

    filename: str
    file: BinaryIO


def kept_uploads(request: "Request", tokens: Iterable[str]) -> Iterator[KeptUpload]:
    """The files that a form names; what was not given to this person by us is ignored."""
    for token in tokens:
        signature, _slash, rest = token.partition("/")
        digest, _slash, name = rest.partition("/")
        if hmac.compare_digest(signature.encode(), _signature(request, digest, name).encode()):
            with suppress(FileNotFoundError):
                stream = request.platform.files.open(digest)
                request.add_finished_callback(lambda _request, stream=stream: stream.close())
                yield KeptUpload(name, stream)


def keep_for_later(request: "Request", field: str, uploads: Iterable[Upload]) -> Markup:
    """Put files into the store, and return tick boxes by which a form names them."""
    ticks = Markup()
    for number, upload in enumerate(uploads):
        digest = request.platform.files.put(upload.stream)
        token = f"{_signature(request, digest, upload.name)}/{digest}/{upload.name}"
        ticks += TICK.format(name=field, id=f"{field}-{number}", token=token, label=upload.name)
    return ticks


def _signature(request: "Request", digest: str, name: str) -> str:
    person = request.identity.person_id if request.identity else 0
    message = f"upload:{person}:{digest}:{name}".encode()
    return hmac.new(request.platform.secret, message, sha256).hexdigest()
