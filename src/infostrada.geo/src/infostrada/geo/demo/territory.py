"""The drawn frame of the demo region: river, outlines, cadastral districts, street names.

All coordinates are EPSG:2180, (easting, northing) in metres.
"""

from dataclasses import dataclass
from shapely import LineString
from shapely import MultiPoint
from shapely import Point
from shapely import Polygon
from shapely import voronoi_polygons


RIVER_NAME = "Wisła"
RIVER_WIDTH = 340.0
RIVER_POINTS = (
    (477500, 567300),
    (478800, 566800),
    (480200, 566450),
    (481600, 566600),
    (482800, 567250),
    (484000, 567550),
    (485200, 567050),
    (486300, 566050),
    (487600, 565500),
    (489000, 565450),
    (490400, 565700),
)
NORTH_EDGE = 575_000
SOUTH_EDGE = 555_000


@dataclass(frozen=True)
class District:
    """A cadastral district (obręb): its number, name and the point its area grows from."""

    number: str
    name: str
    centre: tuple[float, float]


@dataclass(frozen=True)
class Commune:
    """A fictional commune: TERYT of six digits plus its kind, name, outline and districts."""

    teryt: str
    kind: str
    name: str
    north_bank: bool
    outline: tuple[tuple[float, float], ...]
    districts: tuple[District, ...]
    village_radius: float

    @property
    def unit_id(self) -> str:
        """Identifier of the cadastral unit, WWPPGG_R."""
        return f"{self.teryt}_{self.kind}"


CITY = Commune(
    teryt="049963",
    kind="1",
    name="Wiślany Gród",
    north_bank=True,
    outline=(
        (481700, 565500),
        (481350, 568000),
        (481600, 569050),
        (482700, 569500),
        (484200, 569600),
        (485350, 569000),
        (485750, 567900),
        (485500, 565500),
    ),
    districts=(
        District("0001", "Stare Miasto", (483300, 567700)),
        District("0002", "Rybaki", (482100, 567400)),
        District("0003", "Winnica", (485000, 568000)),
        District("0004", "Podgórze", (483300, 569000)),
    ),
    village_radius=100_000.0,
)

RURAL = Commune(
    teryt="049901",
    kind="2",
    name="Lipnowo",
    north_bank=False,
    outline=(
        (479700, 568000),
        (487900, 568000),
        (488100, 563900),
        (487100, 562100),
        (484600, 561500),
        (481700, 561800),
        (479900, 562900),
        (479500, 564800),
    ),
    districts=(
        District("0001", "Lipnowo", (483700, 565500)),
        District("0002", "Kępa", (481000, 565300)),
        District("0003", "Olszynka", (486300, 564300)),
        District("0004", "Borek", (482100, 563000)),
        District("0005", "Nowe Pole", (485000, 562800)),
    ),
    village_radius=420.0,
)

COMMUNES = (CITY, RURAL)

STREETS = (
    "Akacjowa", "Browarna", "Brzozowa", "Bukowa", "Cicha", "Dębowa", "Długa", "Dworcowa",
    "Flisacka", "Garncarska", "Grabowa", "Graniczna", "Jagodowa", "Jasna", "Jesionowa",
    "Kanałowa", "Kasztanowa", "Klonowa", "Kolejowa", "Kościelna", "Kowalska", "Krótka",
    "Kwiatowa", "Leśna", "Lipowa", "Łąkowa", "Łazienna", "Malinowa", "Miodowa", "Młyńska",
    "Modrzewiowa", "Mostowa", "Nadbrzeżna", "Nadwiślańska", "Ogrodowa", "Olchowa", "Orla",
    "Parkowa", "Piaskowa", "Piekary", "Pocztowa", "Podgórna", "Polna", "Poprzeczna",
    "Prosta", "Przedzamcze", "Przystań", "Rybacka", "Rynek", "Rzemieślnicza", "Sadowa",
    "Słoneczna", "Sosnowa", "Spacerowa", "Spichrzowa", "Spokojna", "Stawowa", "Strażacka",
    "Szeroka", "Szkolna", "Świerkowa", "Targowa", "Topolowa", "Wałowa", "Wąska", "Widokowa",
    "Wierzbowa", "Wodna", "Wspólna", "Zacisze", "Zielona", "Żeglarska", "Żurawia", "Żwirowa",
)  # fmt: skip


def river() -> LineString:
    """Centre line of the river, smoothed by a Catmull-Rom spline through the drawn points."""
    points = RIVER_POINTS
    padded = (points[0], *points, points[-1])
    curve: list[tuple[float, float]] = []
    for index in range(len(points) - 1):
        quad = padded[index : index + 4]
        curve.extend(_spline(quad, step / 12) for step in range(12))
    curve.append(points[-1])
    return LineString(curve)


def _spline(quad: tuple[tuple[float, float], ...], t: float) -> tuple[float, float]:
    def axis(a: float, b: float, c: float, d: float) -> float:
        cubic = 3 * b - a - 3 * c + d
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + cubic * t**3)

    return (axis(*(p[0] for p in quad)), axis(*(p[1] for p in quad)))


def ground(commune: Commune) -> Polygon:
    """The commune's whole area: its outline on its own bank, up to the river's centre line."""
    line = list(river().coords)
    edge = NORTH_EDGE if commune.north_bank else SOUTH_EDGE
    bank = Polygon([*line, (line[-1][0], edge), (line[0][0], edge)])
    return Polygon(commune.outline).intersection(bank)


def districts(commune: Commune) -> list[tuple[District, Polygon]]:
    """The commune cut into its cadastral districts, each around its centre."""
    area = ground(commune)
    centres = MultiPoint([district.centre for district in commune.districts])
    cells = voronoi_polygons(centres, extend_to=area).geoms
    found = []
    for district in commune.districts:
        cell = next(cell for cell in cells if cell.covers(Point(district.centre)))
        found.append((district, cell.intersection(area)))
    return found
