"""The mail itself: plain text, and the same in simple HTML."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime
from html import escape

# Every server understands it, also those without 8BITMIME.  `EmailMessage`, which parses each header
# that it is given, would take three times as long, and there are mornings of thousands of mails.
# No line is folded but the subject: an address must stay whole.
POLICY = compat32.clone(cte_type="7bit", linesep="\r\n", max_line_length=None)
READABLE = Charset("utf-8")
READABLE.body_encoding = QP
# Only what any server accepts without extensions: one address, ASCII, no blanks or controls.
ADDRESS = re.compile(r"[!-~]+@[!-~]+")
FORBIDDEN_IN_ADDRESS = frozenset('<>",;:\\()')
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Chapter:
    """Part of a digest: a child and a kind of notice, and what is new as text and address."""

    title: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Letter:
    """What a mail says. `link`, `chapters` and `footer` are apart, so that HTML can show them well.

    `told` are the deliveries that a digest speaks of.
    """

    address: str
    subject: str
    body: str
    message_id: str
    link: str = ""
    link_label: str = ""
    footer: str = ""
    # empty for what cannot be turned off
    unsubscribe_url: str = ""
    chapters: tuple[Chapter, ...] = ()
    told: tuple[int, ...] = ()


def valid_address(address: str) -> bool:
    """Whether a mail can be sent to this; it came from a form or a file of the office."""
    return bool(ADDRESS.fullmatch(address)) and FORBIDDEN_IN_ADDRESS.isdisjoint(address)


def compose(letter: Letter, sender: str, now: datetime) -> Message:
    """Make the mail; raise ValueError for an address that is none."""
    if not valid_address(letter.address):
        raise ValueError(f"not an e-mail address: {letter.address!r}")
    message = MIMEMultipart("alternative", policy=POLICY)
    message["From"] = sender
    message["To"] = letter.address
    # a line end would begin a new header
    message["Subject"] = Header(_one_line(letter.subject), header_name="Subject").encode()
    message["Date"] = format_datetime(now)
    message["Message-ID"] = letter.message_id
    # so that no out-of-office answers
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if letter.unsubscribe_url:
        # RFC 8058: the mail program's own button stops it, without a page
        message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.attach(_part("plain", _text(letter)))
    message.attach(_part("html", _html(letter)))
    return message


def _part(subtype: str, text: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", subtype, policy=POLICY, charset="utf-8")
    part.set_payload(text, READABLE)
    return part


def _text(letter: Letter) -> str:
    parts = [letter.body, *(_chapter_text(chapter) for chapter in letter.chapters)]
    if letter.link:
        parts.append(f"{letter.link_label}:\n{letter.link}")
    if letter.footer:
        parts.append(f"-- \n{letter.footer}")
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _html(letter: Letter) -> str:
    link = f'<p><a href="{escape(letter.link)}">{escape(letter.link_label)}</a></p>'
    chapters = "".join(map(_chapter_html, letter.chapters))
    footer = f'<hr><p style="color:#555">{_lines(letter.footer)}</p>'
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"></head>'
        '<body style="font-family:sans-serif;font-size:16px;line-height:1.5">'
        f"{_paragraphs(letter.body)}{chapters}"
        f"{link if letter.link else ''}{footer if letter.footer else ''}"
        "</body></html>\n"
    )


def _chapter_text(chapter: Chapter) -> str:
    items = (f"- {_one_line(text)}\n  {address}" for text, address in chapter.items)
    return "\n".join((chapter.title, *items))


def _chapter_html(chapter: Chapter) -> str:
    items = "".join(
        f'<li><a href="{escape(address)}">{escape(_one_line(text))}</a></li>'
        for text, address in chapter.items
    )
    return f'<h2 style="font-size:18px">{escape(chapter.title)}</h2><ul>{items}</ul>'


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{_lines(part)}</p>" for part in text.strip().split("\n\n"))


def _lines(text: str) -> str:
    return "<br>".join(_line(line.strip()) for line in text.strip().splitlines())


def _line(line: str) -> str:
    """A line; one that is an address of the web as a link."""
    if LINK.fullmatch(line):
        return f'<a href="{escape(line)}">{escape(line)}</a>'
    return escape(line)
