"""To whom an item is not shown, it does not exist: neither its page nor its files (check 31)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from registro_core.api import (
    Enrolment,
    Group,
    GroupClass,
    GroupKind,
    GroupMember,
    SchoolYear,
    Teaching,
    TeachingKind,
)
from registro_core.testing import TODAY
from registro_materials.models import Folder, ItemFile, Share

# Worked out above the database: the same on every kind.
pytestmark = pytest.mark.once

PDF = b"%PDF-1.7\n%%EOF\n"
EVERYBODY = (
    *("anna", "bruno", "luca", "adulto", "mamma", "altra", "ristretto", "docente", "coordinatore"),
    *("sostegno", "religione", "docente.genitore", "estraneo", "dirigente", "vicario"),
    *("segreteria", "bidella", "admin"),
)
COUNCIL = {"coordinatore", "sostegno", "religione", "docente.genitore", "dirigente", "vicario"}


def who_opens(school, path):
    """Those for whom an address answers with the thing itself; the others get 403 or 404."""
    found = set()
    for who in EVERYBODY:
        status = school.as_(who).get(path, expect_errors=True).status_int
        assert status in {200, 403, 404}, who
        found |= {who} if status == 200 else set()
    return found


def file_of(school, item):
    with school.session() as session:
        return session.scalar(select(ItemFile.id).where(ItemFile.item_id == item))


def make_group(school, *names):
    """A group of 1A in which docente teaches mathematics."""
    with school.session() as session:
        group = Group(
            year_id=session.scalar(select(SchoolYear.id)), name="Recupero", kind=GroupKind.OTHER
        )
        session.add(group)
        session.flush()
        start = TODAY - timedelta(days=30)
        session.add(GroupClass(group_id=group.id, class_id=school.classes["1A"]))
        for name in names:
            session.add(
                GroupMember(group_id=group.id, student_id=school.people[name], starts_on=start)
            )
        session.add(
            Teaching(
                teacher_id=school.people["docente"],
                class_id=school.classes["1A"],
                group_id=group.id,
                subject_id=school.subjects["MAT"],
                kind=TeachingKind.CURRICULAR,
                starts_on=start,
            )
        )
        return group.id


def test_what_is_not_shared_is_the_owners_alone(school, materials):
    item = materials.write(files=[("a.pdf", PDF)])
    path = f"/materials/items/{item}"

    assert who_opens(school, path) == {"docente"}
    assert who_opens(school, f"{path}/files/{file_of(school, item)}") == {"docente"}


def test_what_is_shared_with_a_class_is_for_its_families_and_council(school, materials):
    item = materials.write(files=[("a.pdf", PDF)], to=materials.to("1A"))
    path = f"/materials/items/{item}"
    expected = {"docente", "anna", "bruno", "mamma", "altra"} | COUNCIL

    assert who_opens(school, path) == expected
    assert who_opens(school, f"{path}/files/{file_of(school, item)}") == expected


@pytest.mark.parametrize("page", ["edit", "share", "receipts"])
def test_only_the_owner_changes_it(school, materials, page):
    item = materials.write(to=materials.to("1A"))

    assert who_opens(school, f"/materials/items/{item}/{page}") == {"docente"}


def test_what_is_shared_with_one_student_is_for_their_family_alone(school, materials):
    item = materials.write(student=f"s{school.people['anna']}")

    assert who_opens(school, f"/materials/items/{item}") == {"docente", "anna", "mamma"}
    assert "Equazioni" not in school.as_("coordinatore").get(
        f"/classes/{school.classes['1A']}/materials"
    )


def test_what_is_shared_with_a_group_is_for_its_members(school, materials):
    group = make_group(school, "bruno")
    item = materials.write(to=[f"g{group}-{school.subjects['MAT']}"])

    opened = who_opens(school, f"/materials/items/{item}")

    assert opened == {"docente", "bruno", "altra"} | COUNCIL


def test_what_is_shared_with_a_colleague_is_for_them_alone(school, materials):
    item = materials.write(colleague=f"p{school.people['estraneo']}")

    assert who_opens(school, f"/materials/items/{item}") == {"docente", "estraneo"}
    assert "Equazioni" in school.as_("estraneo").get("/materials")


def test_before_its_day_and_after_its_end_it_is_not_shown(school, materials):
    first, last = TODAY + timedelta(days=2), TODAY + timedelta(days=4)
    item = materials.write(to=materials.to("1A"), starts_on=first, ends_on=last)
    path, anna = f"/materials/items/{item}", school.people["anna"]
    seen = []
    for day in range(1, 6):
        school.clock.advance(days=1)
        browser = school.as_("anna")
        shown = browser.get(path, expect_errors=True).status_int == 200
        assert shown == ("Equazioni" in browser.get(f"/students/{anna}/materials"))
        seen += [day] if shown else []

    assert seen == [2, 3, 4]


def test_who_leaves_the_class_sees_it_no_more_and_who_joins_does(school, materials):
    item = materials.write(to=materials.to("1A"))
    with school.session() as session:
        anna = Enrolment.student_id == school.people["anna"]
        session.execute(update(Enrolment).where(anna).values(ends_on=TODAY - timedelta(days=1)))
        session.add(
            Enrolment(
                student_id=school.people["luca"], class_id=school.classes["1A"], starts_on=TODAY
            )
        )

    opened = who_opens(school, f"/materials/items/{item}")

    assert "anna" not in opened
    assert {"luca", "mamma"} <= opened


def test_a_share_taken_back_counts_no_more(school, materials):
    item = materials.write(to=materials.to("1A"))
    page = school.as_("docente").get(f"/materials/items/{item}/share")
    form = next(f for f in page.forms.values() if (f.action or "").endswith("/end"))
    form.submit(status=303)

    assert who_opens(school, f"/materials/items/{item}") == {"docente"}
    with school.session() as session:
        assert session.scalar(select(Share.ended_at)) == school.clock.now


def test_one_shares_only_where_one_teaches_today(school, materials):
    with school.session() as session:
        mine = Teaching.teacher_id == school.people["docente"]
        session.execute(
            update(Teaching)
            .where(mine, Teaching.class_id == school.classes["2A"])
            .values(ends_on=TODAY - timedelta(days=1))
        )
    for to in (materials.to("2A"), materials.to("1A", subject="ITA"), ["p1"], ["nonsense"]):
        answer = materials.post(to=to)
        assert answer.status_int == 422, to
    with school.session() as session:
        assert session.scalars(select(Folder.id)).all() == []


def test_a_file_is_found_under_its_own_item_alone(school, materials):
    secret = materials.write("Segreto", files=[("a.pdf", PDF)])
    shared = materials.write("Condiviso", text="x", to=materials.to("1A"))
    file_id = file_of(school, secret)

    school.as_("anna").get(f"/materials/items/{shared}/files/{file_id}", status=404)
    school.as_("docente").get(f"/materials/items/{shared}/files/{file_id}", status=404)


def test_a_class_page_shows_what_is_shared_with_the_class_by_subject_and_word(school, materials):
    materials.write("Equazioni", to=materials.to("1A"))
    materials.write("Dante", who="coordinatore", to=materials.to("1A", subject="ITA"))
    page = school.as_("religione").get(f"/classes/{school.classes['1A']}/materials")

    assert [a.text for a in page.html.select(".m-title")] == ["Dante", "Equazioni"]
    form = page.forms[next(n for n, f in page.forms.items() if "subject" in f.fields)]
    form["subject"] = str(school.subjects["ITA"])
    assert [a.text for a in form.submit().html.select(".m-title")] == ["Dante"]
    form["subject"], form["word"] = "", "EQUA"
    assert [a.text for a in form.submit().html.select(".m-title")] == ["Equazioni"]
    school.as_("mamma").get(f"/classes/{school.classes['1A']}/materials", status=404)
    school.as_("estraneo").get(f"/classes/{school.classes['1A']}/materials", status=403)


def test_a_familys_page_is_of_their_own_child(school, materials):
    anna = f"/students/{school.people['anna']}/materials"
    materials.write(to=materials.to("1A"))

    for who, status in {"mamma": 200, "anna": 200, "altra": 404, "docente": 403}.items():
        school.as_(who).get(anna, status=status)
    assert "Equazioni" in school.as_("mamma").get("/materials/family")
    assert "Equazioni" in school.as_("mamma").get("/")


def test_lists_ask_as_much_for_many_items_as_for_one(school, materials):
    pages = {
        "mamma": (f"/students/{school.people['anna']}/materials", "/materials/family", "/"),
        "docente": ("/materials", f"/classes/{school.classes['1A']}/materials"),
    }

    def asked():
        found = {}
        for who, paths in pages.items():
            browser = school.as_(who)
            for path in paths:
                browser.get(path)
                with school.queries() as seen:
                    browser.get(path)
                found[path] = len(seen)
        return found

    materials.write("Primo", to=materials.to("1A"))
    few = asked()
    for number in range(4):
        materials.write(f"Altro {number}", files=[("a.pdf", PDF)], to=materials.to("1A", "2A"))

    assert asked() == few
    assert max(few.values()) <= 12
