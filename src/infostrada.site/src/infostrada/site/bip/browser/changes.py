"""The public change log of a bulletin."""

from infostrada.core.record.row import unit_of as unit_id_of
from infostrada.site import _
from infostrada.site.bip import log
from infostrada.site.bip.browser.page import iso
from infostrada.site.bip.browser.page import Page
from infostrada.site.bip.browser.words import ACTION_WORDS
from infostrada.site.bip.browser.words import moment_words
from infostrada.site.bip.chain.underway import as_in_force
from infostrada.site.records.deed import WARSAW
from infostrada.site.theme.twins import api_url
from typing import Any


class ChangesPage(Page):
    """The public change log of a bulletin."""

    page_title = _("Public change log")

    @property
    def twin_url(self) -> str:
        """The log as JSON."""
        return api_url(self.context, "@changes")

    def columns(self) -> list[dict[str, str]]:
        """What stands beside the title of the entry."""
        words = {
            "action": _("What happened"),
            "at": _("When"),
            "who": _("Who"),
            "reason": _("Reason"),
        }
        return [{"name": name, "label": self.say(word)} for name, word in words.items()]

    def rows(self) -> list[dict[str, str]]:
        """Rows of this page, with the address of each entry."""
        top, url = "/".join(self.context.getPhysicalPath()), self.context.absolute_url()
        return [
            {
                **change_row(self, row.at.astimezone(WARSAW), row.action, row.who, row.reason),
                "title": row.title,
                "url": url + row.path.removeprefix(top),
            }
            for row in self._rows
        ]

    def next_url(self) -> str | None:
        """Address of older rows, if there are any."""
        if len(self._rows) < log.PAGE:
            return None
        return f"{self.context.absolute_url()}/@@changes?before={self._rows[-1].number}"

    @property
    def _rows(self) -> list[log.LogRow]:
        if not hasattr(self, "_kept"):
            before = str(self.request.form.get("before", ""))
            last = int(before) if before.isdigit() and len(before) < 19 else None
            self._kept = as_in_force(log.page(unit_id_of(self.context) or "", last))
        return self._kept


def change_row(page: Page, at: Any, action: str, who: str, reason: str) -> dict[str, str]:
    """A row of a change log as pages show it."""
    return {
        "at": moment_words(at),
        "datetime": iso(at),
        "action": page.say(ACTION_WORDS[action]),
        "who": who,
        "reason": reason,
    }
