"""Lessons: the timetable, what was done in class and who signed for it (*registro di classe*)."""

from registro_core.api import TranslationStringFactory

_ = TranslationStringFactory("lessons")
