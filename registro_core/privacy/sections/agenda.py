"""The addresses from which a person's calendar programs fetch."""

from registro_core import _
from registro_core.agenda.feeds.models import CalendarFeed
from registro_core.privacy.sections.section import Section

SECTIONS = (
    Section(
        _("Indirizzi dell’agenda"),
        (CalendarFeed.person_id,),
        {"creato": CalendarFeed.created_at, "con le lezioni": CalendarFeed.lessons},
    ),
    Section(
        _("Indirizzi dell’agenda della persona"),
        (CalendarFeed.student_id,),
        {"creato": CalendarFeed.created_at},
    ),
)
