"""Deliveries of the demo region in the formats offices send: GESUT and planning acts as GML, boundaries
and protected areas as GeoJSON. They come in through the same import as real ones."""

from collections.abc import Iterator
from infostrada.geo.demo.fabric import GRID
from infostrada.geo.demo.fabric import parcels
from infostrada.geo.demo.territory import Commune
from infostrada.geo.demo.territory import COMMUNES
from infostrada.geo.demo.territory import ground
from infostrada.geo.demo.territory import river
from infostrada.geo.demo.utilities import mains
from shapely import get_coordinates
from shapely import get_parts
from shapely import LineString
from shapely import Point
from shapely import Polygon
from shapely import union_all
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry
from typing import Any
from uuid import NAMESPACE_URL
from uuid import uuid5
from xml.sax.saxutils import escape

import json


SRS = "urn:ogc:def:crs:EPSG::2180"
APP = "https://www.gov.pl/static/zagospodarowanieprzestrzenne/schemas/app/2.0"
GESUT = "geodezyjnaEwidencjaSieciUzbrojeniaTerenu:1.0"
VERSION = "2026-01-01T00:00:00"
PLAN_VERSION = "20260101T000000"

# Zones of a general plan (Art. 13c ust. 2 of the planning act) by the land use they are drawn from.
ZONES = {
    "B": ("SJ", "strefa wielofunkcyjna z zabudową mieszkaniową jednorodzinną", 0.6, 30.0, 10.0, 40.0),
    "Bi": ("SU", "strefa usługowa", 1.2, 50.0, 15.0, 30.0),
    "Bz": ("SN", "strefa zieleni i rekreacji", 0.1, 10.0, 8.0, 70.0),
    "R": ("SR", "strefa produkcji rolniczej", 0.4, 20.0, 12.0, 30.0),
    "Ł": ("SO", "strefa otwarta", 0.0, 0.0, 0.0, 90.0),
    "Ls": ("SO", "strefa otwarta", 0.0, 0.0, 0.0, 90.0),
    "Wp": ("SO", "strefa otwarta", 0.0, 0.0, 0.0, 90.0),
    "dr": ("SK", "strefa komunikacyjna", 0.1, 10.0, 8.0, 10.0),
}


def deliveries() -> Iterator[tuple[str, bytes, dict[str, str]]]:
    """Name, content and the layer of each class, in the order they have to come in."""
    yield "granice.geojson", boundaries(), {"file": "granice"}
    for commune in COMMUNES:
        yield f"gesut-{commune.teryt}.gml", utilities(commune), dict.fromkeys(CLASSES, "uzbrojenie")
        yield (
            f"plan-{commune.teryt}.gml",
            plan(commune),
            {
                "AktPlanowaniaPrzestrzennego": "akty_planowania",
                "StrefaPlanistyczna": "strefy_planistyczne",
            },
        )
    yield "przyroda.geojson", protected(), {"file": "obszary_chronione"}


CLASSES = ("GES_PrzewodWodociagowy", "GES_PrzewodKanalizacyjny", "GES_PrzewodElektroenergetyczny")


def boundaries() -> bytes:
    """The communes' areas, named by their TERYT code."""
    return _geojson(
        (ground(commune), {"teryt": commune.teryt, "nazwa": commune.name}) for commune in COMMUNES
    )


def protected() -> bytes:
    """Fictional areas of nature: they overlap, as real ones do."""
    stream = river()
    areas = (
        (stream.buffer(900), "Park krajobrazowy Doliny Wiślanej", "park krajobrazowy"),
        (stream.buffer(420), "Natura 2000 Wiślane Ostoje PLB999001", "obszar Natura 2000"),
        (Point(481_900, 563_300).buffer(330), "Rezerwat przyrody Borkowe Torfowisko", "rezerwat przyrody"),
        (Point(484_050, 568_620).buffer(60), "Użytek ekologiczny Staw Winny", "użytek ekologiczny"),
    )
    whole = union_all([ground(commune) for commune in COMMUNES])
    return _geojson((area.intersection(whole), {"nazwa": name, "forma": kind}) for area, name, kind in areas)


def utilities(commune: Commune) -> bytes:
    """GESUT of a commune: mains along the roads (Dz.U. 2021 poz. 1374)."""
    return _gml(
        "ges", GESUT, (_pipe(commune, number, *main) for number, main in enumerate(mains(commune), 1))
    )


def plan(commune: Commune) -> bytes:
    """A general plan of a commune: zones made of its land uses, the act as their union."""
    ns = f"PL.ZIPPZP.9900/{commune.teryt}-POG"
    zones = list(_zones(commune))
    extent = union_all([shape for _use, shape in zones], grid_size=GRID)
    return _gml(
        "app", APP, [_act(commune, ns, extent), *(_zone(ns, number, *z) for number, z in enumerate(zones, 1))]
    )


def _zones(commune: Commune) -> Iterator[tuple[str, Polygon]]:
    groups: dict[str, list[Polygon]] = {}
    for parcel in parcels(commune):
        symbol = ZONES[parcel.cell.use][0]
        groups.setdefault(symbol, []).append(parcel.polygon)
    uses = {zone[0]: use for use, zone in ZONES.items()}
    for symbol in sorted(groups):
        for part in get_parts(union_all(groups[symbol], grid_size=GRID)):
            yield uses[symbol], part


def _act(commune: Commune, ns: str, extent: BaseGeometry) -> str:
    return (
        f'<app:AktPlanowaniaPrzestrzennego gml:id="akt-{commune.teryt}">{_app_id(ns, "1POG")}'
        "<app:poczatekWersjiObiektu>2026-01-01T00:00:00Z</app:poczatekWersjiObiektu>"
        f"<app:tytul>Plan ogólny: {escape(commune.name)}</app:tytul>"
        "<app:obowiazujeOd>2026-01-01</app:obowiazujeOd>"
        f"<app:zasiegPrzestrzenny>{_surface(extent)}</app:zasiegPrzestrzenny></app:AktPlanowaniaPrzestrzennego>"
    )


def _zone(ns: str, number: int, use: str, shape: Polygon) -> str:
    symbol, name, intensity, built, height, green = ZONES[use]
    return (
        f'<app:StrefaPlanistyczna gml:id="strefa-{number}">{_app_id(ns, f"1POG-{number}{symbol}")}'
        f"<app:oznaczenie>{number}{symbol}</app:oznaczenie><app:symbol>{symbol}</app:symbol>"
        "<app:poczatekWersjiObiektu>2026-01-01T00:00:00Z</app:poczatekWersjiObiektu>"
        f"<app:geometria>{_surface(shape)}</app:geometria>"
        f'<app:nazwa xlink:href="https://www.gov.pl/{symbol}" xlink:title="{escape(name)}"/>'
        f"<app:maksNadziemnaIntensywnoscZabudowy>{intensity}</app:maksNadziemnaIntensywnoscZabudowy>"
        f"<app:maksUdzialPowierzchniZabudowy>{built}</app:maksUdzialPowierzchniZabudowy>"
        f'<app:maksWysokoscZabudowy uom="m">{height}</app:maksWysokoscZabudowy>'
        f"<app:minUdzialPowierzchniBiologicznieCzynnej>{green}</app:minUdzialPowierzchniBiologicznieCzynnej>"
        "</app:StrefaPlanistyczna>"
    )


def _pipe(commune: Commune, number: int, class_name: str, line: LineString, attrs: dict[str, Any]) -> str:
    ns = f"PL.PZGiK.{commune.teryt[:4]}.GESUT"
    local = uuid5(NAMESPACE_URL, f"{ns}/{commune.teryt}/{class_name}/{number}")
    fields = "".join(f"<ges:{name}>{value}</ges:{name}>" for name, value in attrs.items())
    return (
        f'<ges:{class_name} gml:id="p{number}"><ges:idIIP><ges:GES_IdentyfikatorIIP>'
        f"<ges:lokalnyId>{local}</ges:lokalnyId><ges:przestrzenNazw>{ns}</ges:przestrzenNazw>"
        f"<ges:wersjaId>{VERSION}</ges:wersjaId></ges:GES_IdentyfikatorIIP></ges:idIIP>"
        f"<ges:startObiekt>{VERSION}</ges:startObiekt><ges:startWersjaObiekt>{VERSION}</ges:startWersjaObiekt>"
        f'<ges:geometria><gml:LineString srsName="{SRS}"><gml:posList>{_positions(line)}</gml:posList>'
        f"</gml:LineString></ges:geometria>{fields}</ges:{class_name}>"
    )


def _app_id(ns: str, local: str) -> str:
    return (
        f"<app:idIIP><app:Identyfikator><app:przestrzenNazw>{ns}</app:przestrzenNazw>"
        f"<app:lokalnyId>{local}</app:lokalnyId><app:wersjaId>{PLAN_VERSION}</app:wersjaId>"
        "</app:Identyfikator></app:idIIP>"
    )


def _surface(shape: BaseGeometry) -> str:
    members = "".join(f"<gml:surfaceMember>{_polygon(part)}</gml:surfaceMember>" for part in get_parts(shape))
    return f'<gml:MultiSurface srsName="{SRS}">{members}</gml:MultiSurface>'


def _polygon(shape: Polygon) -> str:
    rings = [("exterior", shape.exterior), *(("interior", ring) for ring in shape.interiors)]
    made = "".join(
        f"<gml:{kind}><gml:LinearRing><gml:posList>{_positions(ring)}</gml:posList></gml:LinearRing></gml:{kind}>"
        for kind, ring in rings
    )
    return f"<gml:Polygon>{made}</gml:Polygon>"


def _positions(line: BaseGeometry) -> str:
    """The URN of the system means northing before easting."""
    return " ".join(f"{north:.2f} {east:.2f}" for east, north in get_coordinates(line))


def _gml(prefix: str, namespace: str, members: Any) -> bytes:
    body = "\n".join(f"<gml:featureMember>{member}</gml:featureMember>" for member in members)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2"'
        f' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:{prefix}="{namespace}">\n{body}\n'
        "</gml:FeatureCollection>\n"
    ).encode()


def _geojson(features: Any) -> bytes:
    """GeoJSON in EPSG:2180, easting first, as GDAL writes it for the same system."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": SRS}},
            "features": [
                {"type": "Feature", "properties": attrs, "geometry": mapping(shape)}
                for shape, attrs in features
            ],
        },
        ensure_ascii=False,
    ).encode()
