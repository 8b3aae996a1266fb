"""The channel of docs/integrators/channels.md is a plugin that works as it stands there."""

import re
from pathlib import Path

import pytest

from registro_core.items import Notice
from registro_core.jobs.worker import Worker
from registro_core.notices.models import Delivery, DeliveryState
from registro_core.notices.services import publish_notice
from registro_core.people.models import Person
from registro_core.testing import school_with

PAGE = Path(__file__).parents[2] / "docs" / "integrators" / "channels.md"

pytestmark = pytest.mark.once


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "outgoing"
    made.mkdir()
    return made


@pytest.fixture
def school(install, applications, databases, folder):
    (source,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    install("sms", source)
    with school_with(applications, databases, ("sms",), {"sms.folder": str(folder)}) as made:
        yield made


def test_it_sends_and_is_shown(school, folder):
    phones = {"mamma": "+39 333 1234567", "papa": "non ha"}
    with school.session() as session:
        for username, phone in phones.items():
            session.get_one(Person, school.people[username]).phone = phone
        recipients = [school.people[name] for name in (*phones, "altra")]
        text = "Anna: assenza"
        notice = Notice("trial:absent", text, text, recipients, "trial:1", link="/students/1")
        publish_notice(session, notice, school.clock.now)
    worker = Worker(school.platform)
    while worker.run_once(school.clock.now):
        pass
    (sent,) = folder.iterdir()
    assert sent.read_text() == (
        "To: 393331234567\n\nUn nuovo avviso: http://localhost/students/1\n"
    )
    with school.session() as session:
        found = session.query(Delivery.address, Delivery.state).filter_by(channel="sms:text")
        assert dict(found.all()) == {
            "+39 333 1234567": DeliveryState.SENT,
            "non ha": DeliveryState.DEAD,
        }
    page = school.as_("segreteria").get("/office/deliveries?state=dead")
    assert "not a telephone number" in page.text
