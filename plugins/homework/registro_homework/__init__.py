"""Homework, planned tests, and what students hand in."""

from registro_core.api import TranslationStringFactory

_ = TranslationStringFactory("homework")
