"""Mapfiles for MapServer 8, made of numbers, checked colours and names of our own. Pure.

No text of a request gets in, and of a layer only the titles of its rules, for the legend.
"""

from dataclasses import dataclass
from dataclasses import field
from infostrada.geo.features.crs import Box
from infostrada.geo.printing.drawing import LABELS_FROM
from infostrada.geo.printing.drawing import outline
from infostrada.geo.printing.drawing import SIDES
from infostrada.geo.styles.presets import hex_of
from infostrada.geo.styles.rules import Rule
from pathlib import Path

import unicodedata


KINDS = ("POINT", "LINE", "POLYGON")
LABEL_SIZE = 8
LEGEND_SIZE = 10


@dataclass(frozen=True)
class Drawn:
    """One layer of a mapfile: `kind` of KINDS or RASTER; `file` holds its features or its picture."""

    name: str
    kind: str
    rules: tuple[Rule, ...] = ()
    file: str = ""
    opacity: float = 1.0
    srid: int = 2180
    denominator: float = 0.0


@dataclass(frozen=True)
class Sheet:
    """One picture."""

    box: Box
    width: int
    height: int
    format: str = "image/png"
    transparent: bool = True
    background: str = "ffffff"
    layers: list[Drawn] = field(default_factory=list)


def mapfile(sheet: Sheet, fonts: Path, root: Path) -> str:
    """The text of a mapfile; `fonts` is the list of fonts, `root` the folder of the files."""
    box = sheet.box
    lines = [
        "MAP",
        'NAME "map"',
        f"EXTENT {box.west!r} {box.south!r} {box.east!r} {box.north!r}",
        f"SIZE {sheet.width} {sheet.height}",
        "MAXSIZE 4096",
        f"IMAGECOLOR {_rgb('#' + sheet.background)}",
        f'FONTSET "{fonts}"',
        f'SHAPEPATH "{root}"',
        f'PROJECTION "init=epsg:{box.srid}" END',
        "OUTPUTFORMAT",
        'NAME "out"',
        *_output(sheet),
        "END",
        "WEB METADATA",
        '"wms_title" "map" "wms_onlineresource" "http://localhost/" "wms_enable_request" "GetMap GetLegendGraphic"',
        f'"wms_srs" "EPSG:{box.srid}"',
        "END END",
        "LEGEND KEYSIZE 24 16",
        f'LABEL TYPE TRUETYPE FONT "regular" SIZE {LEGEND_SIZE} COLOR {_rgb(hex_of("@ink"))} END END',
        'SYMBOL NAME "hatch" TYPE HATCH END',
        'SYMBOL NAME "circle" TYPE ELLIPSE POINTS 1 1 END FILLED TRUE END',
        *(_symbol(name) for name in SIDES),
    ]
    for layer in sheet.layers:
        lines += _layer(layer)
    return "\n".join([*lines, "END", ""])


def _output(sheet: Sheet) -> list[str]:
    if sheet.format == "image/jpeg":
        return ['DRIVER "AGG/JPEG"', 'MIMETYPE "image/jpeg"', "IMAGEMODE RGB", 'FORMATOPTION "QUALITY=85"']
    mode = "RGBA" if sheet.transparent else "RGB"
    return ['DRIVER "AGG/PNG"', 'MIMETYPE "image/png"', f"IMAGEMODE {mode}", 'FORMATOPTION "COMPRESSION=3"']


def _layer(layer: Drawn) -> list[str]:
    lines = [
        "LAYER",
        f'NAME "{layer.name}"',
        "STATUS ON",
        f"TYPE {layer.kind}",
        f'METADATA "wms_title" "{layer.name}" END',
    ]
    if layer.opacity < 1:
        lines.append(f"COMPOSITE OPACITY {round(100 * layer.opacity)} END")
    if layer.kind == "RASTER":
        lines += [f'DATA "{layer.file}"', f'PROJECTION "init=epsg:{layer.srid}" END']
        return [*lines, 'PROCESSING "RESAMPLE=BILINEAR"', "END"]
    if layer.file:
        lines += [f'CONNECTIONTYPE OGR CONNECTION "{layer.file}" DATA "{Path(layer.file).stem}"']
        lines += ['CLASSITEM "rule" LABELITEM "label"']
    for number, rule in enumerate(layer.rules):
        lines += _class(number, rule, layer)
    return [*lines, "END"]


def _class(number: int, rule: Rule, layer: Drawn) -> list[str]:
    lines = [
        "CLASS",
        f'NAME "{plain(rule.title)}"',
        f'EXPRESSION "{number}"',
        *{"POINT": _point, "LINE": _line, "POLYGON": _area}[layer.kind](rule),
    ]
    if rule.label and layer.file and layer.denominator < (rule.max_scale or LABELS_FROM):
        # Words, not numbers of glyphs: a name longer than its parcel is left out by the placement.
        lines += [
            f'LABEL TYPE TRUETYPE FONT "bold" SIZE {LABEL_SIZE} ENCODING "UTF-8" PARTIALS FALSE',
            f"COLOR {_rgb(hex_of('@ink'))} OUTLINECOLOR {_rgb(hex_of('@paper'))} OUTLINEWIDTH 2",
            "POSITION UC END" if layer.kind == "POINT" else "END",
        ]
    return [*lines, "END"]


def _point(rule: Rule) -> list[str]:
    symbol = rule.symbol if rule.symbol in SIDES else "circle"
    corners = outline(symbol) if symbol in SIDES else [(0.0, 1.0), (0.0, -1.0)]
    height = max(y for _x, y in corners) - min(y for _x, y in corners)
    lines = ["STYLE", f'SYMBOL "{symbol}"', f"SIZE {rule.size * height:.2f}"]
    if rule.fill:
        lines += [f"COLOR {_rgb(hex_of(rule.fill))}", f"OPACITY {round(100 * rule.opacity)}"]
    if rule.stroke:
        lines += [f"OUTLINECOLOR {_rgb(hex_of(rule.stroke))}", f"WIDTH {rule.width:g}"]
    return [*lines, "END"]


def _line(rule: Rule) -> list[str]:
    if not rule.stroke:
        return []
    return ["STYLE", f"COLOR {_rgb(hex_of(rule.stroke))}", *_stroke(rule), "END"]


def _area(rule: Rule) -> list[str]:
    lines = []
    if rule.fill:
        lines += ["STYLE", f"COLOR {_rgb(hex_of(rule.fill))}", f"OPACITY {round(100 * rule.opacity)}", "END"]
    ink = _rgb(hex_of(rule.stroke or rule.fill or "@ink"))
    for angle in {"lines": (45,), "cross": (45, 135)}.get(rule.hatch, ()):
        lines += ["STYLE", 'SYMBOL "hatch"', f"COLOR {ink}", f"ANGLE {angle}", "SIZE 8 WIDTH 1", "END"]
    if rule.hatch == "dots":
        lines += ["STYLE", 'SYMBOL "circle"', f"COLOR {ink}", "SIZE 2 GAP 8", "END"]
    if rule.stroke:
        lines += ["STYLE", f"OUTLINECOLOR {_rgb(hex_of(rule.stroke))}", *_stroke(rule), "END"]
    return lines


def _stroke(rule: Rule) -> list[str]:
    dash = [f"PATTERN {rule.dash} END"] if len(rule.dash.split()) > 1 else []
    return [f"WIDTH {rule.width:g}", *dash]


def _symbol(name: str) -> str:
    """A sign as a vector symbol; its middle, not that of its box, stands on the point."""
    corners = outline(name)
    west, north = min(x for x, _y in corners), max(y for _x, y in corners)
    width, height = max(x for x, _y in corners) - west, north - min(y for _x, y in corners)
    points = " ".join(f"{x - west:.4f} {north - y:.4f}" for x, y in [*corners, corners[0]])
    anchor = f"ANCHORPOINT {-west / width:.4f} {north / height:.4f}"
    return f'SYMBOL NAME "{name}" TYPE VECTOR FILLED TRUE {anchor} POINTS {points} END END'


def plain(title: str) -> str:
    """A title as a string of a mapfile: without quotes, brackets, backslashes and control characters."""
    kept = (
        " " if letter in "\"'`\\[]{}%" or unicodedata.category(letter)[0] == "C" else letter
        for letter in title
    )
    return "".join(kept)[:120].strip()


def _rgb(colour: str) -> str:
    return " ".join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
