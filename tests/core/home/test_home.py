from datetime import UTC, datetime, time

import pytest
from markupsafe import Markup

from registro_core.home.views import greeting
from registro_core.items import Card, MenuItem
from registro_core.web.shell import covered


@pytest.mark.parametrize(
    ("at", "word"),
    [
        (time(7, 0), "Buongiorno"),
        (time(13, 0), "Buon pomeriggio"),
        (time(18, 0), "Buonasera"),
    ],
)
def test_greeting(at, word):
    assert greeting(at).startswith(word)


class TestHome:
    def test_it_greets_by_name_and_has_something_to_say_without_plugins(self, school):
        answer = school.as_("mamma").get("/")

        assert "Buongiorno, Maria" in answer
        assert "martedì 24 novembre 2026" in answer.text.lower()
        assert "Per oggi non c’è altro" in answer

    def test_the_greeting_follows_the_clock_on_the_wall(self, school):
        # 18:10 in Rome
        school.clock.set(datetime(2026, 11, 24, 17, 10, tzinfo=UTC))

        assert "Buonasera, Maria" in school.as_("mamma").get("/")

    def test_cards_come_in_their_order(self, school, monkeypatch):
        cards = [
            Card(20, "b", Markup("<section>second</section>")),
            Card(10, "a", Markup("<section>first</section>"), wide=True),
        ]
        monkeypatch.setattr(
            school.platform.plugins,
            "collect_safely",
            lambda _session, hook, **_: cards if hook == "registro_home_cards" else [],
        )

        text = school.as_("docente").get("/").text

        assert text.index("<section>first</section>") < text.index("<section>second</section>")
        assert 'id="card-a" class="r-wide"' in text

    def test_nobody_signed_in_is_sent_to_sign_in(self, school):
        assert school.anonymous().get("/", status=303).location == "http://localhost/sign-in"


class TestMenu:
    def test_the_entry_one_is_in_is_marked_also_on_its_inner_pages(self, school, monkeypatch):
        items = [
            MenuItem(0, "Oggi", "/", on_phone_bar=True),
            MenuItem(100, "Menù", "/menu", badge=3),
        ]
        monkeypatch.setattr(
            school.platform.plugins, "collect_safely", lambda _session, _hook, **_: items
        )

        page = school.as_("docente").get("/menu").html

        current = page.select(".r-side [aria-current=page]")
        assert [entry["href"] for entry in current] == ["/menu"]
        assert page.select_one(".r-side .r-badge").get_text() == "3 da vedere"
        assert [a["href"] for a in page.select(".r-bottom a")] == ["/", "/menu"]

    def test_an_address_covers_what_is_below_it_part_by_part(self):
        for path, place, parts in (
            ("/classes/1/marks", "/classes/*/marks", 3),
            ("/classes/1/marks/12/grid", "/classes/*/marks", 3),
            ("/classes/1/marksheet", "/classes/*/marks", 0),
            ("/classes", "/classes/*/marks", 0),
            ("/classes/1", "/classes", 1),
            ("/classes/1", "/", 0),
            ("/", "/", 1),
        ):
            assert covered(path, place) == parts

    def test_a_long_menu_has_headings(self, school, monkeypatch):
        orders = (0, 10, 20, 60, 100, 120, 899, 900)
        items = [MenuItem(order, f"Voce {order}", f"/p{order}") for order in orders]
        monkeypatch.setattr(
            school.platform.plugins, "collect_safely", lambda _session, _hook, **_: items
        )

        page = school.as_("docente").get("/menu").html

        assert [h.get_text() for h in page.select(".r-side-h")] == ["Didattica", "Ufficio"]
        lists = [[a["href"] for a in ul.select("a")] for ul in page.select(".r-side ul")]
        assert lists == [["/p0", "/p10", "/p20", "/p60"], ["/p100", "/p120", "/p899"], ["/p900"]]
        assert [h.get_text() for h in page.select("h2")] == ["Didattica", "Ufficio"]

    def test_the_search_box_is_for_staff(self, school):
        assert school.as_("docente").get("/").html.select("#q")
        assert not school.as_("mamma").get("/").html.select("#q")
        assert not school.as_("anna").get("/").html.select("#q")
