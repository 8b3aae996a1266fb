"""A few circulars for the demo school: one to sign, one to read, one still a draft."""

from datetime import timedelta

from sqlalchemy.orm import Session

from registro_core.api import SYSTEM, DemoSchool
from registro_messaging.noticeboard.models import ForWhom
from registro_messaging.noticeboard.services.publishing import publish
from registro_messaging.noticeboard.services.writing import Draft, Spec, write

TO_SIGN = (
    "Si comunica che le assemblee di classe per l’elezione dei rappresentanti si terranno in sede."
    "\n\nI genitori sono pregati di firmare per presa visione."
)
TO_READ = "La biblioteca della scuola è aperta ogni giorno all’intervallo, per prestiti e consigli."
DRAFT = "Bozza da completare con gli orari."


def fill(session: Session, demo: DemoSchool) -> None:
    """Publish two circulars, and leave one as a draft."""
    families, teachers = {ForWhom.FAMILIES, ForWhom.STUDENTS}, {ForWhom.TEACHERS}
    by = demo.today + timedelta(days=7)
    published = (
        Draft("Biblioteca scolastica", TO_READ, spec=Spec(families | teachers)),
        Draft("Assemblee di classe", TO_SIGN, True, False, by, Spec(families)),
    )
    for draft in published:
        circular = write(session, demo.year_id, draft, (), SYSTEM, demo.now)
        publish(session, circular, demo.today, SYSTEM, demo.now)
    planned = Draft("Uscita didattica", DRAFT, spec=Spec(families, classes={demo.classes[0].id}))
    write(session, demo.year_id, planned, (), SYSTEM, demo.now)
