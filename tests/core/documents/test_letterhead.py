"""Whose paper a document is on."""

from registro_core.documents.letterhead import DocumentLetterhead, letterhead
from registro_core.school.models import School, SchoolClass, Site


def test_the_school_s_and_with_a_class_its_building_s(school):
    with school.session() as session:
        row = session.query(School).one()
        row.name, row.code, row.city = "IC Montessori", "FIIC000XX0", "Valdombra"
        site = session.get(Site, session.get(SchoolClass, school.classes["1A"]).site_id)
        site.name, site.code, site.address = "Plesso Rodari", "FIEE000XX1", "via dei Tigli 4"

    with school.session() as session:
        own = letterhead(session)
        of_class = letterhead(session, school.classes["1A"])

    assert own == DocumentLetterhead("IC Montessori", "FIIC000XX0", "Valdombra")
    assert own.lines == ["Valdombra · cod. mecc. FIIC000XX0"]
    assert of_class.lines == [
        "Plesso Rodari",
        "via dei Tigli 4 · Valdombra · cod. mecc. FIEE000XX1",
    ]
    assert DocumentLetterhead("IC Montessori").lines == []
