"""Events into the outbox, and out of it to the receivers.

A message reaches a receiver at least once and in no certain order; `webhook-id` is the same in every attempt.
"""

from datetime import datetime
from datetime import UTC
from http.client import HTTPConnection
from http.client import HTTPException
from http.client import HTTPSConnection
from infostrada.core import outbox
from infostrada.core.outbox.interfaces import IOutboxHandler
from infostrada.core.sql import session
from infostrada.site.records.correspondence.outgoing.interfaces import ILetterSent
from infostrada.site.records.correspondence.outgoing.interfaces import ILetterServed
from infostrada.site.records.correspondence.outgoing.interfaces import ILetterUndelivered
from infostrada.site.records.interfaces import ICaseClosed
from infostrada.site.records.interfaces import ICaseOpened
from infostrada.site.records.interfaces import IDocumentAccepted
from infostrada.site.records.interfaces import IDocumentSigned
from infostrada.site.records.interfaces import ILetterAssigned
from infostrada.site.records.interfaces import ILetterRegistered
from infostrada.site.records.interfaces import IPlanApproved
from infostrada.site.records.interfaces import IRecordEvent
from infostrada.site.records.problems import require
from infostrada.site.records.webhooks.rules import AddressError
from infostrada.site.records.webhooks.rules import addresses
from infostrada.site.records.webhooks.rules import event_json
from infostrada.site.records.webhooks.rules import place_of
from infostrada.site.records.webhooks.rules import signature
from infostrada.site.records.webhooks.rules import TEST
from infostrada.site.records.webhooks.store import ADMINISTER
from infostrada.site.records.webhooks.store import allowed_hosts
from infostrada.site.records.webhooks.store import Hook
from infostrada.site.records.webhooks.store import hook_of
from infostrada.site.records.webhooks.store import hooks_of
from infostrada.site.records.webhooks.store import opened
from infostrada.site.records.webhooks.store import stop
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.lookup import find_unit
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from threading import Timer
from typing import Any
from typing import NamedTuple
from zope.component import getUtility
from zope.interface import implementer
from zope.interface import Interface

import certifi
import socket
import ssl
import time
import uuid


TOPIC = "webhook.send"
SECONDS = 5
# However slowly an answer trickles in, an attempt ends; the outbox waits longer than this for a worker.
LONGEST_SECONDS = 15
# A receiver that did not answer is left alone for this long, so that it holds up nobody else's messages.
REST_SECONDS = 30
EVENTS: dict[type[Interface], str] = {
    ILetterRegistered: "letter.registered",
    ILetterAssigned: "letter.assigned",
    ICaseOpened: "case.opened",
    ICaseClosed: "case.closed",
    IDocumentAccepted: "document.accepted",
    IDocumentSigned: "document.signed",
    ILetterSent: "outgoing.sent",
    ILetterServed: "outgoing.served",
    ILetterUndelivered: "outgoing.undelivered",
    IPlanApproved: "plan.approved",
}
LISTED = text("""
    SELECT key, state, attempts, put, due, ended, error, payload->>'kind' AS kind, payload->>'event' AS event, id
    FROM core.outbox WHERE topic = 'webhook.send' AND payload->>'hook' = :hook
        AND (CAST(:state AS text) IS NULL OR state = :state) AND (CAST(:before AS bigint) IS NULL OR id < :before)
    ORDER BY id DESC LIMIT :limit
""")
AGAIN = text("""
    UPDATE core.outbox SET state = 'waiting', attempts = 0, due = now(), ended = NULL
    WHERE topic = 'webhook.send' AND payload->>'hook' = :hook AND state = 'dead'
        AND (CAST(:keys AS text[]) IS NULL OR key = ANY(CAST(:keys AS text[])))
    RETURNING id
""")
COUNTED = text("""
    SELECT payload->>'hook' AS hook, state, count(*) AS count FROM core.outbox
    WHERE topic = 'webhook.send' AND payload->>'hook' = ANY(:hooks) GROUP BY 1, 2
""")
_resting: dict[str, float] = {}


class DeliveryError(Exception):
    """An attempt that has to be made again."""


class Delivery(NamedTuple):
    """A message to a receiver and how it stands."""

    key: str
    state: str
    attempts: int
    put: datetime
    due: datetime
    ended: datetime | None
    error: str
    kind: str
    event: str
    id: int


# into the outbox


def tell(event: IRecordEvent) -> None:
    """Subscriber: put a message for each subscription of the office that wants to know of the event."""
    kind = next((word for contract, word in EVENTS.items() if contract.providedBy(event)), None)
    unit = unit_of(event.object)
    if kind is None or unit is None:
        return
    for hook in hooks_of(unit):
        if hook.active and kind in hook.kinds:
            put_event(unit, hook, kind, _about(event.object))


def test_hook(unit: Any, identifier: str) -> str:
    """Send a message that is about nothing; answers with its id."""
    require(ADMINISTER, unit)
    return put_event(unit, hook_of(unit, identifier), TEST, {"unit": unit.unit_id})


def put_event(unit: Any, hook: Hook, kind: str, data: dict[str, Any]) -> str:
    """One message for one subscription; answers with the event's id."""
    identifier = f"msg_{uuid.uuid4().hex}"
    moment = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    body = event_json(identifier, kind, unit.unit_id, moment, data)
    payload = {"hook": hook.id, "unit": unit.unit_id, "kind": kind, "event": identifier, "body": body}
    outbox.put(TOPIC, payload, key=f"{TOPIC}:{hook.id}:{identifier}")
    return identifier


def _about(obj: Any) -> dict[str, Any]:
    """The record's names: type, UID, path below the site, register number or sign."""
    label = getattr(obj, "rpw_number", "") or str(getattr(obj, "sign", "") or "")
    return {
        "uid": IUUID(obj),
        "type": obj.portal_type,
        "path": "/".join(obj.getPhysicalPath()[2:]),
        "label": label,
    }


# how messages stand


def deliveries(
    hook: Hook, state: str | None = None, limit: int = 50, before: int | None = None
) -> list[Delivery]:
    """The newest messages of a subscription, older than the one with the number `before`."""
    given = {"hook": hook.id, "state": state, "limit": limit, "before": before}
    found = session().execute(LISTED, given)
    return [Delivery(*row) for row in found]


def counts(hooks: list[Hook]) -> dict[str, dict[str, int]]:
    """How many messages of each state, by subscription."""
    found: dict[str, dict[str, int]] = {hook.id: {} for hook in hooks}
    for hook, state, count in session().execute(COUNTED, {"hooks": list(found)}):
        found[hook][state] = count
    return found


def send_again(unit: Any, identifier: str, keys: list[str] | None = None) -> int:
    """Give dead messages their attempts anew, those named or all; answers how many there were."""
    require(ADMINISTER, unit)
    hook = hook_of(unit, identifier)
    return len(session().execute(AGAIN, {"hook": hook.id, "keys": keys}).all())


# out of the outbox


@implementer(IOutboxHandler)
class SendEvent:
    """Topic `webhook.send`: one message to one receiver."""

    def deliver(self, message: Any) -> None:
        """Raises whatever makes it worth another try; a subscription that ended is told nothing."""
        told = message.payload
        if getUtility(IUnitDirectory).unit(told["unit"]) is None:
            return
        unit = find_unit(told["unit"])
        hook = opened(unit, told["hook"])
        if hook is None or not hook.active:
            return
        if _resting.get(hook.id, 0) > time.monotonic():
            raise DeliveryError("the receiver did not answer a moment ago")
        try:
            status = post(hook, told["event"], told["body"].encode())
        except (OSError, HTTPException) as error:
            _resting[hook.id] = time.monotonic() + REST_SECONDS
            raise DeliveryError(f"{type(error).__name__}: {error}"[:200]) from error
        if status == 410:
            stop(unit, hook.id)
        elif not 200 <= status < 300:
            raise DeliveryError(f"the receiver answered {status}")


def post(hook: Hook, identifier: str, body: bytes) -> int:
    """Call the receiver; answers with its status. Redirects are not followed, answers not read."""
    scheme, host, port, path = place_of(hook.url)
    try:
        found = addresses(hook.url, allowed_hosts())
    except AddressError as error:
        raise DeliveryError(str(error)) from error
    timestamp = int(time.time())
    headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "User-Agent": "Infostrada-Webhooks/1",
        "Connection": "close",
        "webhook-id": identifier,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(each, identifier, timestamp, body) for each in hook.secrets),
    }
    connection = (_Https if scheme == "https" else _Http)(host, port, found[0])
    watch = Timer(LONGEST_SECONDS, connection.cut)
    watch.start()
    try:
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
        if connection.was_cut:
            raise TimeoutError("the answer trickled in too slowly")
        return status
    finally:
        watch.cancel()
        connection.close()


class _Pinned:
    """Goes to the address that was looked at, whatever the name says by now."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS)  # type: ignore[call-arg]
        self.address = address
        self.was_cut = False

    def reach(self) -> socket.socket:
        """The plain connection."""
        return socket.create_connection((self.address, self.port), SECONDS)  # type: ignore[attr-defined]

    def cut(self) -> None:
        """End an attempt that takes too long."""
        self.was_cut = True
        held = getattr(self, "sock", None)
        if held is not None:
            try:
                held.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


class _Http(_Pinned, HTTPConnection):
    def connect(self) -> None:
        self.sock = self.reach()


class _Https(_Pinned, HTTPSConnection):
    def connect(self) -> None:
        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
        self.sock = context.wrap_socket(self.reach(), server_hostname=self.host)
