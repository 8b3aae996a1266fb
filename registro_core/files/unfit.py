"""Why a file is refused, in words for whoever chose it."""

from registro_core.items import Text


class UnfitFile(Exception):
    """A file the register does not take; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        """Keep the words; they are translated where they are shown."""
        super().__init__(str(text))
        self.text = text
