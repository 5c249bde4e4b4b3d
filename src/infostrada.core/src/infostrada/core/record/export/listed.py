"""Lists as pages show them: every one may be had as a file or as JSON, by whoever may open the page.

`<page>?table=<name>&export=<kind>` is the file of a list of a page, `GET <context>/@lists/<page>/<list>` the same over REST.
What the address asks of the page (filters, a year) it asks of the file too.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from infostrada.core.accesslog.interfaces import IAccessLogged
from infostrada.core.accesslog.rows import GRANTED
from infostrada.core.accesslog.rows import note
from infostrada.core.context import unit_of
from infostrada.core.errors import NotFound
from infostrada.core.record.export.formats import at_most
from infostrada.core.record.export.formats import format_of
from infostrada.core.record.export.formats import send
from itertools import islice
from plone.restapi.serializer.converters import datetimelike_to_iso
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple
from urllib.parse import urlencode

import json
import re


JSON = "json"
_UNSAID = ("table", "export", "q", "words", "cursor")
# Rows of a list as JSON: longer ones have pages of their own (`@listing`) and files.
LARGEST_JSON = 10_000


class Listed(NamedTuple):
    """A list of a page: its name in addresses, its title, pairs of name and heading of its columns, all its rows."""

    name: str
    title: str
    columns: Sequence[tuple[str, str]]
    rows: Callable[[], Iterable[Mapping[str, Any]]]


def wanted(request: Any) -> bool:
    """Does the address ask for a list of the page as a file?"""
    form = request.form
    return bool(request.method != "POST" and form.get("table") and form.get("export"))


def file_of(page: Any) -> bytes:
    """The list the address asks for; NotFound for none. The reading is noted in the access log."""
    name, kind = (str(page.request.form.get(each) or "") for each in ("table", "export"))
    listed = next((each for each in page.listed() if each.name == name), None)
    if listed is None:
        raise NotFound(field="table", reason="unknown_listing")
    names, titles = [each for each, _t in listed.columns], [title for _n, title in listed.columns]
    if kind == JSON:
        data, content_type = _json(listed, names), "application/json"
    else:
        write, content_type, largest = format_of(kind, _titled(page.page_title, listed.title))
        data = write(titles, names, at_most(listed.rows(), largest))
    context = page.context
    note(
        f"{name}.export",
        uid=IUUID(context, None) if IAccessLogged.providedBy(context) else None,
        unit=unit_of(context),
        outcome=GRANTED,
        reason=_asked(page),
    )
    return send(page.request.response, data, _plain(f"{page.__name__}-{name}"), kind, content_type)


def _titled(page: str, title: str) -> str:
    """What a paper with the list is called; once, where the page is named after its list."""
    return page if page.startswith(title) else title if title.startswith(page) else f"{page}: {title}"


def _json(listed: Listed, names: Sequence[str]) -> bytes:
    rows = list(islice(listed.rows(), LARGEST_JSON + 1))
    told = {
        "list": listed.name,
        "title": listed.title,
        "columns": [{"name": name, "title": title} for name, title in listed.columns],
        "items": [{name: _said(row.get(name)) for name in names} for row in rows[:LARGEST_JSON]],
        "complete": len(rows) <= LARGEST_JSON,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _said(value: Any) -> Any:
    return datetimelike_to_iso(value) if isinstance(value, date) else value


def _asked(page: Any) -> str:
    """The page and what it was asked, but for words somebody looked for: these may be a person's number."""
    form = page.request.form
    kept = {
        key: value
        for key, value in sorted(form.items())
        if key not in _UNSAID and isinstance(value, str | list)
    }
    return f"{page.__name__}?{urlencode(kept, doseq=True)}" if kept else str(page.__name__)


def _plain(name: str) -> str:
    """A name a file may have on any system."""
    return re.sub(r"[^\w.-]+", "-", name)
