"""The page of a register; a domain's own page says what its table is made of."""

from collections.abc import Iterator
from collections.abc import Sequence
from functools import cached_property
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Problem
from infostrada.core.record.access import principals
from infostrada.core.record.addresses import Addresses
from infostrada.core.record.asking import Question
from infostrada.core.record.export import LARGEST_EXPORT
from infostrada.core.record.export.formats import KINDS
from infostrada.core.record.export.listed import Listed
from infostrada.core.record.listing import Listing
from infostrada.core.record.pages import LARGEST_PAGE
from infostrada.core.record.pages import Page
from infostrada.core.record.pages import page as page_of
from infostrada.site import _
from infostrada.site.desk.listed import value_of
from infostrada.site.desk.register.asked import Asked
from infostrada.site.desk.register.asking import AskingPage
from infostrada.site.desk.register.parts import Act
from infostrada.site.desk.register.parts import Shown
from infostrada.site.desk.words import done_rows
from infostrada.site.desk.words import word
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from typing import Any
from typing import NamedTuple
from zope.interface import Interface


SIZE = 50


class RowFault(NamedTuple):
    """A ticked row an act was refused for, and the words."""

    title: str
    text: Any


class RegisterPage(AskingPage):
    """A list of the unit."""

    caption: Any = ""
    listing: Listing
    contract: type[Interface] = Interface
    columns: Sequence[Shown] = ()
    files = KINDS
    """Kinds of files the list can be downloaded as."""
    leads_to = "view"
    """Page of the object a row leads to."""

    def __call__(self) -> Any:
        """The page, or the list as a file."""
        if self.request.method != "POST" and self.form.get("export"):
            self.request.form.setdefault("table", self.name)
        return super().__call__()

    def listed(self) -> list[Listed]:
        """The list, in the columns the address asks for."""
        columns = [(column.name, word(column.label, self.request)) for column in self.shown]
        return [Listed(self.name, word(self.caption, self.request), columns, self._lines)]

    @property
    def acts(self) -> Sequence[Act]:
        """What the visitor may do to ticked rows."""
        return ()

    @cached_property
    def shown(self) -> list[Shown]:
        """The columns on the page; the first one is always there, it leads to the object."""
        wanted = self.asked.columns
        first, *others = self.columns
        return [first, *(each for each in others if (each.name in wanted if wanted else each.usual))]

    def fetch(self, asked: Asked, size: int) -> Page:
        """One page of rows; raises BadRequest for an order or cursor that is none."""
        filters = {name: value for _c, _o, option in self.chosen for name, value in option.filters.items()}
        return page_of(
            self.listing,
            principals(),
            Question(
                unit=self.unit.unit_id,
                filters=filters,
                q=asked.q or None,
                sort=asked.sort or None,
                descending=asked.descending,
            ),
            cursor=asked.cursor or None,
            size=size,
            counted=False,
        )

    def head(self, row: dict[str, Any]) -> str:
        """What the row is called, for the box that ticks it."""
        return str(row["title"])

    @cached_property
    def _addresses(self) -> Addresses:
        return Addresses(self.context, self.request)

    def row(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row as the register pattern wants it."""
        return {
            "id": row["uid"],
            "title": self.head(row),
            "url": f"{self._addresses.of(row['path'])}/{self.leads_to}",
            "cells": {each.name: each.cell(row, self) for each in self.shown},
        }

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The table with its bars."""
        asked = self.asked
        try:
            found = self.fetch(asked, SIZE)
        except BadRequest:
            # an address from another time: its order or place is no more
            asked = asked.but(sort="", descending=None)
            found = self.fetch(asked, SIZE)
        register = {
            "caption": self.caption,
            "quiet": True,
            "columns": [self._heading(each, asked) for each in self.shown],
            "rows": [self.row(row) for row in found.rows],
            "paging": self._paging(asked, found),
            "bulk": self._bulk(),
            "bars": True,
        }
        return [{"id": self.name, "title": self.caption, "quiet": True, "register": register}]

    def _heading(self, column: Shown, asked: Asked) -> dict[str, Any]:
        heading = {"name": column.name, "label": column.label, "num": column.num, "once": column.once}
        if not column.order:
            return heading
        orders = self.listing.orders
        here = (asked.sort or next(iter(orders))) == column.order
        down = orders[column.order].descending if asked.descending is None else asked.descending
        turned = not down if here else orders[column.order].descending
        heading["sort_url"] = self.to(asked.but(sort=column.order, descending=turned))
        heading["sorted"] = ("descending" if down else "ascending") if here else None
        return heading

    def _paging(self, asked: Asked, found: Page) -> dict[str, Any] | None:
        if not asked.cursor and not found.next_cursor:
            return None
        following = asked.but(cursor=found.next_cursor) if found.next_cursor else None
        return {
            "first_url": self.to(asked.but()) if asked.cursor else None,
            "next_url": self.to(following) if following else None,
        }

    # acts on ticked rows

    def _bulk(self) -> dict[str, Any] | None:
        acts = [
            {
                "value": f"act-{act.name}",
                "label": act.submit,
                "fields": [self._field(f"act-{act.name}", field) for field in act.fields(self)],
            }
            for act in self.acts
        ]
        if not acts:
            return None
        return {"url": self.url, "kept": self.asked.pairs(), "acts": acts, "ticked": self.ticked}

    def act_on(self, name: str) -> str | None:
        """Do an act to every ticked row, all or none; the refusals name their rows."""
        act = next((each for each in self.acts if f"act-{each.name}" == name), None)
        if act is None:
            return super().act_on(name)
        if not self.ticked:
            raise Blocked([RowFault("", _("Tick at least one row."))])
        refused: list[RowFault] = []
        for uid in self.ticked[:LARGEST_PAGE]:
            obj = by_uid(uid, self.contract, near=self.context)
            try:
                act.do(obj, self)
            except InvalidData:
                raise
            except Problem as problem:
                if not (self.refusable(problem) or problem.status == 403):
                    raise
                refused.append(RowFault(obj.title, problem.message))
        if refused:
            raise Blocked(refused)
        self.say(done_rows(len(self.ticked)))
        return self.to(self.asked)

    # the list as a file

    def _lines(self) -> Iterator[dict[str, Any]]:
        """What the cells of all rows say that the filters leave."""
        asked, left = self.asked.but(), LARGEST_EXPORT
        while left > 0:
            found = self.fetch(asked, min(left, LARGEST_PAGE))
            yield from map(self._line, found.rows)
            left -= len(found.rows)
            if found.next_cursor is None:
                return
            asked = asked.but(cursor=found.next_cursor)

    def _line(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            each.name: value_of(each.cell(row, self), self.request, number=each.num) for each in self.shown
        }
