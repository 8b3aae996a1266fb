"""Documents on paper and for the archive: PDF/A-2a with the school's letterhead."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Answer in words where documents cannot be made."""
    from registro_core.documents.failures import NoDocuments  # noqa: PLC0415
    from registro_core.documents.responses import no_documents  # noqa: PLC0415

    config.add_exception_view(no_documents, context=NoDocuments)
