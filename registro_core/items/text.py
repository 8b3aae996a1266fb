"""A text for people: fixed data, or a message translated when it is shown."""

from typing import TypeAlias

from translationstring import TranslationString

Text: TypeAlias = str | TranslationString
