"""Grades: marks, what they are worth together, disciplinary notes and observations."""

from registro_core.api import TranslationStringFactory

_ = TranslationStringFactory("grades")
