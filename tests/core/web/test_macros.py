"""The macros that forms are made of, drawn by the real template engine."""

import pytest
from bs4 import BeautifulSoup
from chameleon import PageTemplate
from pyramid.renderers import get_renderer
from webob.multidict import MultiDict
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from registro_core.web.forms import Form, VersionField, choices
from registro_core.web.icons import Icons
from registro_core.web.paging import Page

PAGE = """
<form>
<metal:errors use-macro="error_summary"/>
<metal:keys use-macro="form_keys"/>
<tal:f repeat="f form.visible"><metal:field use-macro="field"/></tal:f>
</form>
"""


class SampleForm(Form):
    surname = StringField(
        "Cognome", [InputRequired("Scrivi il cognome.")], description="Come sul documento."
    )
    born = DateField("Nato il", render_kw={"autocomplete": "bday"})
    role = SelectField("Ruolo", choices=choices([("a", "Docente")]))
    reason = RadioField("Motivo", choices=choices([("h", "Salute"), ("f", "Famiglia")]))
    note = TextAreaField("Nota")
    agreed = BooleanField("Ho letto")
    version = VersionField()


class Request:
    method = "GET"
    locale_name = "it"
    POST: MultiDict[str, str] = MultiDict()

    def translate(self, text):
        return str(text)


@pytest.fixture
def draw(school):
    """Draw a form with the macros of the application of the test."""

    def draw(form, source=PAGE, **values):
        registry = school.application.wsgi.registry
        names = ("field", "error_summary", "form_keys", "paging")
        macros = {
            name: get_renderer(
                f"registro_core:web/templates/{name}.pt", registry=registry
            ).implementation()
            for name in names
        }
        scope = {"csrf_token": "token", "new_idempotency_key": lambda: "key", "icon": Icons()}
        return BeautifulSoup(
            PageTemplate(source)(form=form, **macros, **scope, **values), "html.parser"
        )

    return draw


def wrong_form():
    request = Request()
    request.method = "POST"
    request.POST = MultiDict([("born", "yesterday"), ("note", "<b>typed</b>"), ("version", "7")])
    form = SampleForm(request)
    form.validate()
    return form


class TestField:
    def test_label_help_and_mark_belong_to_the_field(self, draw):
        page = draw(SampleForm(Request()))

        field = page.select_one("#surname")
        assert "*" in page.select_one("label[for=surname]").get_text()
        assert page.select_one(f"#{field['aria-describedby']}").get_text() == "Come sul documento."
        assert not field.get("aria-invalid")

    def test_an_error_is_told_at_the_field_and_in_the_summary(self, draw):
        page = draw(wrong_form())

        field = page.select_one("#surname")
        assert field["aria-invalid"] == "true"
        texts = [
            page.select_one(f"#{name}").get_text() for name in field["aria-describedby"].split()
        ]
        assert texts == ["Come sul documento.", "Scrivi il cognome."]
        assert (
            page.select_one('.r-alert a[href="#surname"]').get_text()
            == "Cognome: Scrivi il cognome."
        )

    def test_nothing_typed_is_lost_and_nothing_typed_is_markup(self, draw):
        page = draw(wrong_form())

        assert page.select_one("#born")["value"] == "yesterday"
        assert page.select_one("#note").get_text().strip() == "<b>typed</b>"
        assert page.select_one("[name=version]")["value"] == "7"

    def test_radio_buttons_are_a_group_with_a_legend(self, draw):
        page = draw(SampleForm(Request()))

        group = page.select_one("fieldset")
        assert group.legend.get_text().strip() == "Motivo"
        assert [label.get_text().strip() for label in group.select("label")] == [
            "Salute",
            "Famiglia",
        ]

    def test_a_tick_box_has_its_label_beside(self, draw):
        assert draw(SampleForm(Request())).select_one(".r-check label").get_text() == "Ho letto"

    def test_the_keys_of_a_form(self, draw):
        page = draw(SampleForm(Request()))

        assert page.select_one("[name=csrf_token]")["value"] == "token"
        assert page.select_one("[name=idempotency_key]")["value"] == "key"

    def test_a_form_of_a_single_button_needs_no_fields(self, draw):
        source = '<form><metal:keys use-macro="form_keys"/></form>'

        assert len(draw(None, source).select("input")) == 2


class TestPaging:
    SOURCE = '<metal:paging use-macro="paging"/>'

    def test_links_keep_the_filters(self, draw):
        page = draw(None, self.SOURCE, page=Page(2, 10, 35, "/people", (("q", "a&b"),)))

        links = {a.get_text().strip(): a["href"] for a in page.select("a")}
        assert links["Pagina successiva"] == "/people?q=a%26b&page=3"
        assert page.select_one("[aria-current=page]").get_text().split() == ["Pagina", "2"]
        assert "Da 11 a 20 di 35" in page.get_text()

    def test_one_page_needs_no_links(self, draw):
        assert not draw(None, self.SOURCE, page=Page(1, 10, 3)).select("nav")
