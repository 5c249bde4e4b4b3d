"""Requests to WMS read into numbers and words that are known; nothing else goes further. Pure.

Axis order: 1.1.1 is always easting, longitude first; 1.3.0 (06-042, 6.7.2) follows the authority, so
EPSG:2180 and the PL-2000 zones are northing first, EPSG:4326 latitude first, CRS:84 longitude first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.geo.features.crs import Box
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.crs import DEGREES
from infostrada.geo.wms.faults import refused
from typing import Any

import math
import re


VERSIONS = ("1.3.0", "1.1.1")
SYSTEMS = {f"EPSG:{crs.srid}": crs for crs in Crs if crs is not Crs.CRS84}
FORMATS = ("image/png", "image/jpeg")
INFO_FORMATS = ("application/geo+json", "text/html", "text/plain")
MOST_PIXELS = 4096
MOST_LAYERS = 40
MOST_INFO = 100
DEFAULT_INFO = 1
COLOUR = re.compile(r"0x[0-9a-fA-F]{6}")
# Metres of a degree on the equator, and of a pixel (06-042, 7.2.4.6.9).
DEGREE, PIXEL = 2 * math.pi * 6_378_137 / 360, 0.00028


@dataclass(frozen=True)
class Question:
    """What is asked; names of parameters in small letters, as they came."""

    operation: str
    version: str
    values: Mapping[str, str]

    def get(self, name: str, default: str = "") -> str:
        """A parameter; the default when it is absent or empty."""
        return self.values.get(name) or default


@dataclass(frozen=True)
class Picture:
    """One map: ground in its system (x = easting or longitude), size in pixels."""

    layers: tuple[str, ...]
    box: Box
    width: int
    height: int
    format: str
    transparent: bool
    background: str

    @property
    def resolution(self) -> float:
        """Units of the system a pixel, the larger of both directions."""
        across = (self.box.east - self.box.west) / self.width
        return max(across, (self.box.north - self.box.south) / self.height)

    @property
    def metres(self) -> float:
        """Metres of the ground a pixel, as a scale counts them."""
        return self.resolution * (DEGREE if self.box.srid in DEGREES else 1.0)

    @property
    def denominator(self) -> float:
        """The scale."""
        return self.metres / PIXEL


def question_of(form: Mapping[str, Any]) -> Question:
    """The request by key-value pairs; the keys' case does not matter."""
    values = {name.lower(): value for name, value in form.items() if isinstance(value, str)}
    if any("\0" in value for value in values.values()):
        raise refused("InvalidParameterValue", "request", "NUL")
    if values.get("service", "WMS").upper() != "WMS":
        raise refused("InvalidParameterValue", "service", values["service"][:40])
    operation = values.get("request", "")
    if not operation:
        raise refused("MissingParameterValue", "request", "request")
    return Question(operation.lower(), version_of(values, operation), values)


def version_of(values: Mapping[str, str], operation: str) -> str:
    """Which version answers. GetCapabilities negotiates (06-042, 6.2.4), the others have to name one."""
    asked = values.get("version") or values.get("wmtver") or ""
    if operation.lower() in ("getcapabilities", "capabilities"):
        return "1.1.1" if asked and asked < "1.3.0" else "1.3.0"
    if asked not in VERSIONS:
        raise refused("InvalidParameterValue", "version", asked[:20] or "version")
    return asked


def picture_of(question: Question) -> Picture:
    """The map of GetMap, or the one GetFeatureInfo asks about."""
    if question.get("sld") or question.get("sld_body"):
        raise refused("OperationNotSupported", "sld", "Styled Layer Descriptor")
    layers = names_in(question.get("layers"))
    styles = question.get("styles").split(",")
    if len(styles) > len(layers) or any(style not in ("", "default") for style in styles):
        raise refused("StyleNotDefined", "styles", question.get("styles")[:80])
    form = question.get("format", "image/png").partition(";")[0].strip().lower()
    if form not in FORMATS:
        raise refused("InvalidFormat", "format", form[:40])
    colour = question.get("bgcolor", "0xFFFFFF")
    if not COLOUR.fullmatch(colour):
        raise refused("InvalidParameterValue", "bgcolor", colour[:20])
    return Picture(
        layers=layers,
        box=box_of(question),
        width=whole(question, "width", MOST_PIXELS),
        height=whole(question, "height", MOST_PIXELS),
        format=form,
        transparent=question.get("transparent").upper() == "TRUE" and form == "image/png",
        background=colour[2:].lower(),
    )


def names_in(text: str) -> tuple[str, ...]:
    """Names of layers, the lowest first."""
    names = tuple(each for each in text.split(",") if each)
    if not names:
        raise refused("LayerNotDefined", "layers", "layers")
    if len(names) > MOST_LAYERS:
        raise refused("InvalidParameterValue", "layers", f"> {MOST_LAYERS}")
    return names


def box_of(question: Question) -> Box:
    """BBOX in the axis order of version and system, as west, south, east, north."""
    crs = crs_of(question)
    flipped = crs.is_flipped and question.version == "1.3.0"
    try:
        a, b, c, d = (float(part) for part in question.get("bbox").split(","))
    except ValueError as error:
        raise _bad_box() from error
    if not all(map(math.isfinite, (a, b, c, d))) or max(map(abs, (a, b, c, d))) > 1e9:
        raise _bad_box()
    if flipped:
        a, b, c, d = b, a, d, c
    if not (a < c and b < d):
        raise _bad_box()
    return Box(west=a, south=b, east=c, north=d, srid=crs.srid)


def crs_of(question: Question) -> Crs:
    """CRS in 1.3.0, SRS in 1.1.1."""
    name = "crs" if question.version == "1.3.0" else "srs"
    text = question.get(name).upper()
    if text == "CRS:84" and question.version == "1.3.0":
        return Crs.CRS84
    if text not in SYSTEMS:
        raise refused("InvalidCRS" if name == "crs" else "InvalidSRS", name, text[:40])
    return SYSTEMS[text]


def place_of(question: Question, picture: Picture) -> tuple[int, int]:
    """Column and row of the pixel asked about, from the picture's upper left corner."""
    names = ("i", "j") if question.version == "1.3.0" else ("x", "y")
    column, row = (_digits(question.get(name)) for name in names)
    if column is None or row is None or column >= picture.width or row >= picture.height:
        raise refused("InvalidPoint", names[0], f"{question.get(names[0])},{question.get(names[1])}"[:40])
    return column, row


def whole(question: Question, name: str, most: int, default: int | None = None) -> int:
    """A whole number from 1 to `most`."""
    given = question.get(name)
    number = default if not given else _digits(given)
    if not number or number > most:
        raise refused("InvalidParameterValue", name, f"{given[:20]} (1 .. {most})")
    return number


def _digits(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _bad_box() -> Exception:
    return refused("InvalidParameterValue", "bbox", "bbox")
