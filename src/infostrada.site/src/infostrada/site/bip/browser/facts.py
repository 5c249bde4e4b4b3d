"""The fact sheet of an entry: who, when, what changed, what was left out, what a former bulletin said."""

from infostrada.core.reading.extraction import text_of_html
from infostrada.site import _
from infostrada.site.bip.browser.changes import change_row
from infostrada.site.bip.browser.page import iso
from infostrada.site.bip.browser.page import Page
from infostrada.site.bip.browser.words import ACTION_WORDS
from infostrada.site.bip.browser.words import day_words
from infostrada.site.bip.browser.words import moment_words
from infostrada.site.bip.timing.moments import served_on
from infostrada.site.records.deed import WARSAW
from infostrada.site.units.lookup import unit_of
from typing import Any


class FactSheet(Page):
    """What an entry says of itself beside its text."""

    @property
    def withdrawn(self) -> bool:
        """Is only the tombstone left?"""
        raise NotImplementedError

    def exclusions(self) -> list[list[dict[str, str]]]:
        """What was left out, each as facts."""
        labels = {
            "scope": _("What is left out"),
            "basis": _("Legal basis of the exclusion"),
            "person": _("Who excluded it"),
            "interest": _("In whose interest"),
        }
        return [
            [{"label": self.say(label), "value": getattr(item, name)} for name, label in labels.items()]
            for item in self.context.exclusions
        ]

    def former(self) -> dict[str, Any] | None:
        """What the bulletin it was taken over from said of the entry; None for one written here."""
        said = self.context.former
        if said is None:
            return None
        words = _(
            "This entry was taken over from another bulletin. What that bulletin said of it is kept here as its word."
        )
        return {
            "words": self.say(words),
            "past": [] if self.withdrawn else [self._past(one) for one in said.past],
        }

    def _past(self, one: Any) -> dict[str, Any]:
        known = ACTION_WORDS.get(one.action)
        return {
            "at": moment_words(one.at.astimezone(WARSAW)),
            "datetime": iso(one.at),
            "action": self.say(known) if known else one.action,
            "who": one.who,
            "reason": one.reason,
            "text": [part for part in (one.title, one.description, text_of_html(one.body)) if part],
        }

    def facts(self) -> list[dict[str, str]]:
        """The fact sheet (metryczka)."""
        entry = self.context
        rows = [
            (_("Published by the unit"), unit_of(entry).title, ""),
            (_("Made by or answers for it"), entry.content_author, ""),
            (_("Date made"), day_words(entry.created_on), iso(entry.created_on)),
        ]
        if entry.published_by:
            rows.append((_("Put in the bulletin by"), entry.published_by.name, ""))
            rows.append((_("Published on"), moment_words(entry.published_at), iso(entry.published_at)))
            rows.append((_("Last change"), moment_words(entry.changed_at), iso(entry.changed_at)))
        if entry.until:
            rows.append((_("Public until"), day_words(entry.until), iso(entry.until)))
        if served := served_on(entry):
            rows.append((_("Counts as served on"), day_words(served), iso(served)))
        return [
            {"label": self.say(label), "value": value, "datetime": when}
            for label, value, when in rows
            if value
        ]

    def changes(self) -> list[dict[str, str]]:
        """The entry's own rows of the change log, newest first; a change leads to what it changed."""
        url, number = self.context.absolute_url(), 0
        rows = []
        for row in self.context.changes:
            number += row.action == "changed"
            compared = row.action == "changed" and not self.withdrawn
            address = f"{url}/@@compare?number={number}" if compared else ""
            rows.append(
                {**change_row(self, row.at, row.action, row.actor.name, row.reason), "compare_url": address}
            )
        return rows[::-1]
