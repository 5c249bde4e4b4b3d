"""Text messages: a gateway is a utility; until one is registered, messages go to a file, as in a rehearsal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.core import outbox
from infostrada.core.config import settings
from infostrada.core.outbox.interfaces import IOutboxHandler
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.site.participation.budget.voting.interfaces import ISMSGateway
from pathlib import Path
from typing import Any
from typing import IO
from zope.component import getUtility
from zope.interface import implementer

import fcntl
import json
import os


TOPIC = "budget.sms"
PURPOSE = "budget sms"
KEPT = timedelta(minutes=15)


@implementer(ISMSGateway)
class FileGateway:
    """The simulated gateway: a phone everybody at the machine can look at.

    One JSON line for each message in `var/sms.jsonl`, readable by the product's user alone, gone after a quarter of an
    hour; a message whose key is there is not written twice.
    """

    def send(self, number: str, text: str, key: str) -> None:
        """Write it down."""
        now = datetime.now(UTC)
        with _messages() as file:
            kept = _fresh(file, now)
            if all(message["key"] != key for message in kept):
                kept.append({"at": now.isoformat(), "to": number, "text": text, "key": key})
            _rewrite(file, kept)

    def forget(self) -> None:
        """Leave out what is too old; called by the chore, so that a quiet evening keeps nothing either."""
        if path().exists():
            with _messages() as file:
                _rewrite(file, _fresh(file, datetime.now(UTC)))


def path() -> Path:
    """Where the simulated messages lie: in no backup of the product."""
    return settings().var / "sms.jsonl"


@contextmanager
def _messages() -> Iterator[IO[str]]:
    """The file, for one process at a time."""
    handle = os.open(path(), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _fresh(file: IO[str], now: datetime) -> list[dict[str, str]]:
    found = [json.loads(line) for line in file]
    return [message for message in found if datetime.fromisoformat(message["at"]) > now - KEPT]


def _rewrite(file: IO[str], messages: list[dict[str, str]]) -> None:
    """In place: a copy with another name would keep what has to go."""
    file.seek(0)
    file.writelines(json.dumps(message) + "\n" for message in messages)
    file.truncate()


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


def forget_old() -> None:
    """Messages that were sent or given up go after the time of keeping, the simulator's file too."""
    outbox.forget(TOPIC, int(KEPT.total_seconds()))
    FileGateway().forget()
