"""Registro: the core of an electronic school register; every feature is a plugin."""

from translationstring import TranslationStringFactory

__version__ = "0.1.0"

_ = TranslationStringFactory("registro")
