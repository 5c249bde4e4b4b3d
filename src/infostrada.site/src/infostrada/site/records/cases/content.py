"""The case."""

from datetime import date
from datetime import datetime
from infostrada.core.hints import hints_for_readers_only
from infostrada.core.record.interfaces import IWithoutIntId
from infostrada.geo.interfaces import IHoldsPlaces
from infostrada.site.records.actor import Actor
from infostrada.site.records.cases.chronicle import Chronicle
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.procedure import Drafted
from infostrada.site.records.cases.representation import Participant
from infostrada.site.records.cases.sign import Sign
from infostrada.site.records.cases.terms import due_on
from infostrada.site.records.cases.terms import Extension
from infostrada.site.records.cases.terms import Stop
from infostrada.site.records.cases.terms import Urging
from infostrada.site.records.personal.clauses.rules import Given
from infostrada.site.records.plan.exemption import Exemption
from plone.dexterity.content import Container
from typing import Any
from typing import NamedTuple
from zope.interface import implementer


class Step(NamedTuple):
    """One line of the metryka sprawy: what was done when, by whom, holding which post.

    Source: rozporządzenie MAiC z 6.03.2012 (Dz.U. 2012 poz. 250), § 2.
    """

    at: datetime
    actor: Actor
    action: str
    document: str = ""
    label: str = ""


class Link(NamedTuple):
    """A tie to another case; each is kept on both sides under its own word.

    `kind`: continues/continued_by (new sign after a takeover or a reopening), in_group/group_of
    (separated group), part_of/whole_of (sub-case), related, moved_from/moved_to (another class).
    """

    kind: str
    uid: str
    sign: str


class TypedBy(NamedTuple):
    """The version of a type the case began with, its stage, what it says (name, value), checks done."""

    type: str
    number: int
    stage: str = ""
    values: tuple[tuple[str, str], ...] = ()
    done: tuple[str, ...] = ()


class PublicNotice(NamedTuple):
    """A notice published in the bulletin (KPA art. 49) that serves the parties of the case.

    `entry` is the UID of the bulletin's entry, `document` that of the document it was made from; `parties` are those
    of the day of publication. `served_on` is None when the notice was taken down before its day.
    """

    entry: str
    title: str
    document: str
    document_kind: str
    published_on: date
    served_on: date | None
    parties: tuple[str, ...] = ()
    taken_down_on: date | None = None


@implementer(ICase, IHoldsPlaces, IWithoutIntId)
@hints_for_readers_only
class Case(Container):
    """A case; its documents lie inside, its letters are named by UID."""

    _ordering = "unordered"

    sign: Sign | None = None
    org_id: str = ""
    org_symbol: str = ""
    class_symbol: str = ""
    class_title: str = ""
    category: str = ""
    handling_mode: str = "ezd"
    exemption: Exemption = Exemption()
    term: str | None = None
    stops: tuple[Stop, ...] = ()
    extensions: tuple[Extension, ...] = ()
    urgings: tuple[Urging, ...] = ()
    notices: tuple[PublicNotice, ...] = ()
    procedure: tuple[Drafted, ...] = ()
    clauses: tuple[Given, ...] = ()
    # Kinds of special categories of personal data (RODO art. 9 and 10) the case holds.
    special: tuple[str, ...] = ()
    internal_due_on: date | None = None
    officer: str = ""
    officer_name: str = ""
    parties: tuple[Participant, ...] = ()
    letters: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    is_group: bool = False
    typed: TypedBy | None = None
    retention_hold: str = ""
    initiator_reference: str = ""
    initiating_letter_date: str = ""
    tasks: tuple[str, ...] = ()
    access: str = "not_public"
    started_on: date = date.max
    opened_at: datetime | None = None
    settled_on: date | None = None
    closed_on: date | None = None
    decision_uid: str | None = None
    resolution_note: str = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metryka: Chronicle = Chronicle()

    @property
    def due_on(self) -> date | None:
        """Last day of the statutory term; None without a term or while its clock stands."""
        if self.term is None:
            return None
        return due_on(self.started_on, self.term, self.stops, self.extensions)

    def linked(self, kind: str) -> list[str]:
        """UIDs of the cases tied to this one by `kind`."""
        return [link.uid for link in self.links if link.kind == kind]

    def step(self, at: datetime, actor: Actor, action: str, *about: str) -> None:
        """Write a line of the metryka; `about` is the document's UID and label."""
        self.metryka.append(Step(at, actor, action, *about))


def documents_of(case: Case) -> list[Any]:
    """The documents of the case, oldest first."""
    return sorted(case.objectValues(), key=lambda document: document.filed_at)
