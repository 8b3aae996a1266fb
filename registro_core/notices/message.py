"""The mail itself: plain text, and the same in simple HTML."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

# Every server understands it, also those without 8BITMIME.
POLICY = SMTP.clone(cte_type="7bit")
# Only what any server accepts without extensions: one address, ASCII, no blanks or controls.
ADDRESS = re.compile(r"[!-~]+@[!-~]+")
FORBIDDEN_IN_ADDRESS = frozenset('<>",;:\\()')
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Letter:
    """What a mail says. `link` and `footer` are apart, so that HTML can show them well."""

    address: str
    subject: str
    body: str
    message_id: str
    link: str = ""
    link_label: str = ""
    footer: str = ""
    preferences_url: str = ""


def valid_address(address: str) -> bool:
    """Whether a mail can be sent to this; it came from a form or a file of the office."""
    return bool(ADDRESS.fullmatch(address)) and FORBIDDEN_IN_ADDRESS.isdisjoint(address)


def compose(letter: Letter, sender: str, now: datetime) -> EmailMessage:
    """Make the mail; raise ValueError for an address that is none."""
    if not valid_address(letter.address):
        raise ValueError(f"not an e-mail address: {letter.address!r}")
    message = EmailMessage(policy=POLICY)
    message["From"] = sender
    message["To"] = letter.address
    # a line end would begin a new header
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = letter.message_id
    # so that no out-of-office answers
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if letter.preferences_url:
        message["List-Unsubscribe"] = f"<{letter.preferences_url}>"
    message.set_content(_text(letter))
    message.add_alternative(_html(letter), subtype="html")
    return message


def _text(letter: Letter) -> str:
    parts = [letter.body]
    if letter.link:
        parts.append(f"{letter.link_label}:\n{letter.link}")
    if letter.footer:
        parts.append(f"-- \n{letter.footer}")
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _html(letter: Letter) -> str:
    link = f'<p><a href="{escape(letter.link)}">{escape(letter.link_label)}</a></p>'
    footer = f'<hr><p style="color:#555">{_lines(letter.footer)}</p>'
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"></head>'
        '<body style="font-family:sans-serif;font-size:16px;line-height:1.5">'
        f"{_paragraphs(letter.body)}{link if letter.link else ''}{footer if letter.footer else ''}"
        "</body></html>\n"
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{_lines(part)}</p>" for part in text.strip().split("\n\n"))


def _lines(text: str) -> str:
    return "<br>".join(_line(line.strip()) for line in text.strip().splitlines())


def _line(line: str) -> str:
    """A line; one that is an address of the web as a link."""
    if LINK.fullmatch(line):
        return f'<a href="{escape(line)}">{escape(line)}</a>'
    return escape(line)
