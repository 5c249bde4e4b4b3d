"""An entry of a register."""

from collections.abc import Mapping
from infostrada.core.hints import hints_for_readers_only
from infostrada.core.record.interfaces import IWithoutIntId
from infostrada.site.bip.browser.words import day_words
from infostrada.site.bip.content import Edition
from infostrada.site.bip.content import Entry
from infostrada.site.bip.registers.browser.words import money
from infostrada.site.bip.registers.interfaces import IRegisterEntry
from infostrada.site.bip.registers.words import in_polish
from infostrada.site.records.workflow import begin_in_bulk
from types import MappingProxyType
from typing import Any
from zope.interface import implementer

import datetime


NOTHING: Mapping[str, Any] = MappingProxyType({})


@implementer(IRegisterEntry, IWithoutIntId)
@hints_for_readers_only
class RegisterEntry(Entry):
    """One class for all registers; its portal type says which one it stands in."""

    particulars: Mapping[str, Any] = NOTHING

    def notifyWorkflowCreated(self) -> None:
        """Enter the first state; an import does it without asking the workflow tool for each entry."""
        if not begin_in_bulk(self):
            super().notifyWorkflowCreated()

    def edition(self, until: datetime.datetime, hidden: bool = False) -> Edition:
        """The entry as it stands, its fields included."""
        return super().edition(until, hidden)._replace(particulars=dict(self.particulars))

    def said(self) -> str:
        """The fields as lines of text, to be compared with another edition."""
        return lines(self.portal_type, self.particulars)


def lines(portal_type: str, particulars: Mapping[str, Any]) -> str:
    """Fields as lines of text in Polish."""
    kind = in_polish(portal_type.removeprefix("bip_"))
    return "".join(
        f"{field.label}: {shown_text(field, particulars[field.name])}\n"
        for field in kind.fields
        if field.name in particulars
    )


def shown_text(field: Any, value: Any) -> str:
    """A value in words."""
    if field.type == "choice":
        return str(dict(field.options).get(value, value))
    if field.type == "day":
        return day_words(datetime.date.fromisoformat(value))
    if field.type == "sum":
        return money(value)
    if field.type == "yesno":
        return "tak" if value else "nie"
    if field.type == "refs":
        return "; ".join(value)
    if field.type == "rows":
        return "\n".join(
            "; ".join(shown_text(part, row[part.name]) for part in field.parts if part.name in row)
            for row in value
        )
    return str(value)
