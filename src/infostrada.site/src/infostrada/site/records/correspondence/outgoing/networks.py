"""Sending through a network: another office's register at once, e-Doręczenia through the outbox."""

from collections.abc import Iterable
from infostrada.core import outbox
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.operations import begin
from infostrada.site.records.correspondence.outgoing.operations import note_in_case
from infostrada.site.records.correspondence.outgoing.platform import deliver_here
from infostrada.site.records.correspondence.outgoing.ways import BY_NETWORK
from infostrada.site.records.correspondence.outgoing.ways import PLATFORM
from infostrada.site.records.deed import Deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID


TOPIC = "edelivery.send"
QUEUED, NOT_SENT = "W kolejce", "Niewysłana"


def send_by_network(letter: Outgoing) -> None:
    """Send a ready letter by the network its way names; raises Blocked for other ways and states.

    A letter to another office of the platform is there when this returns. One for e-Doręczenia
    waits in the outbox until the worker has handed it over; meanwhile it cannot be cancelled.
    """
    act = begin(letter)
    if letter.method not in BY_NETWORK:
        raise Blocked([], reason="not_by_network")
    if state_of(letter) != "ready" or letter.queued_at is not None:
        raise Blocked([], reason="already_on_its_way")
    letter.queued_at = act.at
    if letter.method == PLATFORM:
        deliver_here(letter, act)
        return
    letter.channel_status, letter.channel_fault = QUEUED, ""
    letter.reindexObject()
    note_in_case(letter, act, "letter_queued", letter.method)
    act.write("outgoing.queued", letter, method=letter.method)
    key = key_of(letter)
    if not outbox.again(key):
        outbox.put(TOPIC, {"letter": IUUID(letter)}, key=key)


def key_of(letter: Outgoing) -> str:
    """The outbox's key of the letter's message."""
    return f"{TOPIC}:{IUUID(letter)}"


def note_not_sent(letter: Outgoing, act: Deed, why: str) -> None:
    """The outbox gave the letter up: it waits for a person, who may send it again or cancel it.

    For callers that asked for the right. An attempt may have reached the service and only its answer
    been lost: that is why the next sending first asks the service for the letter.
    """
    if state_of(letter) != "ready" or letter.channel_status != QUEUED:
        return
    letter.channel_status, letter.channel_fault = NOT_SENT, why
    letter.queued_at, letter.tried_before = None, True
    letter.reindexObject()
    note_in_case(letter, act, "letter_not_sent", why)
    act.write("outgoing.not_sent", letter, why=why)


def send_all_by_network(letters: Iterable[Outgoing]) -> None:
    """Those of the letters that go by a network."""
    for letter in letters:
        if letter.method in BY_NETWORK:
            send_by_network(letter)
