"""What a federation is given, and is served for ever after (MD-1)."""

import pytest
from lxml import etree


@pytest.mark.parametrize("connector", ["spid", "cie"])
def test_the_metadata_is_the_same_bytes_each_time_for_anybody(browser, connector):
    first = browser.get(f"/{connector}/metadata")
    assert first.content_type == "application/samlmetadata+xml"
    assert "Set-Cookie" not in first.headers
    assert browser.get(f"/{connector}/metadata").body == first.body
    root = etree.fromstring(first.body)
    assert root.get("entityID") == f"http://localhost/{connector}/metadata"


def test_addresses_come_from_the_configuration_and_never_from_the_host(browser):
    """OPS-6."""
    page = browser.get("/spid/metadata", headers={"Host": "127.0.0.1:80"}, expect_errors=True)
    assert b"127.0.0.1" not in page.body
    assert b"http://localhost/spid/acs" in browser.get("/spid/metadata").body


def test_spid_and_cie_are_two_entities(browser):
    spid, cie = (etree.fromstring(browser.get(f"/{c}/metadata").body) for c in ("spid", "cie"))
    certificates = [root.findtext(".//{*}X509Certificate") for root in (spid, cie)]
    assert certificates[0] != certificates[1]
    assert spid.find(".//{*}ContactPerson").get("contactType") == "other"
    assert cie.find(".//{*}ContactPerson").get("contactType") == "administrative"
