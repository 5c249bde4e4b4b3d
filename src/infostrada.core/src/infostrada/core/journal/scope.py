"""What part of the journal belongs to the object it is opened on."""

from dataclasses import replace
from infostrada.core.context import unit_of
from infostrada.core.journal.history import LARGEST_PAGE
from infostrada.core.journal.history import PAGE
from infostrada.core.journal.history import Query
from infostrada.core.queries import whole
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
        before=whole(form, "before", 0, least=1, reason="bad_cursor") or None,
        size=whole(form, "size", PAGE, least=1, most=LARGEST_PAGE, reason="bad_size"),
    )
    if INavigationRoot.providedBy(context):
        return asked
    return replace(asked, uid=IUUID(context))
