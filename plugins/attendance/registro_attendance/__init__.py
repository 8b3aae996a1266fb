"""Attendance: who was in class, who was away, and who must be told."""

from registro_core.api import TranslationStringFactory

_ = TranslationStringFactory("attendance")
