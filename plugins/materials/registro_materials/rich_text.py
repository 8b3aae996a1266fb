"""Texts with formatting: Markdown in, harmless markup out."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

# What CommonMark makes, but for images: they would be fetched from elsewhere, and tell who reads.
TAGS = {
    *("p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "h3", "h4", "h5", "h6", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"https", "mailto"}
# Below the page's title and the item's own.
LOWEST_HEADING = 3

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def rich_text(text: str) -> Markup:
    """Markup of a text: HTML typed into it is shown as text, links lead to https alone."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1:]) + LOWEST_HEADING - 1)}"
    made = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        made, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer"
    )
    return Markup(clean)  # noqa: S704 - cleaned just above
