"""The report on one person as PDF, for the letter that answers a request (RODO art. 15)."""

from infostrada.site.records.sheets import Sheet
from typing import Any


def sheet(report: dict[str, Any], parts: list[dict[str, Any]]) -> bytes:
    """The report on A4; `parts` have a title, headings with widths and rows of texts."""
    made = Sheet(f"Dane osobowe: {report['title']}", report["unit"])
    made.heading(made.title)
    made.line(f"{report['unit']}; art. 15 RODO; {report['made_at']}; {report['made_by']}", small=True)
    for part in parts:
        made.part(f"{part['title']} ({len(part['rows'])})")
        made.table(part["headings"], part["widths"], part["rows"])
    return made.file()
