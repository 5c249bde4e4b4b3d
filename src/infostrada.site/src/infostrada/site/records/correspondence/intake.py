"""Register a letter from a message of e-mail, kept whole with its attachments."""

from collections.abc import Mapping
from infostrada.core.calendar import polish_today
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.eml import BadMailError
from infostrada.site.records.correspondence.eml import mail_of
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.rules import FIRST_YEAR
from infostrada.site.records.correspondence.rules import LENGTHS
from infostrada.site.records.correspondence.senders import sender_told
from infostrada.site.records.files import largest
from infostrada.site.records.problems import invalid
from infostrada.site.records.upload import Upload
from typing import Any

import re


INSTITUTION = re.compile(
    r"(?i)(agencja|bank|biuro|centrum|dyrekcja|fundacja|gmina|inspektorat|instytut|izba|kancelaria|komenda|miasto|"
    r"ministerstwo|nadleśnictwo|ośrodek|parafia|powiat|prokuratura|przedsiębiorstwo|sąd|spółdzielnia|spółka|starostwo|"
    r"stowarzyszenie|szkoła|uniwersytet|urząd|województwo|wspólnota|wydział|zakład|zarząd|związek)\b"
)


def register_mail(context: Any, upload: Upload, data: Mapping[str, Any]) -> Letter:
    """Register a message (.eml, .msg): the same bytes give the same letter, however often they come.

    The message is the first file, its attachments follow in their own formats; what is damaged in them stands in the
    remarks. `data` are fields of metadata set A that override what the message says; several whom it is from are senders
    one by one. Raises InvalidData.
    """
    try:
        if upload.size > largest():
            raise invalid("file", "file_too_large")
        mail = mail_of(upload)
    except BadMailError as error:
        raise invalid("file", str(error)) from error
    today = polish_today()
    # A clock that was never set says a day nobody believes.
    believed = mail.sent_on is not None and mail.sent_on.year >= FIRST_YEAR
    sent = (min(mail.sent_on, today) if mail.sent_on and believed else today).isoformat()
    told = {
        "title": mail.subject or "Wiadomość bez tematu",
        **_sender(mail.sender_name, mail.sender_email),
        "email": mail.sender_email if len(mail.sender_email) <= LENGTHS["email"] else "",
        "other_senders": tuple(sender_told({**_sender(*each), "email": each[1]}) for each in mail.others),
        "letter_date": sent,
        "posting_date": sent,
        "delivery_method": "e-mail",
        "attachment_count": len(mail.attachments),
    }
    given = {name: value for name, value in data.items() if value not in (None, "")}
    if mail.note:
        given["remarks"] = "\n".join(filter(None, (mail.note, str(given.get("remarks") or ""))))
    if given.get("sender_org_name") or given.get("sender_surname"):
        told = {name: value for name, value in told.items() if not name.startswith("sender_")}
    message = Upload(upload.filename or "wiadomosc.eml", upload.source, mail.content_type)
    key = mail_key(upload.sha256)
    return register_letter(context, {**told, **given}, [message, *mail.attachments], idempotency_key=key)


def mail_key(sha256: str) -> str:
    """What a registered message is known by: its bytes."""
    return f"eml:{sha256}"


def _sender(name: str, email: str) -> dict[str, str]:
    """A name of two or three words, or "Nowak, Jan", is a person's, anything else an organisation's or the address.

    Words only offices and companies are called by tell of one: "Gmina Żnin".
    """
    surname, comma, given = name.partition(", ")
    words = f"{given} {surname}".split() if comma else name.split()
    person = (
        2 <= len(words) <= 3
        and not INSTITUTION.match(name)
        and all(word[:1].isupper() and word.replace("-", "").isalpha() for word in words)
    )
    if person:
        return {"sender_given_names": " ".join(words[:-1]), "sender_surname": words[-1]}
    return {"sender_org_name": name or email or "Nadawca nieznany"}
