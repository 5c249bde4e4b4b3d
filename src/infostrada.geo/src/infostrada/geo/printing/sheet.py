"""The sheet of a map: frame with coordinates, title, north arrow, scale, legend, sources."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from infostrada.geo.features.crs import Box
from infostrada.geo.printing.drawing import Plotter
from infostrada.geo.printing.drawing import Say
from infostrada.geo.printing.fonts import BOLD
from infostrada.geo.printing.fonts import REGULAR
from infostrada.geo.printing.fonts import use_fonts
from infostrada.geo.printing.paper import grid_step
from infostrada.geo.printing.paper import MARGIN
from infostrada.geo.printing.paper import Paper
from infostrada.geo.printing.paper import scale_bar
from infostrada.geo.printing.reading import Sheet
from infostrada.geo.printing.words import WORDS
from infostrada.geo.styles.presets import PALETTE
from infostrada.geo.styles.rules import Rule
from io import BytesIO
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from shapely.geometry.base import BaseGeometry

import math
import shapely


DRAWN = Rule(fill="@chosen", opacity=0.15, stroke="@chosen-line", width=2.5)
INK = HexColor(PALETTE["ink"])


@dataclass(frozen=True)
class MapSheet:
    """What is printed. `denominator` is that of the scale; `sheets` from the lowest layer."""

    title: str
    paper: Paper
    box: Box
    denominator: float
    sheets: Sequence[Sheet]
    opacities: Mapping[str, float] = field(default_factory=dict)
    drawn: Sequence[BaseGeometry] = ()
    made_on: str = ""
    state_of: str = ""
    missing: Sequence[str] = ()
    on_picture: bool = False
    site: str = ""
    language: str = "pl"


def map_pdf(sheet: MapSheet, say: Say) -> bytes:
    """The sheet as a PDF file."""
    use_fonts()
    target = BytesIO()
    size = (sheet.paper.width * mm, sheet.paper.height * mm)
    canvas = Canvas(target, pagesize=size, pageCompression=1, lang=sheet.language)
    canvas.setTitle(sheet.title)
    canvas.setCreator("Infostrada")
    draw_map(canvas, sheet, tuple(part * mm for part in sheet.paper.frame))
    _head(canvas, sheet, say)
    _foot(canvas, sheet, say)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def draw_map(canvas: Canvas, sheet: MapSheet, frame: tuple[float, float, float, float]) -> None:
    """The map itself within a frame of the page (points), with its coordinate crosses."""
    left, bottom, width, height = frame
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(left, bottom, width, height)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setFillColor(HexColor(PALETTE["paper"]))
    canvas.rect(left, bottom, width, height, stroke=0, fill=1)
    plotter = Plotter(canvas, sheet.box, frame)
    for each in sheet.sheets:
        if each.picture is not None:
            _picture(canvas, each.picture, frame, sheet.opacities.get(each.name, 1.0))
        plotter.layer(each, sheet.denominator, sheet.opacities.get(each.name, 1.0), sheet.on_picture)
    plotter.draw_names()
    for shape in sheet.drawn:
        plotter.feature(shape, DRAWN, 1.0)
    _crosses(canvas, sheet, plotter)
    canvas.restoreState()
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.8)
    canvas.rect(left, bottom, width, height)
    north_arrow(canvas, left + width - 9 * mm, bottom + height - 16 * mm)


def _picture(
    canvas: Canvas, picture: bytes, frame: tuple[float, float, float, float], opacity: float
) -> None:
    """A picture of the whole frame, transparent where it says so."""
    canvas.saveState()
    canvas.setFillAlpha(opacity)
    canvas.drawImage(ImageReader(BytesIO(picture)), *frame, mask="auto")
    canvas.restoreState()


def north_arrow(canvas: Canvas, x: float, y: float) -> None:
    """Grid north of EPSG:2180, which the sheet is set to."""
    canvas.saveState()
    canvas.setFillColor(HexColor("#ffffff"), alpha=0.85)
    canvas.circle(x, y + 4 * mm, 7 * mm, stroke=0, fill=1)
    canvas.setFillColor(INK)
    path = canvas.beginPath()
    for number, (dx, dy) in enumerate(((0, 9), (2.2, 0), (0, 1.6), (-2.2, 0))):
        (path.lineTo if number else path.moveTo)(x + dx * mm, y + dy * mm)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.setFont(BOLD, 9)
    canvas.drawCentredString(x, y - 3 * mm, "N")
    canvas.restoreState()


def draw_scale(canvas: Canvas, x: float, y: float, denominator: float, say: Say) -> None:
    """The scale in figures and as a bar of five parts."""
    metres, length = scale_bar(denominator)
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 9)
    canvas.drawString(x, y + 4 * mm, f"{say(WORDS['scale'])} 1:{denominator:,.0f}".replace(",", " "))
    canvas.setLineWidth(0.5)
    canvas.setStrokeColor(INK)
    for part in range(5):
        canvas.rect(x + part * length / 5 * mm, y, length / 5 * mm, 1.4 * mm, fill=(part + 1) % 2)
    canvas.setFont(REGULAR, 7)
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    canvas.drawString(x, y - 3 * mm, "0")
    canvas.drawString(x + length * mm - 2, y - 3 * mm, text)


def _crosses(canvas: Canvas, sheet: MapSheet, plotter: Plotter) -> None:
    step = grid_step(sheet.denominator)
    box = sheet.box
    canvas.setStrokeColor(INK, alpha=0.55)
    canvas.setFillColor(INK, alpha=1)
    canvas.setLineWidth(0.3)
    canvas.setDash([])
    canvas.setFont(REGULAR, 5.5)
    for column in range(math.ceil(box.west / step), math.floor(box.east / step) + 1):
        x, _y = plotter.place(column * step, box.south)
        canvas.drawString(x + 1, plotter.bottom + 2, f"{column * step:.0f}")
        for row in range(math.ceil(box.south / step), math.floor(box.north / step) + 1):
            x, y = plotter.place(column * step, row * step)
            canvas.line(x - 3, y, x + 3, y)
            canvas.line(x, y - 3, x, y + 3)
    for row in range(math.ceil(box.south / step), math.floor(box.north / step) + 1):
        _x, y = plotter.place(box.west, row * step)
        canvas.drawString(plotter.left + 2, y + 1, f"{row * step:.0f}")


def _head(canvas: Canvas, sheet: MapSheet, say: Say) -> None:
    top = (sheet.paper.height - MARGIN) * mm
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 15)
    canvas.drawString(
        MARGIN * mm, top - 6 * mm, _fitting(canvas, sheet.title, BOLD, 15, sheet.paper.width - 2 * MARGIN)
    )
    canvas.setFont(REGULAR, 9)
    canvas.drawString(MARGIN * mm, top - 11.5 * mm, sheet.site)
    state = say(WORDS["state_of"]).replace("${day}", sheet.state_of) if sheet.state_of else ""
    canvas.drawRightString(
        (sheet.paper.width - MARGIN) * mm, top - 11.5 * mm, "  ".join(filter(None, (state, sheet.made_on)))
    )


def _foot(canvas: Canvas, sheet: MapSheet, say: Say) -> None:
    top = (MARGIN + 34.0 - 5) * mm
    draw_scale(canvas, MARGIN * mm, top - 6 * mm, sheet.denominator, say)
    canvas.setFont(REGULAR, 7)
    centre = ((sheet.box.west + sheet.box.east) / 2, (sheet.box.south + sheet.box.north) / 2)
    canvas.drawString(
        MARGIN * mm, top - 14 * mm, f"PL-1992 (EPSG:2180)  X {centre[1]:.0f}  Y {centre[0]:.0f}"
    )
    sources = "; ".join(dict.fromkeys(each.source for each in sheet.sheets if each.source))
    canvas.drawString(
        MARGIN * mm,
        (MARGIN - 3) * mm,
        _fitting(canvas, f"{say(WORDS['sources'])}: {sources}", REGULAR, 7, sheet.paper.width - 2 * MARGIN),
    )
    notes = [say(WORDS["no_document"])]
    if sheet.missing:
        notes.append(f"{say(WORDS['missing'])}: {', '.join(sheet.missing)}.")
    canvas.drawString(
        MARGIN * mm,
        MARGIN * mm,
        _fitting(canvas, " ".join(notes), REGULAR, 7, sheet.paper.width - 2 * MARGIN),
    )
    draw_legend(canvas, sheet, (MARGIN + 78) * mm, top, (sheet.paper.width - MARGIN) * mm)


def draw_legend(canvas: Canvas, sheet: MapSheet, left: float, top: float, right: float) -> None:
    """Signs with their names, in columns from the top; the topmost layer first."""
    named = {
        (each.name, rule.title or each.title): rule
        for each in reversed(sheet.sheets)
        if each.features
        for rule in reversed(each.style.rules)
        if rule.fill or rule.stroke
    }
    rules = [(rule, title) for (_name, title), rule in _in_order(named, sheet)]
    rows, column = 5, 46 * mm
    for number, (rule, title) in enumerate(rules):
        x, y = left + number // rows * column, top - (number % rows) * 5 * mm
        if x + column > right + 5:
            break
        _sign(canvas, rule, x, y)
        canvas.setFillColor(INK, alpha=1)
        canvas.setFont(REGULAR, 8)
        canvas.drawString(x + 8 * mm, y + 1, _fitting(canvas, title, REGULAR, 8, 37))


def _in_order(named: dict[tuple[str, str], Rule], sheet: MapSheet) -> list[tuple[tuple[str, str], Rule]]:
    """One row for each name, in the order of layers and rules."""
    order = [
        (each.name, rule.title or each.title) for each in reversed(sheet.sheets) for rule in each.style.rules
    ]
    return [(key, named[key]) for key in dict.fromkeys(order) if key in named]


def _sign(canvas: Canvas, rule: Rule, x: float, y: float) -> None:
    unit = Plotter(canvas, Box(0, 0, 6, 3, 2180), (x, y - 1, 6 * mm, 3 * mm))
    if rule.symbol:
        unit.sign(x + 3 * mm, y + 1.2 * mm, rule)
    elif rule.fill:
        unit.feature(shapely.box(0, 0, 6, 3.6), rule, 1.0)
    else:
        unit.feature(shapely.LineString([(0, 1.5), (6, 1.5)]), rule, 1.0)
    canvas.setDash([])


def _fitting(canvas: Canvas, text: str, font: str, size: float, width: float) -> str:
    """The text, cut with an ellipsis when it is wider than so many millimetres."""
    while text and canvas.stringWidth(text, font, size) > width * mm:
        text = text[:-2].rstrip() + "…" if len(text) > 2 else ""
    return text
