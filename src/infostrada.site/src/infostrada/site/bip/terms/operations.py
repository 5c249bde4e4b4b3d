"""The draft of an entry from the office's figures of terms; publishing is up to the bulletin's people."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from html import escape
from infostrada.core.calendar import polish_today
from infostrada.site.bip.content import Entry
from infostrada.site.bip.content import Section
from infostrada.site.bip.operations import EntryData
from infostrada.site.bip.operations.drafting import _draft
from infostrada.site.records.deed import deed
from infostrada.site.records.figures_services import VIEW_TERMS
from infostrada.site.records.problems import require
from infostrada.site.records.timeliness import CASES
from infostrada.site.records.timeliness import TERMS
from infostrada.site.records.timeliness import Timeliness
from infostrada.site.records.upload import Upload
from infostrada.site.units.lookup import unit_of
from typing import Any


Sheet = tuple[Sequence[str], Sequence[str], Iterable[Mapping[str, Any]]]


def draft_from_figures(section: Section, found: Timeliness, sheet: Sheet, data: bytes) -> Entry:
    """Write an entry with the figures as a table and as a CSV file; needs the right to see the figures.

    `sheet` are titles, names and rows of the table, in the words of the bulletin; `data` is the file.
    """
    require(VIEW_TERMS, unit_of(section))
    act = deed(section)
    days = f"{found.first:%d.%m.%Y} – {found.last:%d.%m.%Y}"
    upload = Upload(f"terminowosc-{found.first}-{found.last}.csv", data, "text/csv")
    told = EntryData(
        title=f"Stan spraw i terminowość ich załatwiania: {days}",
        kind="report",
        content_author=", ".join(filter(None, (act.actor.name, act.actor.post))),
        created_on=polish_today(),
        description="Liczba spraw przyjętych, załatwionych i otwartych, w terminie i po terminie, według komórek.",
        body=f"{_tables(sheet, days)}<p>Sprawy załatwia się w kolejności wpływu, chyba że przepis stanowi inaczej.</p>",
        files=(upload,),
    )
    return _draft(section, told, None)


def _tables(sheet: Sheet, days: str) -> str:
    """The figures as HTML: the state of cases, then their terms, each small enough for a page."""
    titles, names, rows = sheet
    named, listed = dict(zip(names, titles, strict=True)), list(rows)
    return "".join(
        _table(f"{title} {days}", {name: named[name] for name in (names[0], *shown)}, listed)
        for title, shown in (("Stan spraw w okresie", CASES), ("Terminowość w okresie", TERMS))
    )


def _table(caption: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> str:
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in columns.values())
    lines = []
    for row in rows:
        first, *cells = (_said(row.get(name)) for name in columns)
        lines.append(f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>')
    told = f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
    return f"<table>{told}<tbody>{''.join(lines)}</tbody></table>"


def _said(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return f"{value:%d.%m.%Y}"
    return escape(str(value).replace(".", ",") if isinstance(value, float) else str(value))
