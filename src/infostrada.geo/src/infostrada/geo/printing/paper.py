"""Paper, scale and the ground a sheet shows. Pure; millimetres on paper, metres on the ground."""

from dataclasses import dataclass
from infostrada.core.errors import BadRequest
from infostrada.geo import _
from infostrada.geo.features.crs import Box

import math


SIZES = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
PAPERS = tuple(f"{size}-{way}" for size in SIZES for way in ("portrait", "landscape"))
MARGIN = 12.0
HEAD = 16.0
FOOT = 34.0
SCALES = (100, 1_000_000)


@dataclass(frozen=True)
class Paper:
    """A sheet: its size and the frame of the map on it, from the lower left corner."""

    width: float
    height: float

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of the map."""
        return MARGIN, MARGIN + FOOT, self.width - 2 * MARGIN, self.height - 2 * MARGIN - HEAD - FOOT


def paper_named(name: str) -> Paper:
    """`A4-portrait` and like; BadRequest for others."""
    size, _dash, way = name.partition("-")
    if size not in SIZES or way not in ("portrait", "landscape"):
        raise BadRequest(_("There is no such paper."), field="paper", reason="unknown_paper")
    short, long = SIZES[size]
    return Paper(short, long) if way == "portrait" else Paper(long, short)


def ground(paper: Paper, easting: float, northing: float, denominator: float) -> Box:
    """The ground in EPSG:2180 that the map's frame shows around a centre at a scale."""
    if not SCALES[0] <= denominator <= SCALES[1]:
        raise BadRequest(
            _("The scale must lie between 1:100 and 1:1,000,000."), field="scale", reason="bad_scale"
        )
    _left, _bottom, width, height = paper.frame
    half_width, half_height = (side / 2000 * denominator for side in (width, height))
    return Box(
        west=easting - half_width,
        south=northing - half_height,
        east=easting + half_width,
        north=northing + half_height,
        srid=2180,
    )


def scale_bar(denominator: float, most: float = 60.0) -> tuple[float, float]:
    """Metres the bar stands for and its length in millimetres: 1, 2 or 5 with zeros, at most `most`."""
    limit = most * denominator / 1000
    power = 10 ** math.floor(math.log10(limit))
    metres = next(step * power for step in (5, 2, 1) if step * power <= limit)
    return metres, metres / denominator * 1000


def grid_step(denominator: float) -> float:
    """Distance in metres of the crosses of the coordinate grid: about 5 cm on paper."""
    target = denominator * 0.05
    power = 10 ** math.floor(math.log10(target))
    return min((step * power for step in (1, 2, 5, 10)), key=lambda step: abs(step - target))
