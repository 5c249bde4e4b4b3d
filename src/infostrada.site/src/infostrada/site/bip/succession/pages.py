"""The archive of a bulletin: entries that are no longer present, and what entries said before."""

from infostrada.core.record.row import unit_of as unit_id_of
from infostrada.site import _
from infostrada.site.bip.browser.page import Page
from infostrada.site.bip.browser.words import moment_words
from infostrada.site.bip.lists import entries_of
from infostrada.site.bip.lists import PAGE
from infostrada.site.bip.succession.past import ARCHIVE
from infostrada.site.bip.succession.past import past_editions
from infostrada.site.records.deed import WARSAW
from infostrada.site.theme.twins import api_url
from typing import Any


class ArchivePage(Page):
    """`<bulletin>/@@archive`: archived and superseded entries, newest first."""

    page_title = _("Archive of the bulletin")

    @property
    def twin_url(self) -> str:
        """All entries with their states as JSON."""
        return f"{self.bulletin_url}/entries.json"

    def start(self) -> int:
        """How many entries stand before this page."""
        given = str(self.request.form.get("start", "0"))
        return int(given) if given.isdigit() and len(given) < 7 else 0

    @property
    def _found(self) -> list[dict[str, Any]]:
        if not hasattr(self, "_kept"):
            self._kept = entries_of(self.context, self.start(), PAGE + 1, ARCHIVE)
        return self._kept

    def entries(self) -> list[dict[str, Any]]:
        """The entries of this page."""
        return self.listed(self._found[:PAGE])

    def next_url(self) -> str | None:
        """Address of the next page, if there is one."""
        if len(self._found) <= PAGE:
            return None
        return f"{self.context.absolute_url()}/@@archive?start={self.start() + PAGE}"


class PastEditionsPage(Page):
    """`<bulletin>/@@past-editions`: every edition a change ended, newest first."""

    page_title = _("Earlier editions of entries")

    @property
    def twin_url(self) -> str:
        """The editions as JSON."""
        return api_url(self.context, "@past-editions")

    def columns(self) -> list[dict[str, str]]:
        """What stands beside the title of the entry."""
        words = {
            "edition": _("Edition"),
            "at": _("In force until"),
            "reason": _("Reason of the change"),
            "look": _("Read"),
        }
        return [{"name": name, "label": self.say(word)} for name, word in words.items()]

    @property
    def _found(self) -> tuple[list[Any], bool]:
        if not hasattr(self, "_kept"):
            before = str(self.request.form.get("before", ""))
            last = int(before) if before.isdigit() and len(before) < 19 else None
            self._kept = past_editions(unit_id_of(self.context) or "", last)
        return self._kept

    def rows(self) -> list[dict[str, Any]]:
        """Editions of this page, each with its address and that of the comparison with the next one."""
        made = []
        for row in self._found[0]:
            url = self.request.physicalPathToURL(row.path.split("/"))
            at = row.at.astimezone(WARSAW)
            made.append(
                {
                    "title": row.title,
                    "url": url,
                    "edition": str(row.edition),
                    "at": moment_words(at),
                    "datetime": at.isoformat(),
                    "reason": row.reason,
                    "edition_url": f"{url}/@@edition?number={row.edition}",
                    "compare_url": f"{url}/@@compare?number={row.edition}",
                }
            )
        return made

    def next_url(self) -> str | None:
        """Address of older rows, if there are any."""
        rows, more = self._found
        return f"{self.context.absolute_url()}/@@past-editions?before={rows[-1].number}" if more else None
