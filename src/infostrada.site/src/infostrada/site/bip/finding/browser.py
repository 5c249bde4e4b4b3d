"""`@@find-entries` of a bulletin, and of the region over all bulletins: works without scripts."""

from functools import cached_property
from infostrada.site import _
from infostrada.site.bip.browser.asked import AskedPage
from infostrada.site.bip.browser.page import Page
from infostrada.site.bip.browser.words import day_words
from infostrada.site.bip.browser.words import KIND_WORDS
from infostrada.site.bip.finding.asking import Answer
from infostrada.site.bip.finding.asking import ask
from infostrada.site.bip.finding.asking import Choice
from infostrada.site.bip.finding.asking import Found
from infostrada.site.bip.finding.choosing import address
from infostrada.site.bip.finding.choosing import chosen_in
from infostrada.site.bip.interfaces import IBulletin
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.lookup import unit_of
from plone import api
from typing import Any
from urllib.parse import urlencode
from zope.component import getUtility


SIZE = 20
NAMES = {
    "unit": _("Office"),
    "kind": _("Kind of entry"),
    "year": _("Year"),
    "person": _("Person or body"),
}


class FindEntries(AskedPage):
    """Words, and at most one value of each facet."""

    page_name = "find-entries"
    service = "@bulletin-search"
    page_title = _("Search of the bulletin")

    @property
    def twin_url(self) -> str:
        """The same answer as JSON."""
        return address(self.service_url, self.choice, self.choice.start)

    @cached_property
    def choice(self) -> Choice:
        """What the address asks for."""
        scope = unit_of(self.context).unit_id if IBulletin.providedBy(self.context) else ""
        return chosen_in(self.request.form, scope, SIZE)

    @cached_property
    def answer(self) -> Answer:
        """What was found."""
        return ask(self.choice)

    @property
    def lead(self) -> str:
        """Where is searched."""
        if self.choice.scope:
            unit = unit_of(self.context).title
            return self.say(_("Only the bulletin of: ${unit}", mapping={"unit": unit}))
        return self.say(_("The bulletins of all offices of the region."))

    def every_url(self) -> str | None:
        """The same words over all offices; None where all are searched."""
        if not self.choice.scope:
            return None
        place = f"{api.portal.get().absolute_url()}/@@find-entries"
        return f"{place}?{urlencode({'q': self.choice.text})}" if self.choice.text else place

    def count_words(self) -> str:
        """How many entries there are."""
        return self.say(_("Entries found: ${count}", mapping={"count": str(self.answer.total)}))

    def entries(self) -> list[dict[str, Any]]:
        """The entries of this page as the pattern for lists wants them."""
        return [self._entry(hit) for hit in self.answer.hits]

    def _entry(self, hit: Found) -> dict[str, Any]:
        row = hit.row
        meta = [] if self.choice.scope else [unit_title(row["unit"])]
        meta += [self.say(kind_label(row["kind"])), day_words(row["day"])]
        if hit.in_file:
            meta.append(self.say(_("found in a file")))
        return {
            "url": self.request.physicalPathToURL(row["path"].split("/")),
            "title": row["title"],
            "excerpt": [{"text": piece.text, "marked": piece.marked} for piece in hit.excerpt],
            "meta": meta,
            "tag": {"tone": "warn", "text": self.say(_("entry_withdrawn", default="Withdrawn"))}
            if row["state"] == "withdrawn"
            else None,
        }

    def chosen(self) -> list[dict[str, str]]:
        """What the results are narrowed to, each with the address without it."""
        return [
            {
                "label": self.say(NAMES[name]),
                "value": self._label(name, value),
                "url": address(self.url, self.choice, 0, **{name: ""}),
            }
            for name, value in self.choice.chosen.items()
        ]

    def remove_words(self, one: dict[str, str]) -> str:
        """What the link that widens the search says to a screen reader; it begins with what is seen."""
        return self.say(
            _("remove: ${label} ${value}", mapping={"label": one["label"], "value": one["value"]})
        )

    def facets(self) -> list[dict[str, Any]]:
        """Each facet with its values, their numbers and addresses; a facet with nothing to choose is left out."""
        made = []
        for name, title in NAMES.items():
            values = [
                {
                    "label": self._label(name, value),
                    "count": count,
                    "url": address(self.url, self.choice, 0, **{name: value}),
                    "current": "true" if self.choice.chosen.get(name) == value else None,
                }
                for value, count in self.answer.facets.get(name, ())
            ]
            if len(values) > 1 or name in self.choice.chosen:
                made.append({"id": f"facet-{name}", "title": self.say(title), "links": values})
        return made

    def kept(self) -> list[tuple[str, Any]]:
        """Hidden fields: new words keep what was chosen."""
        return list(self.choice.chosen.items())

    def page_url(self, start: int) -> str | None:
        """Address of the page that begins at a row; None when there is none."""
        if start < 0 or start >= self.answer.total:
            return None
        return address(self.url, self.choice, start)

    def paging(self) -> dict[str, str | None]:
        """Addresses of the page before and the next one."""
        start = self.choice.start
        return {
            "before": self.page_url(max(0, start - SIZE)) if start else None,
            "next": self.page_url(start + SIZE),
        }

    def _label(self, name: str, value: Any) -> str:
        if name == "unit":
            return unit_title(value)
        return self.say(kind_label(value)) if name == "kind" else str(value)


def unit_title(unit_id: str) -> str:
    """Name of a unit by its stable id."""
    found = getUtility(IUnitDirectory).unit(unit_id)
    unit = api.portal.get().get(found.name) if found is not None else None
    return str(unit.title) if unit is not None else unit_id


def kind_label(kind: str) -> Any:
    """What a kind of entry or an entry of a register is called."""
    return KINDS[kind].one if kind in KINDS else KIND_WORDS.get(kind, kind)


class FindInBulletin(FindEntries, Page):
    """The search of one bulletin, with the mark, the menu and the editor all its pages have."""
