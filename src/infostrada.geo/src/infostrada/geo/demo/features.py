"""The demo region as features ready for the store: parcels, buildings, roads, water, addresses."""

from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterator
from datetime import datetime
from datetime import UTC
from infostrada.geo.demo.buildings import Building
from infostrada.geo.demo.buildings import buildings
from infostrada.geo.demo.fabric import GRID
from infostrada.geo.demo.fabric import Parcel
from infostrada.geo.demo.fabric import parcels
from infostrada.geo.demo.territory import Commune
from infostrada.geo.demo.territory import COMMUNES
from infostrada.geo.demo.territory import RIVER_NAME
from infostrada.geo.features.model import Feature
from shapely import Point
from shapely import to_wkb
from shapely import union_all
from shapely.geometry.base import BaseGeometry
from uuid import NAMESPACE_URL
from uuid import uuid5


SURVEYED = datetime(2026, 1, 1, tzinfo=UTC)
VERSION = "2026-01-01T00:00:00Z"
# Register groups of the land register: 1 the State Treasury, 4 communes, 7 natural persons.
HOLDERS = {"dr": "4", "Bz": "4", "Bi": "4", "Wp": "1", "Ls": "1"}


def features(layer: str) -> Iterator[Feature]:
    """Every feature of one demo layer; the layers are the keys of `SOURCES`."""
    for commune in COMMUNES:
        yield from SOURCES[layer](commune)


def _feature(layer: str, commune: Commune, name: str, geometry: BaseGeometry, **attrs: object) -> Feature:
    register = "PRG" if layer == "adresy" else "BDOT500" if layer in ("drogi", "wody") else "EGiB"
    ns = f"PL.PZGiK.{commune.teryt}.{register}"
    return Feature(
        layer=layer,
        ns=ns,
        local_id=str(uuid5(NAMESPACE_URL, f"{ns}/{layer}/{name}")),
        version=VERSION,
        valid_from=SURVEYED,
        wkb=to_wkb(geometry),
        business_id=name,
        teryt=commune.teryt,
        attrs=attrs,
    )


def _parcel_features(commune: Commune) -> Iterator[Feature]:
    for parcel in parcels(commune):
        cell = parcel.cell
        yield _feature(
            "dzialki",
            commune,
            parcel.identifier,
            parcel.polygon,
            numer=cell.number,
            obręb=f"{cell.district.number} {cell.district.name}",
            użytek=cell.use,
            grupa_rejestrowa=HOLDERS.get(cell.use, "7"),
            powierzchnia_m2=round(parcel.polygon.area),
        )


def _building_features(commune: Commune) -> Iterator[Feature]:
    for building in buildings(commune):
        yield _feature(
            "budynki",
            commune,
            building.identifier,
            building.polygon,
            kondygnacje=building.storeys,
            rodzaj=building.kind,
        )


def _address_features(commune: Commune) -> Iterator[Feature]:
    """House numbers grow along each street, from west to east."""
    streets: dict[tuple[str, str], list[Building]] = defaultdict(list)
    for building in buildings(commune):
        streets[(_locality(commune, building.parcel), building.parcel.cell.street)].append(building)
    for (place, street), houses in sorted(streets.items()):
        houses.sort(key=lambda house: (house.polygon.centroid.x, house.polygon.centroid.y))
        for number, house in enumerate(houses, start=1):
            name = f"{place}, ul. {street} {number}"
            point = Point(*(round(c, 2) for c in house.polygon.centroid.coords[0]))
            yield _feature("adresy", commune, name, point, miejscowość=place, ulica=street, numer=str(number))


def _locality(commune: Commune, parcel: Parcel) -> str:
    return commune.name if commune.kind == "1" else parcel.cell.district.name


def _merged(layer: str, use: str) -> Callable[[Commune], Iterator[Feature]]:
    """Features made of all parcels of one land use, one per street or district."""

    def source(commune: Commune) -> Iterator[Feature]:
        groups = defaultdict(list)
        for parcel in parcels(commune):
            if parcel.cell.use == use:
                groups[(parcel.cell.district, parcel.cell.street)].append(parcel.polygon)
        for (district, street), shapes in groups.items():
            name = street or RIVER_NAME
            shape = union_all(shapes, grid_size=GRID)
            label = f"{name} ({district.name})"
            yield _feature(layer, commune, label, shape, nazwa=name, obręb=district.name)

    return source


SOURCES: dict[str, Callable[[Commune], Iterator[Feature]]] = {
    "wody": _merged("wody", "Wp"),
    "drogi": _merged("drogi", "dr"),
    "dzialki": _parcel_features,
    "budynki": _building_features,
    "adresy": _address_features,
}
