"""Any list as a PDF file to be printed or filed: a table on A4 across, the heading on every page."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from infostrada.core.record.interfaces import IListFormat
from infostrada.site.desk.days import whole
from infostrada.site.records.browser.archive.due import DUE
from infostrada.site.records.browser.words import ACCESS
from infostrada.site.records.browser.words import MODES
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.deed import now
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.sheets import Sheet
from typing import Any
from zope.i18n import translate
from zope.interface import implementer


MOST_ROWS = 2_000
NARROW, WIDE = 8, 40
HEADINGS = {
    "letters": "Rejestr przesyłek wpływających",
    "outgoing": "Rejestr przesyłek wychodzących",
    "dispatch_lists": "Listy wysyłkowe",
    "cases": "Sprawy",
    "case_terms": "Terminy spraw",
    "spis_spraw": "Spis spraw",
    "documents": "Dokumenty",
    "tasks": "Zadania",
    "retention": "Okresy przechowywania",
    "handovers": "Spisy zdawczo-odbiorcze",
    "disposals": "Spisy brakowania",
    "transfers": "Przekazania do archiwum państwowego",
    "bundles": "Paczki wymiany",
    "not_scanned": "Przesyłki nie w pełni odwzorowane i nośniki poza systemem",
    "parties": "Rejestr stron",
}
YES_NO = {"yes": "tak", "no": "nie"}
WORDS: dict[str, dict[str, Any]] = {
    "state": {state: text for state, (text, _tone) in STATES.items()},
    "handling_mode": MODES,
    "access": ACCESS,
    "due": DUE,
    "over_term": YES_NO,
    "over_internal": YES_NO,
}


@implementer(IListFormat)
class PdfList:
    """`format=pdf`: columns as wide as what stands in them, texts broken inside their cells."""

    content_type = "application/pdf"
    largest = MOST_ROWS

    def write(
        self, title: str, titles: Sequence[str], names: Sequence[str], rows: Iterable[Mapping[str, Any]]
    ) -> bytes:
        """The file; columns without any value are left out."""
        told = [[_said(row.get(name), name) for name in names] for row in rows]
        kept = [place for place in range(len(names)) if any(line[place] for line in told)] or [0]
        heading = HEADINGS.get(title, title)
        made = Sheet(heading, "", across=True)
        made.heading(heading)
        made.line(f"Stan na {now():%d.%m.%Y, %H:%M}; pozycji: {len(told)}", small=True)
        cells = [[line[place] for place in kept] for line in told]
        headings = [titles[place] for place in kept]
        longest = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
        made.table(headings, [min(max(width, NARROW), WIDE) for width in longest], cells)
        return made.file()


def _said(value: Any, column: str) -> str:
    """A cell as people read it: words of closed lists and days in Polish."""
    if isinstance(value, str) and value in WORDS.get(column, ()):
        return str(translate(WORDS[column][value], target_language="pl"))
    if isinstance(value, str) and (day := whole(value)) is not None:
        return f"{day:%d.%m.%Y}"
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "tak" if value else "nie"
    if isinstance(value, datetime):
        return f"{value.astimezone(WARSAW):%d.%m.%Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
