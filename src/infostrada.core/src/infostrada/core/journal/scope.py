"""What part of the journal belongs to the object it is opened on."""

from dataclasses import replace
from infostrada.core.context import unit_of
from infostrada.core.errors import BadRequest
from infostrada.core.journal.history import LARGEST_PAGE
from infostrada.core.journal.history import PAGE
from infostrada.core.journal.history import Query
from plone.base.interfaces import INavigationRoot
from plone.uuid.interfaces import IUUID
from typing import Any


def query(context: Any, form: dict[str, Any]) -> Query:
    """The query for a page or service; raises `BadRequest` naming the field.

    On the site: the whole journal. On a unit: the unit's. On any other object: its own history.
    """
    unit = unit_of(context)
    asked = Query(
        units=None if unit is None else [unit],
        uid=str(form.get("uid") or ""),
        actor=str(form.get("actor") or "").strip(),
        action=str(form.get("action") or "").strip(),
        before=_number(form, "before"),
        size=_number(form, "size", LARGEST_PAGE) or PAGE,
    )
    if INavigationRoot.providedBy(context):
        return asked
    return replace(asked, uid=IUUID(context))


def _number(form: dict[str, Any], field: str, largest: int = 2**63 - 1) -> int | None:
    text = str(form.get(field) or "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:20]) <= largest:
        raise BadRequest(f"{field}: a whole number from 1 to {largest}", field=field)
    return int(text)
