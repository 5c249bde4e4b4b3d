"""Text messages: a gateway is a named utility; until one is registered, messages go to a file, as in a rehearsal."""

from datetime import datetime
from datetime import UTC
from infostrada.core import outbox
from infostrada.core.config import settings
from infostrada.core.outbox.interfaces import IOutboxHandler
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.site.participation.budget.voting.interfaces import ISMSGateway
from typing import Any
from zope.component import getUtility
from zope.interface import implementer

import json
import os


TOPIC = "budget.sms"
PURPOSE = "budget sms"


@implementer(ISMSGateway)
class FileGateway:
    """The simulated gateway: one JSON line for each message in `var/sms.jsonl`, readable by the product's user alone."""

    def send(self, number: str, text: str, key: str) -> None:
        """Write it down."""
        line = json.dumps({"at": datetime.now(UTC).isoformat(), "to": number, "text": text, "key": key})
        handle = os.open(settings().var / "sms.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a") as file:
            file.write(line + "\n")


@implementer(IOutboxHandler)
class Delivery:
    """The outbox's way to the gateway; rows of the outbox hold sealed numbers and texts only."""

    def deliver(self, message: Any) -> None:
        """Open the row and send."""
        number, text = json.loads(unseal(PURPOSE, TOPIC, message.payload["sealed"]))
        getUtility(ISMSGateway).send(number, text, message.key)


def send(number: str, text: str, key: str) -> None:
    """Send after the commit."""
    sealed = seal(PURPOSE, TOPIC, json.dumps([number, text]))
    outbox.put(TOPIC, {"sealed": sealed}, key=f"{TOPIC}:{key}")
