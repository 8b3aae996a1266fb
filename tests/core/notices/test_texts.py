"""Texts are stored as messages and rendered in each reader's language."""

import json
from datetime import date, time

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from sqlalchemy import update
from translationstring import TranslationStringFactory

from registro_core.accounts.models import Account
from registro_core.notices.texts import Catalogs, pack, render
from registro_core.plugins import Plugins

_ = TranslationStringFactory("trial")


@pytest.fixture
def catalogs(tmp_path):
    """Catalogs with an English translation of the trial's messages."""
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalog = Catalog(locale="en")
    catalog.add("${name} assente ${day}", "${name} was away on ${day}")
    catalog.add("tutto il giorno", "all day")
    with (folder / "trial.mo").open("wb") as file:
        write_mo(file, catalog)
    made = Catalogs(Plugins([]))
    made._folders = [str(tmp_path / "locale")]
    return made


def shown(catalogs, text, language):
    return render(pack(text), language, catalogs.translator(language))


def test_a_message_in_each_language(catalogs):
    text = _("${name} assente ${day}", mapping={"name": "Anna", "day": date(2026, 11, 24)})
    assert shown(catalogs, text, "it") == "Anna assente martedì 24 novembre"
    assert shown(catalogs, text, "en") == "Anna was away on Tuesday 24 November"


def test_values_may_be_messages_and_times(catalogs):
    text = _("${name} assente ${day}", mapping={"name": time(8, 5), "day": _("tutto il giorno")})
    assert shown(catalogs, text, "en") == "8:05 was away on all day"


def test_fixed_text_is_left_as_it_is(catalogs):
    assert shown(catalogs, "Ciao ${name}", "en") == "Ciao ${name}"


def test_a_default_is_shown_where_nothing_is_translated(catalogs):
    assert shown(catalogs, _("some-id", default="Testo"), "en") == "Testo"


def test_what_is_stored_is_plain_json():
    text = _("${day}", mapping={"day": date(2026, 11, 24), "n": 3})
    assert json.loads(json.dumps(pack(text))) == pack(text)


def test_a_reader_gets_their_language(school, publish, deliver, mailbox):
    with school.session() as session:
        session.execute(update(Account).where(Account.username == "papa").values(locale="en"))
    text = _("${day}", mapping={"day": date(2026, 11, 24)})
    publish("mamma", "papa", subject=text)
    deliver()
    subjects = {mail["To"]: mail["Subject"] for mail in mailbox.accepted}
    assert subjects == {
        "mamma@example.org": "martedì 24 novembre",
        "papa@example.org": "Tuesday 24 November",
    }
