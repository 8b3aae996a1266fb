"""Messaging: what the school tells families and staff, with receipts (*comunicazioni*)."""

from registro_core.api import TranslationStringFactory

_ = TranslationStringFactory("messaging")
