"""A message of e-mail as text: who wrote it, to whom, when, about what, what came with it, and what it says."""

from email import message_from_bytes
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from infostrada.core.calendar import polish_moment
from infostrada.site.records.correspondence.mailheaders import moment
from infostrada.site.records.texts import made_writable
from itertools import islice
from lxml import html
from lxml.etree import LxmlError


HEADERS = (("From", "Od"), ("To", "Do"), ("Cc", "DW"), ("Date", "Data"), ("Subject", "Temat"))
UNREAD = (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError)
LARGEST_HTML = 2_000_000
MOST_ATTACHMENTS = 50


def is_mail(name: str, content_type: str) -> bool:
    """Is the file a message, by its declared type or its name?"""
    return content_type == "message/rfc822" or name.lower().endswith(".eml")


def mail_text(data: bytes, most: int) -> str:
    """At most `most` characters; empty for what cannot be read. A damaged part is left out, the rest is told."""
    try:
        message = message_from_bytes(data, policy=policy.default)
    except UNREAD:
        return ""
    lines = [f"{words}: {told}" for name, words in HEADERS if (told := _said(message, name))]
    if lines and (names := _attached(message)):
        lines.append(f"Załączniki: {', '.join(names)}")
    return "\n".join([*lines, "", _body(message)]).strip()[:most] if lines else ""


def _said(message: EmailMessage, name: str) -> str:
    """A header as a person reads it: the date by the office's clock, and as the message has it for whoever compares."""
    if name != "Date":
        return _header(message, name)
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == "date"), "")
    written = " ".join(made_writable(raw).split())
    sent = moment(written)
    return f"{polish_moment(sent)} (w nagłówku: {written})" if sent else written


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except UNREAD:
        return ""


def _attached(message: EmailMessage) -> list[str]:
    """Names of what was sent with it; of a message without a name its subject."""
    found = []
    try:
        for part in islice(message.iter_attachments(), MOST_ATTACHMENTS):
            name = part.get_filename()
            if not name and part.get_content_type() == "message/rfc822":
                name = _header(part.get_content(), "Subject")
            if name:
                found.append(" ".join(str(name).split()))
    except UNREAD:
        pass
    return found


def _body(message: EmailMessage) -> str:
    """The plain part, else the text of the HTML part."""
    try:
        part = message.get_body(("plain", "html"))
        if part is None:
            return ""
        text = str(part.get_content())
    except UNREAD:
        return ""
    return _of_html(text) if part.get_content_type() == "text/html" else text.replace("\r\n", "\n")


def _of_html(text: str) -> str:
    try:
        tree = html.fromstring(text[:LARGEST_HTML])
    except (LxmlError, ValueError):
        return ""
    for hidden in tree.xpath("//script | //style | //head"):
        hidden.drop_tree()
    lines = (" ".join(line.split()) for line in tree.itertext())
    return "\n".join(line for line in lines if line)
