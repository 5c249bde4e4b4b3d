"""What the bulletin's pages share."""

from infostrada.site import _
from infostrada.site.bip.browser.words import day_words
from infostrada.site.bip.operations import BULLETIN
from infostrada.site.bip.operations import EDIT
from infostrada.site.theme.interfaces import IMasthead
from infostrada.site.theme.linked import organisation
from infostrada.site.units.lookup import unit_of
from plone import api
from Products.Five.browser import BrowserView
from typing import Any
from zope.i18n import translate

import datetime


class Page(BrowserView):
    """What the bulletin's pages share."""

    desk = False

    def say(self, message: str) -> str:
        """A message in the visitor's language."""
        words: str = translate(message, context=self.request)
        return words

    @property
    def bulletin(self) -> Any:
        """The bulletin this page belongs to."""
        return unit_of(self.context)[BULLETIN]

    @property
    def bulletin_url(self) -> str:
        """Address of the bulletin."""
        return str(self.bulletin.absolute_url())

    @property
    def bulletin_title(self) -> str:
        """The bulletin's name with the office's."""
        return f"{self.bulletin.title}, {unit_of(self.context).title}"

    @property
    def publisher(self) -> dict[str, Any]:
        """The office for search engines."""
        return organisation(IMasthead(unit_of(self.context)))

    def groups(self) -> list[dict[str, Any]]:
        """The subject menu in its groups."""
        found: dict[str, list[dict[str, str]]] = {}
        for section in self.bulletin.objectValues():
            tile = {"url": section.absolute_url(), "title": section.title, "text": section.description}
            found.setdefault(section.group, []).append(tile)
        return [{"title": title, "tiles": tiles} for title, tiles in found.items()]

    @property
    def may_edit(self) -> bool:
        """May the visitor write here?"""
        return bool(api.user.has_permission(EDIT, obj=self.context))

    def listed(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows of the catalog as the pattern for lists wants them."""
        return [
            {
                "url": row["@id"],
                "title": row["title"],
                "text": row["description"],
                "meta": [published_words(row["published_at"])] if row["published_at"] else [],
                "tag": self._tag(row["state"]),
            }
            for row in rows
        ]

    def _tag(self, state: str) -> dict[str, str] | None:
        words = {
            "draft": ("wait", _("entry_draft", default="Draft")),
            "planned": ("wait", _("entry_planned", default="Planned")),
            "withdrawn": ("warn", _("entry_withdrawn", default="Withdrawn")),
            "superseded": ("warn", _("entry_superseded", default="Superseded")),
            "archived": ("done", _("entry_archived", default="In the archive")),
        }
        if state not in words:
            return None
        tone, word = words[state]
        return {"tone": tone, "text": self.say(word)}


def published_words(moment: str) -> str:
    """The day of a moment of the catalog, in words."""
    return day_words(datetime.datetime.fromisoformat(moment).date())


def iso(value: Any) -> str:
    """A day or moment for machines; "" for none."""
    return value.isoformat() if value is not None else ""
