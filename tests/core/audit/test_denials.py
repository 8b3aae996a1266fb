"""Pages refused are on record, though the request's transaction is undone (D9)."""

from sqlalchemy import select

from registro_core.audit.models import AccessDenial


def recorded(school):
    with school.session() as session:
        columns = (AccessDenial.actor_id, AccessDenial.status, AccessDenial.path)
        return [tuple(row) for row in session.execute(select(*columns))]


def test_a_refused_page_is_recorded_with_who_asked(school):
    school.as_("mamma").get("/office/audit", status=403)
    assert recorded(school) == [(school.people["mamma"], 403, "/office/audit")]


def test_a_refused_post_is_recorded_too(school):
    browser = school.as_("mamma")
    token = browser.get("/account/notices").html.select_one("[name=csrf_token]")["value"]
    browser.post("/office/deliveries", {"csrf_token": token}, status=403)
    assert recorded(school) == [(school.people["mamma"], 403, "/office/deliveries")]


def test_a_child_of_another_family_is_recorded_though_the_answer_is_not_found(school):
    path = f"/students/{school.people['bruno']}"
    school.as_("mamma").get(path, status=404)
    assert recorded(school) == [(school.people["mamma"], 404, path)]


def test_an_address_that_leads_nowhere_is_not_recorded(school):
    school.as_("mamma").get("/nowhere", status=404)
    assert recorded(school) == []


def test_who_is_signed_out_is_sent_to_sign_in_and_not_recorded(school):
    school.anonymous().get("/office/audit", status=303)
    assert recorded(school) == []


def test_the_head_sees_them(school):
    school.as_("mamma").get("/office/audit", status=403)
    page = school.as_("dirigente").get("/office/audit/denials")
    assert "Villa Maria" in page.text
