"""Report cards: what a class council decides, and by which rules."""

from registro_core.api import TranslationStringFactory

_ = TranslationStringFactory("report_cards")
