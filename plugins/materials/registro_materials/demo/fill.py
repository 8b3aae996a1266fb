"""A few weeks of materials for the demo school: texts and links; files are uploaded by hand."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from registro_core.api import DemoClass, DemoSchool, DemoTeaching, TeachingKind, school_instant
from registro_materials.models import Folder, Item, Share

AT = time(14, 30)
RECENT = timedelta(days=20)
# Of the teachings; those of `docente` always.
PREPARED = 0.3

WORDS = (
    (
        "Schema riassuntivo",
        "## In breve\n\n- le **definizioni** del capitolo\n- gli *esempi* svolti in classe\n",
        None,
    ),
    (
        "Video e approfondimento",
        "Da guardare prima della prossima lezione. Prendete appunti: ne parliamo in classe.",
        "https://www.raiscuola.rai.it/",
    ),
    ("Esercizi di ripasso", "1. Rileggere gli appunti\n2. Svolgere i primi cinque\n", None),
    ("Dizionario in linea", None, "https://www.treccani.it/vocabolario/"),
)


def fill(session: Session, demo: DemoSchool) -> None:
    """Give some teachers a folder, and their classes what is in it."""
    folders: dict[int, Folder] = {}
    first = demo.sign_ins["docente"]
    for school_class in demo.classes:
        for teaching in school_class.teachings:
            drawn = demo.random.random() < PREPARED
            if teaching.kind is TeachingKind.CURRICULAR and (drawn or teaching.teacher_id == first):
                _hand_out(session, demo, folders, school_class, teaching)
    session.flush()


def _hand_out(
    session: Session,
    demo: DemoSchool,
    folders: dict[int, Folder],
    school_class: DemoClass,
    teaching: DemoTeaching,
) -> None:
    owner = teaching.teacher_id
    if owner not in folders:
        made = school_instant(demo.first_day, AT)
        folders[owner] = Folder(
            owner_id=owner, year_id=demo.year_id, name=teaching.subject_name, created_at=made
        )
        session.add(folders[owner])
        session.flush()
    for day in _days(demo):
        title, text, link = demo.random.choice(WORDS)
        at = school_instant(day, AT)
        item = Item(
            folder_id=folders[owner].id,
            title=f"{title} ({school_class.name})",
            text=text,
            link=link,
            created_at=at,
            changed_at=at,
        )
        session.add(item)
        session.flush()
        session.add(_share(item, school_class, teaching, at))


def _days(demo: DemoSchool) -> list[date]:
    recent = [day for day in demo.school_days if day >= demo.today - RECENT]
    return sorted(demo.random.sample(recent, min(2, len(recent))))


def _share(item: Item, school_class: DemoClass, teaching: DemoTeaching, at: datetime) -> Share:
    return Share(
        item_id=item.id,
        class_id=school_class.id,
        subject_id=teaching.subject_id,
        starts_on=at.date(),
        told_at=at,
        shared_at=at,
    )
