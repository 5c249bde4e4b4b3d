"""The report on one person as PDF, for the letter that answers a request (RODO art. 15)."""

from collections.abc import Sequence
from datetime import datetime
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.sheets import Sheet
from infostrada.site.theme.dates import long_date
from typing import Any


def sheet(report: dict[str, Any], entry: Sequence[tuple[str, str]], parts: list[dict[str, Any]]) -> bytes:
    """The report on A4 across: the `entry` of the register by its labels, then `parts`, which have a title, headings with
    widths and rows of texts; what the office holds nothing of is named in one line.
    """
    made = Sheet(f"Dane osobowe: {report['title']}", report["unit"], across=True)
    made.line(report["unit"])
    made.heading(made.title)
    at = datetime.fromisoformat(report["made_at"]).astimezone(WARSAW)
    made.line(
        f"Informacja na podstawie art. 15 RODO. Stan na {long_date(at, 'pl')} r., {at:%H:%M}. "
        f"Sporządził(a): {report['made_by']}.",
        small=True,
    )
    made.part("Wpis w rejestrze stron")
    made.table(("Dane", "Treść"), (4, 14), entry)
    for part in parts:
        if part["rows"]:
            made.part(f"{part['title']} ({len(part['rows'])})")
            made.table(part["headings"], part["widths"], part["rows"])
    empty = [part["title"] for part in parts if not part["rows"]]
    if empty:
        made.part("Czego urząd nie przechowuje")
        made.line("; ".join(empty), small=True)
    return made.file()
