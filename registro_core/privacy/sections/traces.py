"""What a person did: imports, acts of the audit log, pages refused."""

from registro_core import _
from registro_core.audit.models import AccessDenial, AuditEntry
from registro_core.files.models import StoredFile
from registro_core.imports.models import PendingImport
from registro_core.privacy.sections.section import Section

SECTIONS = (
    Section(
        _("Importazioni avviate"),
        (PendingImport.created_by_id,),
        {"il": PendingImport.created_at},
    ),
    Section(
        _("File caricati"),
        (StoredFile.uploaded_by_id,),
        {"nome": StoredFile.name, "byte": StoredFile.size, "il": StoredFile.uploaded_at},
    ),
    Section(
        _("Registro delle modifiche: azioni della persona o su di lei"),
        (AuditEntry.actor_id, AuditEntry.student_id),
        {
            "quando": AuditEntry.at,
            "azione": AuditEntry.act,
            "oggetto": AuditEntry.object_type,
            "autore n.": AuditEntry.actor_id,
        },
    ),
    Section(
        _("Pagine rifiutate"),
        (AccessDenial.actor_id,),
        {"quando": AccessDenial.at, "pagina": AccessDenial.path},
    ),
)
