"""The words for what a council decides, as minutes and report cards have them."""

from registro_core.api import Text
from registro_report_cards import _
from registro_report_cards.rules.outcomes import Outcome

OUTCOMES: dict[Outcome, Text] = {
    Outcome.ADMITTED: _("Ammesso"),
    Outcome.NOT_ADMITTED: _("Non ammesso"),
    Outcome.SUSPENDED: _("Giudizio sospeso"),
    Outcome.EXCLUDED: _("Escluso per assenze"),
    Outcome.NOT_SCRUTINISED: _("Non scrutinato"),
    Outcome.ABROAD: _("Anno all’estero"),
    Outcome.POSTPONED: _("Scrutinio rinviato"),
}
