"""What every address answers with and insists on: headers, caches, tokens (checks 8, 33, 34, 35)."""

from typing import Any

import pytest

from registro_core.files.serving import FILE_POLICY
from registro_core.web.headers import SECURITY_HEADERS
from tests.contract.acts import TOLD_ELSEWHERE, UNSUBSCRIBE
from tests.contract.world import (
    Watch,
    World,
    address,
    reading_patterns,
    views_of,
    writing_patterns,
)

# Who opens pages here: between them every page there is.
READERS = ("dirigente", "segreteria", "mamma", "coordinatore", "docente", "nobody")
# Headers of ours that say how long something may be kept, and what was asked.
OTHERS = {"Cache-Control", "X-Request-Id"}
# Public pages show nothing of anybody; a browser may keep what is not a page.
MAY_BE_KEPT = ("/robots.txt", "/health")
# Uploaded files: nothing in them runs, and the browser asks anew each time whether one still may.
FILES = (
    *("/files/{item_file_id}", "/zip"),
    *("/attachments/{file_id}", "/files/{file_id}", "/hand-ins.zip"),
    "/circulars/{circular_id}/files/{attachment_id}",
)
FILE_HEADERS = {**SECURITY_HEADERS, "Content-Security-Policy": FILE_POLICY}


@pytest.mark.once
@pytest.mark.slow
def test_every_page_is_shielded_kept_by_nobody_and_writes_nothing(
    told: World, watch: Watch
) -> None:
    opened, patterns = set(), set(reading_patterns(views_of(told.school))) - LEAVING
    for pattern in patterns:
        for who in READERS:
            answer = told.browser(who).get(told.said(address(pattern)), expect_errors=True)
            assert answer.status_int < 500, (pattern, who)
            shielded(pattern, who, answer)
            if answer.status_int == 200:
                opened.add(pattern)
    # the story gave each address with ids something to show
    assert patterns - opened <= NEVER_SHOWN, patterns - opened - NEVER_SHOWN
    assert watch.changed() == set()


def shielded(pattern: str, who: str, answer: Any) -> None:
    """An answer has the headers of a page, or of a file."""
    is_file = pattern.endswith(FILES) and answer.status_int == 200
    shown = {name: answer.headers[name] for name in SECURITY_HEADERS}
    expected = FILE_HEADERS if is_file else SECURITY_HEADERS
    assert shown == expected, (pattern, who, answer.status)
    kept = "private, no-cache" if is_file else "no-store"
    if pattern not in MAY_BE_KEPT:
        assert answer.headers["Cache-Control"] == kept, (pattern, who)


# They send a browser to an identity provider with a request that is kept before: their headers
# and what they write are told of in plugins/spid_auth/tests/web.
LEAVING = {"/spid/login", "/cie/login"}
# They lead elsewhere; or show what this story has none of.
NEVER_SHOWN = {
    "/",
    "/language/{code}",
    "/link/{token}",
    "/new-password",
    # after a password, of which these people have none: tests/core/accounts/second_factor
    *("/sign-in/code", "/account/second-factor/new"),
    "/timetable/teachers",
    # its address is signed: tests/core/notices
    UNSUBSCRIBE,
    # its secret is shown once: tests/core/agenda
    "/calendar/feed/{token}.ics",
    # the student hands in words alone: plugins/homework/tests
    "/classes/{class_id}/homework/{homework_id}/hand-ins/{hand_in_id}/files/{file_id}",
    "/students/{student_id}/homework/{homework_id}/files/{file_id}",
    # of a draft; the one that stays was published: plugins/messaging/tests
    *("/circulars/{circular_id}/edit", "/circulars/{circular_id}/publish"),
    # of an image; the story uploads none
    "/materials/items/{item_id}/files/{item_file_id}/thumbnail",
    "/students/{student_id}/permits/{permit_id}/reject",
    "/students/{student_id}/justifications/{justification_id}",
    "/students/{student_id}/justifications/{justification_id}/reject",
    "/groups/{group_id}/lessons/{day}/{slot}",
    # the demonstration's identity provider shows a page only for a request it was sent
    *(f"/demo-idp/{kind}/{page}" for kind in ("spid", "cie") for page in ("sso", "slo")),
    *("/spid/enter", "/spid/leave", "/spid/association", "/spid/slo", "/cie/slo"),
}


@pytest.mark.parametrize("path", ["/static/core/tokens.css", "/static/core/none", "/none"])
def test_what_is_no_page_is_shielded_too(told: World, path: str) -> None:
    for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE"):
        answer = told.browser("docente").request(path, method=method, expect_errors=True)
        shown = {name: answer.headers[name] for name in SECURITY_HEADERS}
        assert shown == SECURITY_HEADERS, (path, method)
        assert answer.status_int < 500
        assert answer.status_int != 200 or path.endswith(".css")


def test_a_page_with_a_stylesheets_name_is_no_page(told: World) -> None:
    """Web-cache deception: a cache in front must find nothing to keep (check 35)."""
    for pattern in ("/students/{student_id}/attendance", "/notices", "/account"):
        path = told.said(address(pattern))
        for tail in ("/x.css", ".css", ";x.css", "%2fx.css"):
            answer = told.browser("mamma").get(path + tail, expect_errors=True)
            assert answer.status_int in {403, 404}, path + tail


def test_after_signing_out_no_page_is_left(told: World) -> None:
    browser, token = told.browser("mamma"), told.token("mamma")
    answer = browser.post("/sign-out", {"csrf_token": token}, status=303)
    assert "cache" in answer.headers["Clear-Site-Data"]
    for pattern in ("/", "/notices", "/students/{student_id}/attendance"):
        path = told.said(address(pattern))
        assert "/sign-in" in browser.get(path, status=303).location


# 404: what the story dropped again is found by no context, which is asked first.
REFUSED = {400, 404}

# ---- tokens ---------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.slow
def test_no_address_writes_without_the_token_of_its_own_session(told: World, watch: Watch) -> None:
    theirs, nobody = told.token("bruno"), told.token("nobody")
    for sent in told.addresses():
        who = sent.act.who
        for token in (None, "", theirs, nobody, "0" * 64):
            fields = sent.fields + ([("csrf_token", token)] if token is not None else [])
            answer = told.post(who, sent.path, fields)
            assert answer.status_int in REFUSED, (sent.path, token)
        own = [*sent.fields, ("csrf_token", told.token(who))]
        for origin in ("https://evil.example", "null", "http://localhost.evil.example"):
            answer = told.post(who, sent.path, own, headers={"Origin": origin})
            assert answer.status_int in REFUSED, (sent.path, origin)
        # the token of the address says nothing: it would stand in logs and in Referer
        mark = "&" if "?" in sent.path else "?"
        path = f"{sent.path}{mark}csrf_token={told.token(who)}"
        assert told.post(who, path, sent.fields).status_int in REFUSED, sent.path
        assert watch.changed() == set(), sent.path


@pytest.mark.once
def test_a_body_that_is_no_form_is_refused(told: World, watch: Watch) -> None:
    for sent in told.addresses():
        for kind in ("text/plain", "application/json"):
            answer = told.browser(sent.act.who).post(
                sent.path, b'{"csrf_token": "x"}', content_type=kind, expect_errors=True
            )
            assert answer.status_int in REFUSED, (sent.path, kind)
    assert watch.changed() == set()


def test_signing_in_needs_the_token_too(told: World, watch: Watch) -> None:
    for path in sorted(TOLD_ELSEWHERE):
        refused = {404} if path == UNSUBSCRIBE else {400, 403}
        assert told.post("nobody", path, [("name", "docente")]).status_int in refused
    assert watch.changed() == set()


def test_nobody_writes_anything_without_signing_in(told: World, watch: Watch) -> None:
    token = ("csrf_token", told.token("nobody"))
    for sent in told.addresses():
        answer = told.post("nobody", sent.path, [*sent.fields, token])
        assert answer.status_int in {303, 403}, sent.path
        assert "/sign-in" in (answer.location or answer.text)
    assert watch.changed() == set()


@pytest.mark.once
def test_addresses_that_write_take_no_other_method(told: World, watch: Watch) -> None:
    patterns = writing_patterns(views_of(told.school))
    token = told.token("dirigente")
    for pattern in patterns:
        for method in ("PUT", "PATCH", "DELETE"):
            answer = told.browser("dirigente").request(
                told.said(address(pattern)),
                method=method,
                headers={"X-CSRF-Token": token},
                expect_errors=True,
            )
            assert answer.status_int in {403, 404, 405}, (pattern, method, answer.status)
    assert watch.changed() == set()
