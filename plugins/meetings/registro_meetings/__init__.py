"""Meetings: when teachers receive families, and how a family meets many of them in one tour."""

from registro_core.api import TranslationStringFactory

_ = TranslationStringFactory("meetings")
