"""Mail to residents, sent by the outbox after the commit; its rows hold sealed addresses and texts only."""

from datetime import datetime
from datetime import UTC
from email.message import EmailMessage
from infostrada.core import outbox
from infostrada.core.config import settings
from infostrada.core.outbox.interfaces import IOutboxHandler
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from plone import api
from typing import Any
from typing import NamedTuple
from zope.interface import implementer

import json
import os


TOPIC = "budget.mail"
PURPOSE = "budget mail"


class Mail(NamedTuple):
    """A letter; `leave` is the address that ends the subscription with one POST (RFC 8058)."""

    to: str
    subject: str
    body: str
    leave: str = ""


def send(mail: Mail, key: str) -> None:
    """Send after the commit; the same key sends once."""
    sealed = seal(PURPOSE, TOPIC, json.dumps(list(mail)))
    outbox.put(TOPIC, {"sealed": sealed}, key=f"{TOPIC}:{key}")


@implementer(IOutboxHandler)
class MailDelivery:
    """To the mail server of the site's settings; without one, as in a rehearsal, a line in `var/mail.jsonl`."""

    def deliver(self, message: Any) -> None:
        """Open the row and send; a mail server that refuses is asked again later."""
        mail = Mail(*json.loads(unseal(PURPOSE, TOPIC, message.payload["sealed"])))
        host = api.portal.get_tool("MailHost")
        sender = api.portal.get_registry_record("plone.email_from_address", default="") or ""
        if not host.smtp_host or not sender:
            _write(mail)
            return
        host.send(letter(mail, str(sender), message.key), immediate=True)


def letter(mail: Mail, sender: str, key: str) -> EmailMessage:
    """The letter with the headers mail programs show the way out by."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, mail.to, " ".join(mail.subject.split())
    made["Auto-Submitted"] = "auto-generated"
    made["X-Infostrada-Key"] = key.rpartition(":")[2]
    if mail.leave:
        made["List-Unsubscribe"] = f"<{mail.leave}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(mail.body)
    return made


def _write(mail: Mail) -> None:
    line = json.dumps({"at": datetime.now(UTC).isoformat(), **mail._asdict()}, ensure_ascii=False)
    handle = os.open(settings().var / "mail.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(line + "\n")
