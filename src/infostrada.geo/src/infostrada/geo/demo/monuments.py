"""Monuments and archaeological sites of the demo region: invented, on real parcels of it."""

from collections.abc import Iterator
from infostrada.geo.demo.fabric import Parcel
from infostrada.geo.demo.fabric import parcels
from infostrada.geo.demo.features import SURVEYED
from infostrada.geo.demo.features import VERSION
from infostrada.geo.demo.territory import CITY
from infostrada.geo.demo.territory import Commune
from infostrada.geo.demo.territory import RURAL
from infostrada.geo.features.model import Feature
from shapely import Point
from shapely import to_wkb
from uuid import NAMESPACE_URL
from uuid import uuid5


# Name, kind, age, number in the register, date of the entry, commune, district, place among its parcels.
MONUMENTS = (
    ("Kościół farny św. Wojciecha", "kościół", "XIV w.", "A/112", "1930-11-14", CITY, "0001", 0.10),
    ("Ratusz Staromiejski", "ratusz", "XV w.", "A/113", "1930-11-14", CITY, "0001", 0.28),
    ("Spichlerz Pod Flisakiem", "spichlerz", "1719 r.", "A/207", "1961-04-22", CITY, "0001", 0.46),
    ("Brama Wodna", "mury obronne", "XIV w.", "A/118", "1933-02-08", CITY, "0001", 0.64),
    ("Kamienica Pod Gwiazdą", "dom", "XVI w., 1902 r.", "A/341", "1971-09-30", CITY, "0001", 0.82),
    ("Łazienka miejska", "budynek użyteczności publicznej", "1896 r.", "A/587", "1994-06-02", CITY, "0002", 0.35),
    ("Zagroda rybacka", "zagroda", "poł. XIX w.", "A/602", "1996-10-17", CITY, "0002", 0.70),
    ("Willa Winnica", "willa", "1911 r.", "A/655", "2001-03-29", CITY, "0003", 0.50),
    ("Wieża ciśnień", "wieża", "1894 r.", "A/640", "1999-12-01", CITY, "0004", 0.40),
    ("Kościół św. Małgorzaty", "kościół", "XIV w., 1763 r.", "A/134", "1936-05-19", RURAL, "0001", 0.30),
    ("Dwór w Lipnowie", "dwór", "1842 r.", "A/298", "1968-08-12", RURAL, "0001", 0.65),
    ("Wiatrak koźlak", "wiatrak", "1789 r.", "A/411", "1979-07-05", RURAL, "0003", 0.50),
    ("Cmentarz ewangelicki", "cmentarz", "1837 r.", "A/699", "2008-02-21", RURAL, "0002", 0.55),
    ("Kapliczka na Kępie", "kapliczka", "1887 r.", "A/701", "2009-05-14", RURAL, "0002", 0.20),
)  # fmt: skip

# Name, kind, age, number, commune, district, place among its parcels.
SITES = (
    ("Wiślany Gród, st. 1", "grodzisko", "wczesne średniowiecze", "C/14", CITY, "0001", 0.05),
    ("Wiślany Gród, st. 7", "osada", "okres wpływów rzymskich", "C/88", CITY, "0003", 0.80),
    ("Lipnowo, st. 3", "cmentarzysko kurhanowe", "epoka brązu", "C/61", RURAL, "0004", 0.45),
    ("Kępa, st. 2", "osada", "neolit", "C/72", RURAL, "0002", 0.75),
    ("Nowe Pole, st. 5", "ślad osadnictwa", "epoka żelaza", "", RURAL, "0005", 0.60),
)


def monuments(layer: str) -> Iterator[Feature]:
    """Monuments as points."""
    for name, kind, age, number, day, commune, district, share in MONUMENTS:
        attrs = {"rodzaj": kind, "chronologia": age, "numer_rejestru": number, "data_wpisu": day}
        yield _feature(layer, "NID", name, commune, _point(commune, district, share), **attrs)


def sites(layer: str) -> Iterator[Feature]:
    """Archaeological sites with their exact places, for those who are entitled to them."""
    for name, kind, age, number, commune, district, share in SITES:
        attrs = {"rodzaj": kind, "chronologia": age, "numer_rejestru": number, "uwagi": "położenie dokładne"}
        place = _point(commune, district, share).buffer(45, quad_segs=6)
        yield _feature(layer, "NID", name, commune, place, **attrs)


def _point(commune: Commune, district: str, share: float) -> Point:
    found: list[Parcel] = [each for each in parcels(commune) if each.cell.district.number == district]
    land = [each for each in found if each.cell.use not in ("Wp", "dr")]
    point = land[int(share * (len(land) - 1))].polygon.representative_point()
    return Point(round(point.x, 2), round(point.y, 2))


def _feature(
    layer: str, register: str, name: str, commune: Commune, shape: object, **attrs: object
) -> Feature:
    ns = f"PL.{register}.{commune.teryt}"
    return Feature(
        layer=layer,
        ns=ns,
        local_id=str(uuid5(NAMESPACE_URL, f"{ns}/{name}")),
        version=VERSION,
        valid_from=SURVEYED,
        wkb=to_wkb(shape),
        business_id=name,
        teryt=commune.teryt,
        attrs={"nazwa": name, **attrs},
    )


SOURCES = {"zabytki": monuments, "stanowiska-dokladne": sites}
