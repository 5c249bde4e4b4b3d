"""`GET <context>/@listing?name=…`: a page of a registered listing."""

from collections.abc import Sequence
from datetime import date
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Forbidden
from infostrada.core.errors import NotFound
from infostrada.core.interfaces import IUnitScope
from infostrada.core.queries import one
from infostrada.core.queries import whole
from infostrada.core.record.access import principals
from infostrada.core.record.addresses import Addresses
from infostrada.core.record.asking import Question
from infostrada.core.record.listing import find_listing
from infostrada.core.record.listing import Listing
from infostrada.core.record.pages import Page
from infostrada.core.record.pages import page
from infostrada.core.record.row import unit_of
from infostrada.core.rest import Service
from plone import api
from plone.restapi.serializer.converters import datetimelike_to_iso
from plone.restapi.serializer.converters import json_compatible
from Products.CMFCore.interfaces import ISiteRoot
from typing import Any
from urllib.parse import urlencode


# What JSON has itself; asking adapters about each of a thousand cells takes longer than the statement.
_PLAIN = (str, int, float, bool, type(None))
_OWN = ("name", "q", "sort", "order", "cursor", "size", "columns")


class ListingGet(Service):
    """Rows of the context's unit, or of all units the person may see when asked on the site.

    Parameters: `name`, `q`, `sort`, `order` (`ascending` or `descending`), `cursor`, `size`, `columns` (names, commas
    between; all without it); any other one is a filter.
    """

    def reply(self) -> dict[str, Any]:
        listing = self._listing()
        columns = self._columns(listing)
        found = page(
            listing,
            principals(),
            Question(
                unit=unit_of(self.context),
                below=self._below(),
                filters={name: value for name, value in self.request.form.items() if name not in _OWN},
                q=one(self.request.form, "q"),
                sort=one(self.request.form, "sort"),
                descending=self._descending(),
            ),
            cursor=self.request.form.get("cursor"),
            size=self._size(),
        )
        return self._answer(found, columns)

    def _columns(self, listing: Listing) -> list[str]:
        """The columns asked for; empty for all."""
        known = {each.name for each in listing.all_columns}
        asked = [name for name in str(self.request.form.get("columns") or "").split(",") if name]
        if not known.issuperset(asked):
            raise BadRequest(field="columns", reason="unknown_column")
        return asked

    def _listing(self) -> Listing:
        listing = find_listing(one(self.request.form, "name") or "")
        if listing is None:
            raise NotFound(field="name", reason="unknown_listing")
        if not api.user.has_permission(listing.permission, obj=self.context):
            raise Forbidden()
        return listing

    def _below(self) -> str | None:
        """A unit and the site are whole: their condition needs no path."""
        if IUnitScope.providedBy(self.context) or ISiteRoot.providedBy(self.context):
            return None
        return "/".join(self.context.getPhysicalPath())

    def _descending(self) -> bool | None:
        order = self.request.form.get("order")
        if order not in (None, "ascending", "descending"):
            raise BadRequest(field="order", reason="bad_order")
        return None if order is None else order == "descending"

    def _size(self) -> int:
        return whole(self.request.form, "size", 50, reason="bad_size")

    def _answer(self, found: Page, columns: Sequence[str]) -> dict[str, Any]:
        base, address = f"{self.context.absolute_url()}/@listing", Addresses(self.context, self.request)
        asked = dict(self.request.form)
        answer: dict[str, Any] = {
            "@id": f"{base}?{urlencode(asked, doseq=True)}",
            "items": [
                {"@id": address.of(row["path"]), **_as_json(_only(row, columns))} for row in found.rows
            ],
        }
        if found.estimate is not None:
            answer["items_total"] = found.estimate
            answer["items_total_exact"] = found.exact
            answer["items_total_is_minimum"] = found.minimum
        if found.next_cursor:
            asked["cursor"] = found.next_cursor
            answer["batching"] = {"next": f"{base}?{urlencode(asked, doseq=True)}"}
        return answer


def _only(row: dict[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    """The columns of a row that were asked for; the whole row for none."""
    return {name: row[name] for name in columns} if columns else row


def _as_json(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, _PLAIN) else _told(value) for name, value in row.items()}


def _told(value: Any) -> Any:
    """A day and a moment as Plone's adapters would tell them, without asking for one."""
    return datetimelike_to_iso(value) if isinstance(value, date) else json_compatible(value)
