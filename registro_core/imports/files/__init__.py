"""The kinds of file the core imports, one module each."""

from registro_core.imports.files import (
    alunni,
    ata,
    calendario,
    cattedre,
    classi,
    docenti,
    materie,
    periodi,
    scansione,
    scuola,
    sedi,
    sigle_docenti,
    tutori,
)
from registro_core.imports.kinds import ImportKind

CORE_KINDS: tuple[ImportKind, ...] = (
    scuola.KIND,
    sedi.KIND,
    periodi.KIND,
    calendario.KIND,
    scansione.KIND,
    classi.KIND,
    materie.KIND,
    docenti.KIND,
    ata.KIND,
    alunni.KIND,
    tutori.KIND,
    cattedre.KIND,
    sigle_docenti.KIND,
)
