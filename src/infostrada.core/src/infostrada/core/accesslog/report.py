"""The report per object or person, as it is asked for on an object."""

from dataclasses import replace
from infostrada.core.accesslog.rows import Access
from infostrada.core.accesslog.rows import page
from infostrada.core.accesslog.rows import Query
from infostrada.core.context import unit_of
from infostrada.core.queries import whole
from infostrada.core.sql import reader
from plone.base.interfaces import INavigationRoot
from plone.uuid.interfaces import IUUID
from typing import Any


def query(context: Any, form: dict[str, Any]) -> Query:
    """On the site: everything; on a unit: the unit's rows; on any other object: who was at it.

    Raises BadRequest for a row cursor that is no number.
    """
    unit = unit_of(context)
    asked = Query(
        uid=str(form.get("uid") or "").strip(),
        person=str(form.get("person") or "").strip(),
        units=None if unit is None else (unit,),
        before=whole(form, "before", 0, reason="bad_cursor") or None,
    )
    return asked if INavigationRoot.providedBy(context) else replace(asked, uid=IUUID(context))


def report(asked: Query) -> tuple[list[Access], int | None]:
    """Rows newest first, and the cursor of the next page (None on the last one)."""
    with reader() as connection:
        rows = page(connection, replace(asked, size=asked.size + 1))
    return rows[: asked.size], rows[asked.size - 1].id if len(rows) > asked.size else None
