"""Documents of the geodetic resource with their scans: invented surveys of parcels of the demo region."""

from collections.abc import Iterator
from datetime import date
from infostrada.geo.features.store import by_business_id
from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from infostrada.geo.printing.fonts import BOLD
from infostrada.geo.printing.fonts import REGULAR
from infostrada.geo.printing.fonts import use_fonts
from io import BytesIO
from plone import api
from plone.namedfile.file import NamedBlobFile
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from shapely import from_wkb
from typing import Any

import shapely


MARGIN = 56
# Points of the sheet that the sketch takes.
SKETCH = (483, 420)


def operats(place: Any, wanted: list[dict[str, Any]]) -> Iterator[str]:
    """Make, link and publish the documents a profile names."""
    for data in wanted:
        made = api.content.create(
            place, "geo_operat", data["identifier"].lower().replace(".", "-"), title=data["title"],
            identifier=data["identifier"], operat_kind=data["kind"], made_on=date.fromisoformat(data["day"]),
            author=data["author"], scan=_scan(data),
        )  # fmt: skip
        link(made, [Ask(name, layer="dzialki") for name in data["parcels"]])
        api.content.transition(made, "publish")
    yield f"{len(wanted)} documents of the geodetic resource"


def _scan(data: dict[str, Any]) -> NamedBlobFile:
    """A sheet as a survey's sketch looks: what it is, and the parcels with their points and numbers."""
    use_fonts()
    target = BytesIO()
    sheet = Canvas(target, pagesize=A4, invariant=True)
    sheet.setTitle(f"{data['title']}, {data['identifier']}")
    top = A4[1] - MARGIN
    sheet.setFont(BOLD, 16)
    sheet.drawString(MARGIN, top, data["title"])
    sheet.setFont(REGULAR, 10)
    for number, text in enumerate(
        (f"Identyfikator materiału: {data['identifier']}", f"Data: {data['day']}", f"Wykonawca: {data['author']}",
         "Układ współrzędnych PL-1992 (EPSG:2180). Dokument pokazowy, zmyślony.")
    ):  # fmt: skip
        sheet.drawString(MARGIN, top - 26 - 15 * number, text)
    _sketch(sheet, data["parcels"])
    sheet.showPage()
    sheet.save()
    name = f"{data['identifier']}.pdf"
    return NamedBlobFile(target.getvalue(), contentType="application/pdf", filename=name)


def _sketch(sheet: Canvas, names: list[str]) -> None:
    shapes = {name: from_wkb(found.wkb) for name, found in by_business_id("dzialki", names).items()}
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    scale = min(SKETCH[0] / (east - west), SKETCH[1] / (north - south))

    def at(x: float, y: float) -> tuple[float, float]:
        return MARGIN + (x - west) * scale, 120 + (y - south) * scale

    for name, shape in shapes.items():
        corners = [at(x, y) for x, y in shape.exterior.coords]
        path = sheet.beginPath()
        path.moveTo(*corners[0])
        for corner in corners[1:]:
            path.lineTo(*corner)
        sheet.setLineWidth(1.2)
        sheet.drawPath(path)
        for x, y in corners[:-1]:
            sheet.circle(x, y, 2.4, stroke=1, fill=0)
        sheet.drawCentredString(*at(*shape.representative_point().coords[0]), name.rpartition(".")[2])
    sheet.line(MARGIN, 90, MARGIN + 50 * scale, 90)
    sheet.drawString(MARGIN, 76, "50 m")
