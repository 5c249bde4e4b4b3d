"""What a case of a type lacks stands against its closing."""

from collections.abc import Iterator
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.interfaces import IClosingBlockers
from infostrada.site.records.cases.rules import Blocker
from infostrada.site.records.types.operations import version_of
from infostrada.site.records.types.rules import lacking
from typing import Any
from zope.component import adapter
from zope.interface import implementer


@implementer(IClosingBlockers)
@adapter(ICase)
class TypeBlockers:
    """Required data not given, items of the checklist not done."""

    def __init__(self, case: Any) -> None:
        self.case = case

    @property
    def blockers(self) -> Iterator[Blocker]:
        """None for a case without a type."""
        version = version_of(self.case)
        if version is not None:
            yield from lacking(version.definition, dict(self.case.typed.values), self.case.typed.done)
