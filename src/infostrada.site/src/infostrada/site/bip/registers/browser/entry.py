"""The page of an entry: its fields, tables, relations and terms."""

from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.bip.browser.entry import EntryPage
from infostrada.site.bip.browser.words import day_words
from infostrada.site.bip.opendata.linked import LinkedEntry
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.registers.browser.words import cell
from infostrada.site.bip.registers.browser.words import STANDING
from infostrada.site.bip.registers.kinds import kind_of
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.partb import sealed_parts
from infostrada.site.bip.registers.rows import by_numbers
from infostrada.site.bip.registers.rows import pointing_at
from infostrada.site.bip.registers.rules import eli_of
from infostrada.site.bip.registers.rules import supervised_until
from infostrada.site.bip.registers.rules import tally
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.bip.registers.tables.common import SUBJECT
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any


BACK = {
    ("resolution", "amends"): _("Amended by"),
    ("resolution", "repeals"): _("Repealed by"),
    ("resolution", "consolidates"): _("Consolidated text"),
    ("ordinance", "amends"): _("Amended by"),
    ("ordinance", "repeals"): _("Repealed by"),
}
TALLY = {
    "votes_for": _("for"),
    "against": _("against"),
    "abstained": _("abstained"),
    "absent": _("absent"),
    "not_voted": _("did not vote"),
}


class RegisterEntryPage(EntryPage):
    """An entry of a register."""

    @cached_property
    def register(self) -> Kind:
        """The register it stands in."""
        return kind_of(self.context)

    @property
    def noindex(self) -> bool:
        """Keep search engines away: much personal data, public for a time only."""
        return self.register.unindexed

    def linked(self) -> LinkedEntry:
        """What search engines may know, the fields of the register included."""
        values = self.context.particulars
        eli = eli_of(values, unit_of(self.context).teryt or "") if self.register.name == "resolution" else ""
        return super().linked()._replace(register=self.register.name, values=values, eli=eli or "")

    @property
    def register_url(self) -> str:
        """Address of the list."""
        return f"{self.bulletin_url}/rejestr/{self.register.slug}"

    def kind(self) -> str:
        """The register in words."""
        return self.say(self.register.one)

    @property
    def draft_change(self) -> bool:
        """May the visitor still change the draft at will?"""
        return self.draft and bool(api.user.has_permission(EDIT, obj=self.context))

    def particulars(self) -> list[dict[str, Any]]:
        """The fields that hold something, but for tables and long texts."""
        values = self.context.particulars
        found = []
        for field in self.register.fields:
            if field.name not in values or field.type in ("rows", "refs", "long"):
                continue
            shown = cell(field, values[field.name], self.say)
            if field.label == SUBJECT.label:
                # The label says "in the matter of" already.
                shown["value"] = shown["value"].removeprefix("w sprawie ")
            found.append({"label": self.say(field.label), **shown})
        return [*found, *self._terms()]

    def _terms(self) -> list[dict[str, Any]]:
        values, kind = self.context.particulars, self.register
        found = []
        if kind.clock and (due := kind.clock.due(values)):
            tone = kind.clock.standing(values, polish_today())
            words = f"{day_words(due)} ({self.say(STANDING[tone or 'running'][1])}, {kind.clock.basis})"
            label = _("Displayed until") if not kind.clock.stop else _("Term of the law")
            found.append({"label": self.say(label), "value": words, "datetime": due.isoformat()})
        if kind.name == "resolution":
            found += self._law(values)
        return found

    def _law(self, values: Any) -> list[dict[str, Any]]:
        found = []
        address = eli_of(values, unit_of(self.context).teryt or "")
        if address and not values.get("eli"):
            found.append({"label": self.say(_("Address of the act (ELI)")), "value": address, "url": address})
        if until := supervised_until(values):
            label = self.say(_("Thirty days of supervision end"))
            found.append({"label": label, "value": day_words(until), "datetime": until.isoformat()})
        return found

    def long_texts(self) -> list[dict[str, Any]]:
        """Fields with paragraphs."""
        values = self.context.particulars
        return [
            {
                "id": f"field-{field.name}",
                "title": self.say(field.label),
                "lines": values[field.name].split("\n"),
            }
            for field in self.register.fields
            if field.type == "long" and field.name in values
        ]

    def tables(self) -> list[dict[str, Any]]:
        """Fields that are tables."""
        values, found = self.context.particulars, []
        for field in self.register.fields:
            if field.type != "rows" or field.name not in values:
                continue
            found.append(
                {
                    "id": f"field-{field.name}",
                    "title": self.say(field.label),
                    "columns": [{"name": part.name, "label": self.say(part.label)} for part in field.parts],
                    "rows": [
                        [{"label": self.say(part.label), **cell(part, row.get(part.name), self.say)} for part in field.parts]
                        for row in values[field.name]
                    ],
                }
            )  # fmt: skip
        return found

    def totals(self) -> list[dict[str, str]]:
        """Votes counted; nothing for other registers."""
        if self.register.name != "vote":
            return []
        counted = tally(self.context.particulars["ballots"])
        return [
            {"label": self.say(TALLY[name]), "value": str(number)}
            for name, number in counted._asdict().items()
        ]

    def relations(self) -> list[dict[str, Any]]:
        """Entries this one names, and those that name it, each with its address where it is public."""
        kind, values, unit = self.register, self.context.particulars, unit_of(self.context).unit_id
        found = []
        for field in kind.fields:
            if field.type != "refs" or not values.get(field.name):
                continue
            target = KINDS["resolution"] if field.name == "resolution" else kind
            known = by_numbers(target, unit, values[field.name])
            items = [self._item(number, known.get(number)) for number in values[field.name]]
            found.append({"title": self.say(field.label), "entries": items})
        for (name, field_name), label in BACK.items():
            if name != kind.name:
                continue
            rows = pointing_at(kind, unit, field_name, str(values.get(kind.number, "")))
            if rows:
                items = [self._item(row.number, row) for row in rows]
                found.append({"title": self.say(label), "entries": items})
        return found

    def _item(self, number: str, row: Any) -> dict[str, str]:
        if row is None:
            return {"title": number, "url": ""}
        return {"title": row.title, "url": self.request.physicalPathToURL(row.path.split("/"))}

    def sealed(self) -> list[str]:
        """For editors of a declaration: digests of sealed parts B."""
        if self.register.name != "declaration" or not self.may_edit:
            return []
        return [sha256 for sha256, _at in sealed_parts(IUUID(self.context))]

    @property
    def takes_part_b(self) -> bool:
        """May the visitor seal part B here?"""
        return self.register.name == "declaration" and self.may_edit
