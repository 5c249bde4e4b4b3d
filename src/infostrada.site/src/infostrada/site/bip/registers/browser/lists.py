"""`<bulletin>/rejestr/<slug>`: a register as a page, as CSV, JSON and Atom; `<bulletin>/rejestr`: all of them."""

from collections.abc import Iterator
from functools import cached_property
from infostrada.core.addressed import TakesNames
from infostrada.core.calendar import polish_today
from infostrada.core.record.export import as_csv
from infostrada.core.record.export import as_xlsx
from infostrada.site import _
from infostrada.site.bip.browser.page import Page
from infostrada.site.bip.browser.words import day_words
from infostrada.site.bip.feeds.atom import atom
from infostrada.site.bip.feeds.atom import Feed
from infostrada.site.bip.feeds.rows import PublicRow
from infostrada.site.bip.opendata.datasets import datasets
from infostrada.site.bip.opendata.datasets import register_dataset
from infostrada.site.bip.opendata.linked import catalog_facts
from infostrada.site.bip.opendata.linked import dataset_facts
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.registers.browser.words import cell
from infostrada.site.bip.registers.browser.words import STANDING
from infostrada.site.bip.registers.fields import written
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.kinds import SLUGS
from infostrada.site.bip.registers.rows import counted
from infostrada.site.bip.registers.rows import counts
from infostrada.site.bip.registers.rows import public_rows
from infostrada.site.bip.registers.rows import Row
from infostrada.site.bip.registers.rows import years
from infostrada.site.bip.registers.serializers import row_json
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.bip.registers.words import in_polish
from infostrada.site.theme.twins import api_url
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.uuid.interfaces import IUUID
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zExceptions import NotFound

import json
import uuid


SIZE = 25
NEWEST = 50
FILES = ("csv", "json", "xml", "xlsx")


class Registers(TakesNames, Page):
    """All registers, or the one the address names."""

    one = ViewPageTemplateFile("templates/register.pt")
    every = ViewPageTemplateFile("templates/registers.pt")

    def __call__(self) -> Any:
        """The page or the file."""
        if not self.name:
            return self.every()
        slug, _dot, ending = self.name.partition(".")
        if slug not in SLUGS or (ending and ending not in FILES):
            raise NotFound(self.name)
        if ending:
            return getattr(self, f"_{ending}")()
        return self.one()

    @property
    def canonical_url(self) -> str:
        """The page without filters."""
        return self.url if self.name else f"{self.context.absolute_url()}/rejestr"

    @property
    def noindex(self) -> bool:
        """Keep search engines away where the register says so."""
        return bool(self.name) and self.kind.unindexed

    @property
    def twin_url(self) -> str:
        """The register, or the list of them, as JSON."""
        return self.file_url("json") if self.name else api_url(self.context, "@registers")

    @property
    def linked_data(self) -> dict[str, Any]:
        """The register, or all of them, as data for search engines."""
        if not self.name:
            return catalog_facts(
                self.bulletin_title, self.bulletin_url, self.publisher, datasets(self.context)
            )
        return dataset_facts(register_dataset(self.context, self.kind.name), self.publisher)

    # all registers

    @property
    def page_title(self) -> Any:
        """Title of the window."""
        return self.say(self.kind.label) if self.name else self.say(_("Registers of the bulletin"))

    def listed_registers(self) -> list[dict[str, Any]]:
        """Registers with public entries; for editors all of them."""
        found = counts(self.unit_id)
        return [
            {
                "url": f"{self.context.absolute_url()}/rejestr/{kind.slug}",
                "title": self.say(kind.label),
                "text": self.say(_("Entries: ${count}", mapping={"count": str(found.get(kind.name, 0))})),
            }
            for kind in KINDS.values()
            if found.get(kind.name) or self.may_edit
        ]

    # one register

    @cached_property
    def kind(self) -> Kind:
        """The register asked for."""
        return SLUGS[self.name.partition(".")[0]]

    @cached_property
    def unit_id(self) -> str:
        """The unit whose register this is."""
        return str(unit_of(self.context).unit_id)

    @property
    def url(self) -> str:
        """Address of the register."""
        return f"{self.context.absolute_url()}/rejestr/{self.kind.slug}"

    @cached_property
    def filters(self) -> dict[str, Any]:
        """What the address asks for; what it does not know is left out."""
        form = self.request.form
        year = str(form.get("year") or "")
        status = str(form.get("status") or "")
        return {
            "year": int(year) if year.isdigit() and len(year) == 4 else 0,
            "status": status if status in self._statuses() else "",
            "late": bool(self.kind.clock and self.kind.clock.stop and form.get("late") == "1"),
            "q": str(form.get("q") or "")[:200].strip(),
        }

    def _statuses(self) -> dict[str, Any]:
        return dict(self.kind.field(self.kind.status).options) if self.kind.status else {}

    @property
    def start(self) -> int:
        """How many rows stand before this page."""
        given = str(self.request.form.get("start", "0"))
        return int(given) if given.isdigit() and len(given) < 7 else 0

    @cached_property
    def total(self) -> int:
        """How many rows the filters leave."""
        return counted(self.kind, self.unit_id, self.filters)

    def columns(self) -> list[dict[str, Any]]:
        """What stands beside the title."""
        listed = [
            {"name": field.name, "label": self.say(field.label), "num": field.type == "sum"}
            for field in self.kind.fields
            if field.listed
        ]
        if self.kind.clock:
            listed.append({"name": "_clock", "label": self.say(_("Term of the law")), "num": False})
        return listed

    def rows(self) -> list[dict[str, Any]]:
        """Rows of this page."""
        found = public_rows(self.kind, self.unit_id, self.filters, SIZE, self.start)
        return [self._row(row) for row in found]

    def _row(self, row: Row) -> dict[str, Any]:
        cells = [
            {**cell(field, row.values.get(field.name), self.say), "label": self.say(field.label),
             "num": field.type == "sum", "tone": ""}
            for field in self.kind.fields
            if field.listed
        ]  # fmt: skip
        if self.kind.clock:
            cells.append(self._clock(row))
        return {
            "title": row.title,
            "url": self.request.physicalPathToURL(row.path.split("/")),
            "cells": cells,
            "archived": row.state == "archived",
        }

    def _clock(self, row: Row) -> dict[str, Any]:
        clock: Any = self.kind.clock
        due, standing = clock.due(row.values), row.standing(self.kind, polish_today())
        made = {
            "label": self.say(_("Term of the law")),
            "num": False,
            "url": "",
            "datetime": "",
            "tone": "",
            "value": "",
        }
        if due is None or standing is None:
            return made
        tone, word = STANDING[standing]
        made["until"] = self.say(_("until ${day}", mapping={"day": day_words(due)}))
        return {**made, "value": self.say(word), "tone": tone}

    def choices(self) -> dict[str, Any]:
        """Options of the filters."""
        return {
            "years": years(self.kind, self.unit_id),
            "statuses": [
                {"value": value, "label": self.say(label)} for value, label in self._statuses().items()
            ],
            "late": bool(self.kind.clock and self.kind.clock.stop),
        }

    def count_words(self) -> str:
        """How many entries there are."""
        return self.say(_("Entries found: ${count}", mapping={"count": str(self.total)}))

    def page_url(self, start: int) -> str | None:
        """Address of the page that begins at a row; None when there is none."""
        if start < 0 or start >= max(self.total, 1):
            return None
        asked = {name: value for name, value in self.filters.items() if value}
        asked = {
            **asked,
            **({"late": "1"} if asked.get("late") else {}),
            **({"start": start} if start else {}),
        }
        return f"{self.url}?{urlencode(asked)}" if asked else self.url

    def file_url(self, ending: str) -> str:
        """Address of the whole register as a file."""
        return f"{self.url}.{ending}"

    @property
    def section(self) -> Any:
        """The section entries are written in; None where the menu has lost it."""
        return self.context.get(self.kind.section)

    @property
    def may_write(self) -> bool:
        """May the visitor add an entry here?"""
        return self.section is not None and bool(api.user.has_permission(EDIT, obj=self.section))

    # files

    def _csv(self) -> bytes:
        return self._sheet(as_csv, "text/csv; charset=utf-8", "csv")

    def _xlsx(self) -> bytes:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return self._sheet(as_xlsx, kind, "xlsx")

    def _sheet(self, write: Any, content_type: str, ending: str) -> bytes:
        self._answers(content_type, ending)
        spoken = in_polish(self.kind.name)
        names = ["uid", "adres", *spoken.names, "opublikowano", "zmieniono"]
        titles = ["uid", "adres", *(field.label for field in spoken.fields), "opublikowano", "zmieniono"]
        made: bytes = write(titles, names, self._lines(spoken))
        return made

    def _lines(self, spoken: Kind) -> Iterator[dict[str, Any]]:
        for row in public_rows(self.kind, self.unit_id):
            values = {field.name: _sheet_cell(field, row.values.get(field.name)) for field in spoken.fields}
            url = self.request.physicalPathToURL(row.path.split("/"))
            yield {
                **values, "uid": row.uid, "adres": url, "opublikowano": row.published_at, "zmieniono": row.changed_at,
            }  # fmt: skip

    def _json(self) -> bytes:
        self._answers("application/json", "json")
        teryt = unit_of(self.context).teryt or ""
        items = [
            row_json(self.kind, row, self.request.physicalPathToURL(row.path.split("/")), teryt)
            for row in public_rows(self.kind, self.unit_id)
        ]
        made = {"@id": self.file_url("json"), "register": self.kind.name, "items": items}
        return json.dumps(made, ensure_ascii=False).encode()

    def _xml(self) -> bytes:
        self.request.response.setHeader("Content-Type", "application/atom+xml; charset=utf-8")
        rows = list(public_rows(self.kind, self.unit_id, size=NEWEST))
        unit = unit_of(self.context)
        feed = Feed(
            uid=uuid.uuid5(uuid.UUID(IUUID(self.context)), self.kind.name).hex,
            title=f"{in_polish(self.kind.name).label}, {unit.title}",
            author=unit.title,
            url=self.file_url("xml"),
            page_url=self.url,
            updated=max((row.changed_at for row in rows), default=self.context.created().ISO8601()),
        )
        return atom(feed, [self._public(row) for row in rows])

    def _public(self, row: Row) -> PublicRow:
        url = self.request.physicalPathToURL(row.path.split("/"))
        return PublicRow(
            row.uid, url, "published", row.title, "", row.published_at, row.changed_at, self.kind.section
        )

    def _answers(self, content_type: str, ending: str) -> None:
        answer = self.request.response
        answer.setHeader("Content-Type", content_type)
        answer.setHeader("Content-Disposition", f'attachment; filename="{self.kind.slug}.{ending}"')


def _sheet_cell(field: Any, value: Any) -> Any:
    if field.type == "choice" and value:
        return dict(field.options).get(value, value)
    if field.type == "rows" and value:
        return " | ".join(
            "; ".join(str(_sheet_cell(part, row.get(part.name)) or "") for part in field.parts)
            for row in value
        )
    return written(field, value) if value is not None else None
