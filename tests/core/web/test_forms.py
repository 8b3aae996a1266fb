import pytest
from pyramid.httpexceptions import HTTPBadRequest
from webob.multidict import MultiDict
from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired

from registro_core import _
from registro_core.web.forms import Form, VersionField, choices, strip


class Request:
    method = "POST"
    locale_name = "it"

    def __init__(self, *pairs, locale="it"):
        self.POST = MultiDict(pairs)
        self.locale_name = locale

    def translate(self, text):
        return f"[{text}]"


class PersonForm(Form):
    surname = StringField(_("Cognome"), [InputRequired()], filters=[strip])
    role = SelectField(_("Ruolo"), choices=choices([("a", _("Docente")), ("b", "B")]), default="a")
    classes = SelectMultipleField("Classi", choices=choices([("1", "1A"), ("2", "2A")]))
    version = VersionField()


def posted(*pairs, locale="it"):
    return PersonForm(Request(*pairs, locale=locale))


class TestForm:
    def test_blanks_are_taken_off(self):
        form = posted(("surname", "  Rossi "), ("role", "a"), ("version", "3"))

        assert form.submitted()
        assert form.surname.data == "Rossi"
        assert form.version.data == 3

    @pytest.mark.parametrize(
        ("locale", "message"),
        [("it", "Questo campo è obbligatorio."), ("en", "This field is required.")],
    )
    def test_messages_come_in_the_language_of_the_page(self, locale, message):
        form = posted(("role", "a"), locale=locale)

        assert not form.submitted()
        assert [(field.name, str(text)) for field, text in form.problems] == [("surname", message)]

    def test_blanks_alone_fill_no_required_field(self):
        form = posted(("surname", "   "), ("role", "a"))

        assert not form.submitted()
        assert [field.name for field, _text in form.problems] == ["surname"]

    def test_what_could_not_be_read_is_not_checked_further(self):
        class PeriodForm(Form):
            first = DateField(_("Dal"))
            last = DateField(_("Al"))

            def validate_last(self, field):
                assert field.data >= self.first.data

        form = PeriodForm(Request(("first", "2026-11-24"), ("last", "NaN")))

        assert not form.submitted()
        assert [field.name for field, _text in form.problems] == ["last"]

    def test_a_field_sent_twice_is_refused(self):
        with pytest.raises(HTTPBadRequest):
            posted(("surname", "a"), ("surname", "b"))

    def test_a_list_may_be_sent_twice(self):
        form = posted(("surname", "a"), ("role", "a"), ("classes", "1"), ("classes", "2"))

        assert form.submitted()
        assert form.classes.data == ["1", "2"]

    def test_choices_are_translated_when_drawn(self):
        form = posted(("surname", "a"), ("role", "a"))

        assert ">[Docente]<" in str(form.role())

    def test_fields_to_show_and_fields_that_travel_unseen(self):
        form = posted(("surname", "a"))

        assert [field.name for field in form.visible] == ["surname", "role", "classes"]
        assert [field.name for field in form.hidden] == ["version"]

    @pytest.mark.parametrize("text", ["", "x", "-1", "9" * 20, "²", "1.5"])
    def test_a_version_that_is_none_can_only_conflict(self, text):
        assert posted(("version", text)).version.data == 0


def test_strip():
    assert strip("  a ") == "a"
    assert strip("   ") is None
    assert strip(None) is None
