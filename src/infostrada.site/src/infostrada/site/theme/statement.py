"""What the accessibility statement says that a program cannot know by itself.

Source: act of 4 April 2019 on digital accessibility, art. 10 and the minister's template 2.0.
"""

from collections.abc import Iterator
from datetime import date
from infostrada.site import _
from plone.registry.interfaces import IRegistry
from typing import Any
from typing import NamedTuple
from zope import schema
from zope.component import getUtility
from zope.interface import Interface
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


STATUSES = SimpleVocabulary(
    [
        SimpleTerm("full", title=_("compliant")),
        SimpleTerm("partial", title=_("partially compliant")),
        SimpleTerm("none", title=_("not compliant")),
    ]
)


class IAccessibilityStatement(Interface):
    """Registry records `infostrada.statement.*`."""

    published = schema.Date(title=_("Site published on"))
    changed = schema.Date(title=_("Last important change of the site"))
    prepared = schema.Date(title=_("Statement first made on"))
    reviewed = schema.Date(title=_("Statement last reviewed on"))
    status = schema.Choice(title=_("Compliance with the act"), vocabulary=STATUSES)
    shortcomings = schema.Text(title=_("What is not accessible and why"), required=False)
    building = schema.Text(title=_("How to get into the building"), required=False)
    interpreter = schema.Bool(title=_("Sign language interpreter online"), default=False)


class Statement(NamedTuple):
    """What an office says of its own pages; kept on its navigation root."""

    published: date
    changed: date
    prepared: date
    reviewed: date
    status: str
    shortcomings: str = ""
    assessment_url: str = ""
    auditor: str = ""
    person: str = ""
    email: str = ""
    phone: str = ""
    building: str = ""
    building_url: str = ""
    interpreter: bool = False
    apps: str = ""


DAYS = ("published", "changed", "prepared", "reviewed")


def statement_of(root: Any) -> Statement:
    """The statement of an office; before it wrote one of its own, what the settings of the whole site say."""
    own: Statement | None = getattr(root, "accessibility_statement", None)
    if own is not None:
        return own
    kept = getUtility(IRegistry).forInterface(IAccessibilityStatement, prefix="infostrada.statement")
    days = {name: getattr(kept, name) for name in DAYS}
    return Statement(
        **days,
        status=kept.status,
        shortcomings=kept.shortcomings or "",
        building=kept.building or "",
        interpreter=bool(kept.interpreter),
    )


def faults(said: Statement, before: Statement | None, today: date) -> Iterator[tuple[str, str]]:
    """Field and machine word of what is wrong with a statement (check BIP-10)."""
    for name in DAYS:
        if getattr(said, name) > today:
            yield name, "in_future"
    if said.changed < said.published:
        yield "changed", "before_the_beginning"
    if said.reviewed < said.prepared:
        yield "reviewed", "before_the_beginning"
    if before is not None and said.prepared != before.prepared:
        yield "prepared", "prepared_never_changes"
    if said.status not in STATUSES.by_token:
        yield "status", "not_in_list"
    elif said.status != "full" and not said.shortcomings.strip():
        yield "shortcomings", "required"


def review_due(said: Statement) -> date:
    """The 31 March by which the statement is to be reviewed next (art. 11 of the act): that of the year after."""
    return date(said.reviewed.year + 1, 3, 31)
