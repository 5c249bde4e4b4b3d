"""Links of cases and of their documents to the map: the rules of the records domain."""

from infostrada.geo.interfaces import ILinkGuard
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.documents.content import case_of
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of
from typing import Any
from zope.component import adapter
from zope.interface import implementer


@implementer(ILinkGuard)
class PlacesOfCase:
    """Whoever works on a case links it, until it is finally ended."""

    def __init__(self, record: Any) -> None:
        self.record = record

    def check(self) -> None:
        """Unauthorized or Forbidden without the right, Blocked (409) when the case is ended."""
        require("View", self.record)
        if state_of(self.case) not in FILING:
            raise Blocked([], reason="case_not_open")
        require(WORK_ON, self.record)

    @property
    def case(self) -> Any:
        """The case whose state counts."""
        return self.record


@adapter(ICase)
class CasePlaces(PlacesOfCase):
    """Of the case itself."""


@adapter(IDocument)
class DocumentPlaces(PlacesOfCase):
    """Of a document: its case says who works on it and whether it is ended."""

    @property
    def case(self) -> Any:
        """The case the document lies in."""
        return case_of(self.record)
