"""Sending through a network: another office's register at once, e-Doręczenia through the outbox."""

from collections.abc import Iterable
from infostrada.core import outbox
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.operations import begin
from infostrada.site.records.correspondence.outgoing.operations import note_in_case
from infostrada.site.records.correspondence.outgoing.platform import deliver_here
from infostrada.site.records.correspondence.outgoing.ways import BY_NETWORK
from infostrada.site.records.correspondence.outgoing.ways import PLATFORM
from infostrada.site.records.problems import Blocked
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID


TOPIC = "edelivery.send"
QUEUED = "W kolejce"


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
    letter.channel_status = QUEUED
    letter.reindexObject()
    uid = IUUID(letter)
    note_in_case(letter, act, "letter_queued", letter.method)
    act.write("outgoing.queued", letter, method=letter.method)
    outbox.put(TOPIC, {"letter": uid}, key=f"{TOPIC}:{uid}")


def send_all_by_network(letters: Iterable[Outgoing]) -> None:
    """Those of the letters that go by a network."""
    for letter in letters:
        if letter.method in BY_NETWORK:
            send_by_network(letter)
