"""Web push: notices on telephones and computers, by their browsers (*notifiche push*)."""

from registro_core.api import TranslationStringFactory

_ = TranslationStringFactory("web_push")
