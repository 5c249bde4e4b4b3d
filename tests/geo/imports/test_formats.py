"""Variants of the formats that offices deliver, each written here: places and Polish letters must be right."""

from datetime import datetime
from infostrada.geo.imports.gml.reader import GmlReader
from infostrada.geo.imports.gml.values import WARSAW
from infostrada.geo.imports.ogr import encoding_of
from infostrada.geo.imports.ogr import OgrReader
from io import BytesIO
from tests.geo.imports import gml

import json
import numpy
import pyogrio
import pytest
import shapely


NAME = "Zażółć gęślą jaźń"
CORNERS = gml.square(18.61, 53.01, 2177)
SHAPE = shapely.Polygon(CORNERS)


def written(path, driver, **more):
    columns = [numpy.array(["046301_1.0003.7/2"], dtype=object), numpy.array([NAME], dtype=object)]
    options = {"driver": driver, "geometry_type": "Polygon", "crs": "EPSG:2177", **more}
    names = options.pop("names", ["ID_DZIALKI", "NAZWA"])
    pyogrio.raw.write(path, numpy.array([shapely.to_wkb(SHAPE)]), columns, names, **options)
    return path


def only(reader):
    (item,) = list(reader)
    assert item.faults == ()
    return item, shapely.from_wkb(item.wkb)


def test_a_geopackage_calls_its_geometry_as_it_likes(tmp_path):
    path = written(tmp_path / "dz.gpkg", "GPKG", layer_options={"GEOMETRY_NAME": "obrys", "FID": "lp"})
    item, found = only(OgrReader(path))
    assert (item.srid, item.business_id, item.teryt, item.attrs["NAZWA"]) == (
        2177, "046301_1.0003.7/2", "046301", NAME)  # fmt: skip
    assert found.normalize().equals_exact(SHAPE.normalize(), 0.001)


@pytest.mark.parametrize(("letters", "told"), [("CP1250", "CP1250"), ("UTF-8", "UTF-8")])
def test_a_shapefile_that_does_not_tell_its_letters(tmp_path, letters, told):
    path = written(tmp_path / "dz.shp", "ESRI Shapefile", encoding=letters)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    # Programs leave the language byte at "ANSI" whatever they write.
    content[29] = 0x57
    table.write_bytes(content)
    assert NAME.encode(letters) in content
    assert encoding_of(path) == told
    item, found = only(OgrReader(path))
    assert item.attrs["NAZWA"] == NAME
    assert (item.srid, round(found.area)) == (2177, 1600)


def test_a_shapefile_that_tells_its_letters_is_believed(tmp_path):
    path = written(tmp_path / "dz.shp", "ESRI Shapefile", encoding="ISO-8859-2")
    assert path.with_suffix(".cpg").exists()
    assert encoding_of(path) is None
    assert only(OgrReader(path))[0].attrs["NAZWA"] == NAME


@pytest.mark.parametrize(
    ("member", "srid", "point"),
    [
        ({"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2180"}}}, 2180, (473_000.5, 575_000.25)),
        ({"crs": {"type": "name", "properties": {"name": "EPSG:2177"}}}, 2177, (6_541_000.5, 5_875_000.25)),
        ({}, 4326, (18.61, 53.01)),
    ],
)  # fmt: skip
def test_geojson_names_its_system_in_a_member_or_means_degrees(tmp_path, member, srid, point):
    """`crs` of GeoJSON 2008 and of GDAL: easting first, as in every GeoJSON."""
    path = tmp_path / "plik.geojson"
    feature = {
        "type": "Feature",
        "properties": {"nazwa": NAME},
        "geometry": {"type": "Point", "coordinates": point},
    }
    path.write_text(
        json.dumps({"type": "FeatureCollection", **member, "features": [feature]}, ensure_ascii=False)
    )
    item, found = only(OgrReader(path))
    assert (item.srid, item.attrs["nazwa"]) == (srid, NAME)
    assert (found.x, found.y) == point


def test_a_drawing_in_pl_2000_needs_its_system_told(tmp_path):
    path = tmp_path / "rysunek.dxf"
    pyogrio.raw.write(
        path, numpy.array([shapely.to_wkb(shapely.LineString(CORNERS[:2]))]), [numpy.array(["0"], dtype=object)],
        ["Layer"], driver="DXF", geometry_type="LineString", crs=None,
    )  # fmt: skip
    (untold,) = list(OgrReader(path))
    assert [fault.reason for fault in untold.faults] == ["crs_missing"]
    item, found = only(OgrReader(path, default_srs="EPSG:2177"))
    assert item.srid == 2177
    assert list(found.coords) == [pytest.approx(corner, abs=0.001) for corner in CORNERS[:2]]


def test_flatgeobuf_keeps_its_system_and_letters(tmp_path):
    item, found = only(OgrReader(written(tmp_path / "dz.fgb", "FlatGeobuf")))
    assert (item.srid, item.attrs["NAZWA"], round(found.area)) == (2177, NAME, 1600)


APP_1_0 = "https://www.gov.pl/static/zagospodarowanieprzestrzenne/schemas/app/1.0"


def test_a_planning_act_of_the_first_model():
    """Dz.U. 2020 poz. 1916, annex: act with extent, status and dates; drawing without outline of its own."""
    extent = (
        '<gml:MultiSurface srsName="http://www.opengis.net/def/crs/EPSG/0/2177"><gml:surfaceMember>'
        + gml.polygon(gml.ring(CORNERS), "http://www.opengis.net/def/crs/EPSG/0/2177")
        + "</gml:surfaceMember></gml:MultiSurface>"
    )

    def thing(kind, local, inside):
        return (
            f'<plan:{kind} gml:id="PL.ZIPPZP.7777_046301-MPZP_{local}_20210301T090000"><plan:idIIP><plan:Identyfikator>'
            f"<plan:przestrzenNazw>PL.ZIPPZP.7777/046301-MPZP</plan:przestrzenNazw><plan:lokalnyId>{local}</plan:lokalnyId>"
            "<plan:wersjaId>20210301T090000</plan:wersjaId></plan:Identyfikator></plan:idIIP>"
            "<plan:poczatekWersjiObiektu>2021-03-01T09:00:00</plan:poczatekWersjiObiektu>"
            f"{inside}</plan:{kind}>"
        )

    act = thing(
        "AktPlanowaniaPrzestrzennego", "5MPZP",
        f"<plan:tytul>{NAME}</plan:tytul><plan:obowiazujeOd>2021-02-20</plan:obowiazujeOd>"
        '<plan:status xlink:href="http://inspire.ec.europa.eu/codelist/ProcessStepGeneralValue/legalForce"'
        ' xlink:title="prawnie wiążący lub realizowany"/>'
        f"<plan:zasiegPrzestrzenny>{extent}</plan:zasiegPrzestrzenny>",
    )  # fmt: skip
    drawing = thing("RysunekAktuPlanowaniaPrzestrzennego", "5R", "<plan:tytul>Rysunek planu</plan:tytul>")
    document = thing("DokumentFormalny", "5D", "<plan:tytul>Uchwała nr V/12/2021</plan:tytul>")
    content = gml.collection(act, drawing, document, prefix="plan", namespace=APP_1_0)
    first, second, third = list(GmlReader(BytesIO(content)))
    assert (first.ns, first.local_id, first.business_id) == ("PL.ZIPPZP.7777_046301-MPZP", "5MPZP", NAME)
    assert first.teryt == "046301"
    assert first.valid_from == datetime(2021, 3, 1, 9, tzinfo=WARSAW)
    assert first.attrs["status"] == "prawnie wiążący lub realizowany"
    assert first.attrs["obowiazujeOd"] == "2021-02-20"
    found = shapely.from_wkb(first.wkb)
    assert (first.srid, found.equals_exact(SHAPE, 0.001)) == (2177, True)
    assert (second.wkb, third.wkb) == (None, None)
    assert third.label == "Uchwała nr V/12/2021"
