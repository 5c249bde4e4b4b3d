"""The task."""

from datetime import date
from datetime import datetime
from infostrada.core.hints import hints_for_readers_only
from infostrada.core.record.interfaces import IWithoutIntId
from infostrada.site.records.actor import Actor
from infostrada.site.records.sealed import Sealable
from infostrada.site.records.tasks.interfaces import ITask
from infostrada.site.records.tasks.rules import Order
from plone.dexterity.content import Item
from typing import NamedTuple
from zope.interface import implementer


class Transcription(NamedTuple):
    """Who rewrote the dekretacja by hand onto the paper, and when (dekretacja zastępcza)."""

    actor: Actor
    at: datetime


@implementer(ITask, IWithoutIntId)
@hints_for_readers_only
class Task(Sealable, Item):
    """A dekretacja; what it says never changes, only whether it is done."""

    assignee: str = ""
    assignee_name: str = ""
    disposition: str = ""
    instruction: str = ""
    sign_off: str = ""
    due_on: date | None = None
    about: str = ""
    about_kind: str = "letter"
    about_label: str = ""
    above: str | None = None
    author: Actor = Actor("", "", "")
    given_at: datetime | None = None
    done_at: datetime | None = None
    outcome: str = ""
    transcribed: Transcription | None = None

    @property
    def order(self) -> Order:
        """What the dekretacja says."""
        return Order(self.assignee, self.disposition, self.due_on, self.instruction, self.sign_off)
