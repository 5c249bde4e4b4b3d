"""A project; parts that happened never change."""

from datetime import date
from datetime import datetime
from infostrada.core.hints import hints_for_readers_only
from infostrada.site.participation.budget.projects.interfaces import IBudgetProject
from infostrada.site.participation.budget.projects.rules import CostLine
from infostrada.site.participation.budget.projects.rules import total
from infostrada.site.participation.budget.projects.rules import Verdict
from infostrada.site.records.files import RecordFile
from plone.dexterity.content import Item
from typing import NamedTuple
from zope.interface import implementer


class Step(NamedTuple):
    """What happened to a project: who did it (an official's name, or empty for the author) and the reason."""

    at: datetime
    action: str
    who: str
    user: str
    note: str = ""


class Milestone(NamedTuple):
    """A stage of the works."""

    title: str
    planned_on: date
    done_on: date | None = None


class Figures(NamedTuple):
    """Money of a winning project as of a day, whole złoty; `percent` of the works, `delay` says why it is late."""

    at: datetime
    who: str
    act: int
    contracted: int
    paid: int
    percent: int
    delay: str = ""


class Photo(NamedTuple):
    """A photograph made anew, with words for those who do not see it."""

    file: RecordFile
    alt: str


class SupportList(NamedTuple):
    """A scan of a paper list; `valid` is what an official counted on it, None before."""

    file: RecordFile
    at: datetime
    valid: int | None = None
    who: str = ""


class Attachment(NamedTuple):
    """What shows how the works go: a document, or a photograph (`alt` says what is on it)."""

    file: RecordFile
    at: datetime
    who: str
    title: str
    alt: str = ""


class MergeOffer(NamedTuple):
    """Two projects to become one: `into` is the number of the one that stays; numbers whose authors agreed."""

    into: int
    lines: tuple[CostLine, ...]
    note: str
    agreed: tuple[int, ...] = ()


@implementer(IBudgetProject)
@hints_for_readers_only
class BudgetProject(Item):
    """A project residents vote on."""

    body: str = ""
    pool: str = ""
    place: str = ""
    lines: tuple[CostLine, ...] = ()
    number: int = 0
    order: int = 0
    steps: tuple[Step, ...] = ()
    card: tuple[Verdict, ...] = ()
    sealed_contact: str = ""
    author_key: str = ""
    idea: str = ""
    photos: tuple[Photo, ...] = ()
    lists: tuple[SupportList, ...] = ()
    supported: int | None = None
    offer: MergeOffer | None = None
    attachments: tuple[Attachment, ...] = ()
    owner_unit: str = ""
    case_sign: str = ""
    milestones: tuple[Milestone, ...] = ()
    money: tuple[Figures, ...] = ()

    @property
    def cost(self) -> int:
        """Whole złoty, as corrected in the check."""
        return total(self.lines)

    def file(self, sha256: str) -> RecordFile | None:
        """A public file of the project: a photograph or a paper of the works."""
        found = [photo.file for photo in self.photos] + [paper.file for paper in self.attachments]
        return next((file for file in found if file.sha256 == sha256), None)
