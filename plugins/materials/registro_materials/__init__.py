"""Materials: what teachers hand out to classes, students and colleagues (*materiale didattico*)."""

from registro_core.api import TranslationStringFactory

_ = TranslationStringFactory("materials")
