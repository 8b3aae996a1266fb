"""The demo school's timetable, and its lessons from the first day to today."""

from registro_lessons.demo.history import fill

__all__ = ["fill"]
