"""Example: a notice board for those who work at the school."""

from registro_core.api import TranslationStringFactory

_ = TranslationStringFactory("example")
