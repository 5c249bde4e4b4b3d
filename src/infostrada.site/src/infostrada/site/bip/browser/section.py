"""A section: its entries, its registers."""

from functools import cached_property
from infostrada.site import _
from infostrada.site.bip.browser.page import Page
from infostrada.site.bip.lists import entries_of
from infostrada.site.bip.lists import PAGE
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.rows import counts
from infostrada.site.units.lookup import unit_of
from typing import Any


class SectionPage(Page):
    """Entries of one subject, page by page."""

    def start(self) -> int:
        """How many entries stand before this page."""
        given = str(self.request.form.get("start", "0"))
        return int(given) if given.isdigit() and len(given) < 7 else 0

    def entries(self) -> list[dict[str, Any]]:
        """The entries of this page."""
        return self.listed(entries_of(self.context, self.start()))

    @cached_property
    def registers(self) -> list[dict[str, Any]]:
        """Registers kept in this section; for visitors those that hold something."""
        found = counts(unit_of(self.context).unit_id)
        return [
            {
                "url": f"{self.bulletin_url}/rejestr/{kind.slug}",
                "title": self.say(kind.label),
                "text": self.say(_("Entries: ${count}", mapping={"count": str(found.get(kind.name, 0))})),
            }
            for kind in KINDS.values()
            if kind.section == self.context.getId() and (found.get(kind.name) or self.may_edit)
        ]

    def next_url(self) -> str | None:
        """Address of the next page, if there is one."""
        start = self.start() + PAGE
        more = entries_of(self.context, start, 1)
        return f"{self.context.absolute_url()}?start={start}" if more else None
