"""Why a file is refused, in words for whoever chose it."""

from collections.abc import Callable

from registro_core.items import Text


class UnfitFile(Exception):
    """A file the register does not take; `text` says why and what to do, `name` which it is."""

    def __init__(self, text: Text, name: str = "") -> None:
        """Keep the words; they are translated where they are shown."""
        super().__init__(str(text))
        self.text = text
        self.name = name

    def said(self, translate: Callable[[Text], str]) -> str:
        """The whole message, by the translator of a request (`request.translate`)."""
        reason = translate(self.text)
        return f"«{self.name}»: {reason}" if self.name else reason
