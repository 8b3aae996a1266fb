"""Forms: WTForms with our messages, shown by the macros `error_summary`, `form_keys` and `field`.

Validators' own messages come in the language of the page; labels, helps and
messages of ours are translation strings, translated where they are shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPBadRequest
from wtforms import Field, FileField, HiddenField, MultipleFileField, SelectMultipleField
from wtforms import Form as WTForm
from wtforms.fields.choices import SelectChoice
from wtforms.i18n import get_translations
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, StopValidation

from registro_core.items import Text
from registro_core.numbers import whole_number

if TYPE_CHECKING:
    from registro_core.request import Request

# Fields that a form may send more than once.
SEVERAL = (SelectMultipleField, MultipleFileField)
# A message of WTForms, whose own catalogues translate it.
REQUIRED = "This field is required."


def choices(pairs: Iterable[tuple[str, Text]]) -> list[SelectChoice]:
    """The choices of a `SelectField` or `RadioField`, from pairs of value and label."""
    return [SelectChoice(value, label) for value, label in pairs]


def strip(value: str | None) -> str | None:
    """Filter for text fields: no blanks around, and nothing at all is None."""
    return (value.strip() or None) if value else None


class Form(WTForm):
    """Base of our forms: `MyForm(request, obj=row)` reads the body on POST, else the object."""

    class Meta(DefaultMeta):
        """How fields speak and are drawn; `request` is set for each form."""

        request: "Request"

        def get_translations(self, _form: WTForm) -> Any:
            """WTForms' own messages in the language of the page."""
            return get_translations([self.request.locale_name])

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            """Draw a field; the labels of choices are translated, the widgets do not do it."""
            if isinstance(getattr(field, "choices", None), list):
                given = [SelectChoice.from_input(choice) for choice in field.choices]
                field.choices = [
                    replace(choice, label=self.request.translate(choice.label)) for choice in given
                ]
            return super().render_field(field, render_kw)

    def __init__(
        self,
        request: "Request",
        obj: object | None = None,
        data: Mapping[str, object] | None = None,
        prefix: str = "",
    ) -> None:
        """Read the posted body, if any.

        Raise HTTPBadRequest for a field sent twice, or a file where none belongs (check 32).
        """
        self.request = request
        posted = request.POST if request.method == "POST" else None
        if posted is not None:
            self._refuse_files(prefix)
        super().__init__(posted, obj=obj, data=data, prefix=prefix, meta={"request": request})
        if posted is not None:
            self._refuse_doubles()

    @property
    def visible(self) -> Iterator[Field]:
        """The fields to show, in order."""
        return (field for field in self if not isinstance(field, HiddenField))

    @property
    def hidden(self) -> Iterator[Field]:
        """The fields that travel unseen, such as `version`."""
        return (field for field in self if isinstance(field, HiddenField))

    @property
    def problems(self) -> list[tuple[Field, Text]]:
        """Each field with its first error, in the order of the page, for the summary."""
        return [(field, field.errors[0]) for field in self if field.errors]

    def validate(self, extra_validators: Any = None) -> bool:
        """All fields.

        A `validate_<field>` is not asked about what could not be read. Blanks alone
        do not fill a required field, whatever a filter made of them.
        """
        extra = {name: [_stop_unread] for name in self._fields}
        for name, validators in (extra_validators or {}).items():
            extra[name] += validators
        valid = bool(super().validate(extra))
        for field in self:
            rule = next((v for v in field.validators if isinstance(v, InputRequired)), None)
            if rule is not None and field.data is None and not field.errors:
                field.errors = [rule.message or field.gettext(REQUIRED)]
                valid = False
        return valid

    def submitted(self) -> bool:
        """Whether this is a POST whose fields are all valid."""
        return self.request.method == "POST" and bool(self.validate())

    def _refuse_doubles(self) -> None:
        for field in self:
            if not isinstance(field, SEVERAL) and self._times_sent(field.name) > 1:
                raise HTTPBadRequest(f"{field.name} was sent twice")

    def _refuse_files(self, prefix: str) -> None:
        # before the fields read it: they would take it for a text and stumble
        for name, field in self._unbound_fields:
            sent = self.request.POST.getall(f"{prefix}{name}")
            if not issubclass(field.field_class, FileField) and any(
                not isinstance(value, str) for value in sent
            ):
                raise HTTPBadRequest(f"{name} was sent as a file")

    def _times_sent(self, name: str) -> int:
        return len(self.request.POST.getall(name))


def _stop_unread(_form: WTForm, field: Field) -> None:
    if field.process_errors:
        raise StopValidation


class VersionField(HiddenField):
    """The version of the row that a form was rendered from; 0 when it is missing or no number.

    The view hands `form.version.data` to `check_version`, which raises `Conflict`.
    """

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number that came with the form."""
        self.data = whole_number(valuelist[0] if valuelist else "") or 0
