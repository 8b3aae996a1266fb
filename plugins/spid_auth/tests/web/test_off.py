"""With the plugin off the register has no trace of it."""

import pytest
from sqlalchemy import inspect

from registro_core.testing import school_with


@pytest.fixture
def plain(applications, databases):
    """The small school without any plugin."""
    with school_with(applications, databases, ()) as school:
        yield school


@pytest.fixture(autouse=True)
def codici_fiscali():
    """Not needed here."""


def test_no_route_no_setting_no_table_no_word(plain):
    platform, browser = plain.platform, plain.anonymous()
    for path in ("/spid/metadata", "/spid/login", "/cie/metadata", "/spid/about", "/spid/enter"):
        browser.get(path, status=404)
    plain.as_("admin").get("/office/spid", status=404)
    assert not [name for name in platform.settings if name.startswith("spid_auth")]
    assert not [name for name in platform.permissions if name.startswith("spid_auth")]
    assert not [name for name in platform.notice_kinds if name.startswith("spid_auth")]
    tables = inspect(platform.engine).get_table_names()
    assert not [table for table in tables if table.startswith("spid_auth")]
    for path in ("/sign-in", "/help", "/privacy"):
        assert "SPID" not in browser.get(path)
    pages = ("/", "/office", "/office/settings", "/office/permissions", "/menu")
    assert not [page for page in pages if "spid" in plain.as_("admin").get(page).text.lower()]
