"""`@@here-sheet`: the card of a place ("karta terenu"): map, answer about building, all that is there."""

from infostrada.core.calendar import polish_today
from infostrada.core.errors import NotFound
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.features.crs import Box
from infostrada.geo.features.reading import layers
from infostrada.geo.here.place import place_given
from infostrada.geo.here.reading import Here
from infostrada.geo.here.reading import here
from infostrada.geo.here.verdict import verdict
from infostrada.geo.layers.sources import THEMES
from infostrada.geo.printing.fonts import BOLD
from infostrada.geo.printing.fonts import REGULAR
from infostrada.geo.printing.fonts import use_fonts
from infostrada.geo.printing.paper import Paper
from infostrada.geo.printing.reading import shown
from infostrada.geo.printing.service import PdfService
from infostrada.geo.printing.sheet import draw_map
from infostrada.geo.printing.sheet import MapSheet
from infostrada.geo.said import said
from infostrada.geo.styles.presets import PALETTE
from io import BytesIO
from plone import api
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable
from reportlab.platypus import KeepTogether
from reportlab.platypus import Paragraph
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Spacer
from reportlab.platypus import Table
from reportlab.platypus import TableStyle
from typing import Any
from xml.sax.saxutils import escape

import shapely


WIDTH = 174.0
MAP_HEIGHT = 92.0
LEAST_SIDE = 60.0
MOST_ATTRIBUTES = 14
MARKS = {"yes": "✓", "no": "✗", "check": "?", "note": "–"}

WORDS = {
    "title": _("Sheet of the place"),
    "verdict": _("Can I build a house here?"),
    "area": _("Area by the map: ${area} m²"),
    "share": _("${percent}% of the parcel"),
    "distance": _("${metres} m away"),
    "documents": _("Documents about this place"),
    "linked_as": _("(linked to ${name})"),
    "made": _("Made on ${day} from the data of ${site}."),
    "caution": _(
        "It says what stands in the data on that day. It is no extract from a plan or register and no promise; "
        "the commune gives an extract from the plan on request."
    ),
}


class CardService(PdfService):
    """Parameters as of "what is here"."""

    file_name = "karta-terenu.pdf"

    def pdf(self) -> bytes:
        """The card."""
        place = place_given(self.request.form)
        found = here(place, principals())
        if found.ground is None:
            raise NotFound(_("There is no such feature."), reason="unknown_feature")
        return card_pdf(found, self._sheet(found, place.teryt), self.say, self.request.physicalPathToURL)

    def _sheet(self, found: Here, teryt: str) -> MapSheet:
        ground = shapely.from_wkb(found.ground)
        box = around(ground)
        names = [
            layer["layer"] for layer in layers(principals()) if layer["shown"] and layer["kind"] == "store"
        ]
        return MapSheet(
            title=title_of(found, self.say(WORDS["title"])),
            paper=Paper(WIDTH, MAP_HEIGHT),
            box=box,
            denominator=(box.east - box.west) / WIDTH * 1000,
            sheets=shown(names, box, teryt, principals()),
            drawn=[ground] if ground.geom_type != "Point" else [],
            made_on=said(polish_today(), api.portal.get_current_language(self.context)),
            site=self.context.Title(),
            language=api.portal.get_current_language(self.context),
        )


def around(ground: Any) -> Box:
    """Ground of the map's proportions that shows the place with its neighbours."""
    west, south, east, north = ground.bounds
    height = max((north - south) * 2.2, (east - west) * 2.2 * MAP_HEIGHT / WIDTH, LEAST_SIDE)
    width = height * WIDTH / MAP_HEIGHT
    x, y = (west + east) / 2, (south + north) / 2
    return Box(west=x - width / 2, south=y - height / 2, east=x + width / 2, north=y + height / 2, srid=2180)


def title_of(found: Here, otherwise: str) -> str:
    """The parcel's identifier, or what the card is."""
    parcel = next((each for each in found.features if each["theme"] == "parcel"), None)
    return f"{otherwise}: {parcel['business_id']}" if parcel and found.is_parcel else otherwise


def card_pdf(found: Here, sheet: MapSheet, say: Any, to_url: Any) -> bytes:
    """The card as a PDF file."""
    use_fonts()
    target = BytesIO()
    document = SimpleDocTemplate(
        target, pagesize=A4, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=16 * mm, bottomMargin=18 * mm,
        title=sheet.title, creator="Infostrada", lang=sheet.language,
    )  # fmt: skip
    made = say(_(WORDS["made"], mapping={"day": sheet.made_on, "site": sheet.site}))

    def foot(canvas: Any, _document: Any) -> None:
        canvas.setFont(REGULAR, 7.5)
        canvas.drawString(18 * mm, 10 * mm, made)
        canvas.drawRightString(A4[0] - 18 * mm, 10 * mm, str(canvas.getPageNumber()))

    document.build(list(_story(found, sheet, say, to_url)), onFirstPage=foot, onLaterPages=foot)
    return target.getvalue()


class MapFlowable(Flowable):
    """The map within the text."""

    def __init__(self, sheet: MapSheet) -> None:
        super().__init__()
        self.sheet = sheet
        self.width, self.height = WIDTH * mm, MAP_HEIGHT * mm

    def draw(self) -> None:
        """Draw it into its place."""
        draw_map(self.canv, self.sheet, (0, 0, self.width, self.height))


def _style(size: float, bold: bool = False, **more: Any) -> ParagraphStyle:
    font = BOLD if bold else REGULAR
    return ParagraphStyle(
        f"{font}{size}",
        fontName=font,
        fontSize=size,
        leading=size * 1.3,
        textColor=HexColor(PALETTE["ink"]),
        **more,
    )


TITLE, HEAD = _style(17, bold=True), _style(12, bold=True, spaceBefore=10, spaceAfter=3)
NAME, TEXT, FINE = _style(10, bold=True, spaceBefore=4), _style(9.5), _style(8)


def _story(found: Here, sheet: MapSheet, say: Any, to_url: Any) -> Any:
    yield Paragraph(escape(sheet.title), TITLE)
    yield Paragraph(escape(sheet.site), TEXT)
    if found.area:
        area = f"{found.area:,.0f}".replace(",", " ")
        yield Paragraph(escape(say(_(WORDS["area"], mapping={"area": area}))), TEXT)
    yield Spacer(1, 4 * mm)
    yield MapFlowable(sheet)
    lines = verdict(found.features, found.is_parcel)
    if lines:
        rows = [[MARKS[line.kind], Paragraph(escape(say(line.text)), TEXT)] for line in lines]
        yield Paragraph(escape(say(WORDS["verdict"])), HEAD)
        yield _table(rows, (6, WIDTH - 6), boxed=True)
    for theme, title in THEMES:
        inside = [each for each in found.features if each["theme"] == theme]
        if inside:
            yield Paragraph(escape(say(title)), HEAD)
        for each in inside:
            yield KeepTogether(list(_feature(each, sheet.language, say, to_url)))
    yield Spacer(1, 5 * mm)
    yield Paragraph(escape(say(WORDS["caution"])), FINE)


def _feature(each: dict[str, Any], language: str, say: Any, to_url: Any) -> Any:
    name = each["business_id"] or each["fid"]
    notes = []
    if each.get("share"):
        notes.append(say(_(WORDS["share"], mapping={"percent": str(round(each["share"] * 100))})))
    if each.get("distance"):
        notes.append(say(_(WORDS["distance"], mapping={"metres": str(round(each["distance"]))})))
    noted = f" ({', '.join(notes)})" if notes else ""
    yield Paragraph(escape(f"{each['layer_title']}: {name}{noted}"), NAME)
    attributes = [
        (key, value)
        for key, value in each["attrs"].items()
        if isinstance(value, (str, int, float)) and value != ""
    ]
    rows = [
        [Paragraph(escape(key.replace("_", " ")), FINE), Paragraph(escape(said(value, language)), TEXT)]
        for key, value in attributes[:MOST_ATTRIBUTES]
    ]
    if rows:
        yield _table(rows, (48, WIDTH - 48))
    for record in each["records"]:
        link = f'<link href="{escape(to_url(record["path"]), {chr(34): "&quot;"})}" color="#0a4f7e">{escape(record["title"])}</link>'
        was = record.get("linked_as")
        note = f" {say(_(WORDS['linked_as'], mapping={'name': was}))}" if was else ""
        yield Paragraph(f"{escape(say(WORDS['documents']))}: {link}{escape(note)}", TEXT)


def _table(rows: list[list[Any]], widths: tuple[float, float], boxed: bool = False) -> Table:
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("FONT", (0, 0), (0, -1), BOLD, 10),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
        ("LEFTPADDING", (0, 0), (0, -1), 3 if boxed else 0),
    ]
    if boxed:
        style += [
            ("BACKGROUND", (0, 0), (-1, -1), HexColor("#e7f0f6")),
            ("LINEBEFORE", (0, 0), (0, -1), 2, HexColor("#0a4f7e")),
        ]
    else:
        style.append(("LINEBELOW", (0, 0), (-1, -1), 0.25, HexColor("#d0d4d3")))
    return Table(rows, colWidths=[width * mm for width in widths], style=TableStyle(style), hAlign="LEFT")
