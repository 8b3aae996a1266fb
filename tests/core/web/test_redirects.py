import pytest

from registro_core.web.redirects import local_url


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "///evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "\t//evil.example",
        "/a\r\nSet-Cookie: x=1",
        "evil.example",
        "",
        None,
    ],
)
def test_what_leads_away_is_not_followed(url):
    assert local_url(url) == "/"


@pytest.mark.parametrize("url", ["/", "/menu?a=1&b=//x", "/classes/3#top", "/%09/evil.example"])
def test_a_page_of_ours_is(url):
    assert local_url(url) == url
