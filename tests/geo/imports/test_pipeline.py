"""Deliveries through the whole import: zones, axes, boundaries, broken outlines, doubles, plans, GDAL."""

from infostrada.core.errors import BadRequest
from infostrada.geo.features import store
from infostrada.geo.imports import operations
from infostrada.geo.imports.inspecting import inspect
from infostrada.geo.imports.plans import check_plan
from io import BytesIO
from tests.geo.conftest import feature
from tests.geo.imports import gml
from tests.geo.imports.conftest import refusals

import json
import numpy
import pyogrio
import pytest
import shapely
import transaction
import zipfile


URN = "urn:ogc:def:crs:EPSG::{}"


def parcel(number, corners, srid=2177, northing_first=True, **more):
    return gml.parcel(number, gml.polygon(gml.ring(corners, northing_first), URN.format(srid)), **more)


def boundary(code, shape):
    store.load("granice", [feature("granice", code, code, shape)])
    transaction.commit()


def test_what_is_wrong_with_places_is_named_by_line(bring, stored):
    boundary("046301", shapely.box(470_000, 570_000, 478_000, 578_000))
    inside = gml.square(18.61, 53.01, 2177)
    bow = [inside[0], inside[2], inside[1], inside[3]]
    far = gml.square(18.0, 53.9, 2177)
    east, north = gml.square(18.61, 53.01, 2180)[0]
    content = gml.collection(
        parcel("046301_1.0001.1", inside),
        parcel("046301_1.0001.2", inside, srid=2178),
        parcel("046301_1.0001.3", inside, northing_first=False),
        parcel("046301_1.0001.4", bow),
        parcel("046301_1.0001.5", far),
        parcel("046301_1.0001.6", gml.square(18.61, 53.01, 2180), srid=2180, northing_first=False),
        parcel("046301_1.0001.7", inside, local="DBL"),
        parcel("046301_1.0001.8", inside, local="DBL"),
        parcel("046301_1.0001.9", gml.square(18.62, 53.02, 2177)),
    )
    assert east < 478_000
    assert north > 570_000
    run, findings = bring(content)
    assert sorted(refusals(findings), key=lambda pair: pair[1]) == [
        ("wrong_zone", 4),
        ("axes_swapped", 5),
        ("invalid_shape", 6),
        ("outside_boundary", 7),
        ("axes_swapped", 8),
        ("doubled_identifier", 9),
        ("doubled_identifier", 10),
    ]
    broken = next(found for found in findings if found["reason"] == "invalid_shape")
    assert shapely.Point(broken["easting"], broken["northing"]).distance(shapely.Point(east, north)) < 60
    assert run.summary["layers"]["dzialki"]["new"] == 2
    names = {name for name, *_rest in stored("dzialki").values() if name.startswith("0463")}
    assert names == {"046301_1.0001.1", "046301_1.0001.9"}


def test_a_delivery_without_most_of_the_district_is_held_back(bring):
    corners = [gml.square(18.6 + step / 1000, 53.0, 2177) for step in range(60)]
    parts = [parcel(f"046301_1.0002.{number}", shape) for number, shape in enumerate(corners, 1)]
    bring(gml.collection(*parts))
    run, findings = bring(gml.collection(*parts[:5]))
    assert run.state == "refused"
    assert any(found["reason"] == "too_many_vanish" for found in findings)
    run, _findings = bring(gml.collection(*parts[:5]), vanish="never")
    assert run.summary["layers"]["dzialki"]["gone"] == 0
    run, _findings = bring(gml.collection(*parts[:5]), vanish="always")
    assert run.summary["layers"]["dzialki"]["gone"] == 55


APP = "https://www.gov.pl/static/zagospodarowanieprzestrzenne/schemas/app/2.0"


def plan_object(kind, local, corners, extra=""):
    place = "zasiegPrzestrzenny" if kind.startswith("Akt") else "geometria"
    shape = gml.polygon(gml.ring(corners), URN.format(2180))
    return (
        f'<app:{kind} gml:id="x{local}"><app:idIIP><app:Identyfikator><app:przestrzenNazw>PL.ZIPPZP.7777/046301-POG'
        f"</app:przestrzenNazw><app:lokalnyId>{local}</app:lokalnyId><app:wersjaId>20260101T000000</app:wersjaId>"
        f"</app:Identyfikator></app:idIIP>{extra}<app:{place}>{shape}</app:{place}></app:{kind}>"
    )


def rectangle(west, east):
    return [(west, 560_000), (east, 560_000), (east, 560_100), (west, 560_100)]


def zone(local, symbol, west, east, more=""):
    return plan_object(
        "StrefaPlanistyczna", local, rectangle(west, east), f"<app:oznaczenie>{symbol}</app:oznaczenie>{more}"
    )


def test_a_plan_with_faults_and_one_without(bring):
    act = plan_object("AktPlanowaniaPrzestrzennego", "1POG", rectangle(500_000, 500_300))
    decimals = "<app:maksUdzialPowierzchniZabudowy>30.25</app:maksUdzialPowierzchniZabudowy>"
    faulty = [
        act,
        zone("1", "1SJ", 500_000, 500_110),
        zone("2", "2SU", 500_100, 500_200, decimals),
        zone("3", "2SU", 500_210, 500_320),
    ]
    _run, findings = bring(gml.collection(*faulty, prefix="app", namespace=APP))
    told = {(found["reason"], found["detail"]) for found in findings if found["level"] == "warning"}
    assert told == {
        ("zones_overlap", "1000.00 m²"),
        ("gap", "1000.00 m²"),
        ("zone_outside_act", "2000.00 m²"),
        ("doubled_symbol", ""),
        ("too_many_decimals", ""),
    }
    assert {fault.reason for fault in check_plan("PL.ZIPPZP.7777_046301-POG")} == {
        reason for reason, _d in told
    }
    whole = [
        act.replace("20260101", "20260202"),
        *(
            zone(local, symbol, west, east).replace("20260101", "20260202")
            for local, symbol, west, east in (
                ("1", "1SJ", 500_000, 500_100),
                ("2", "2SU", 500_100, 500_200),
                ("3", "3SU", 500_200, 500_300),
            )
        ),
    ]
    run, _findings = bring(gml.collection(*whole, prefix="app", namespace=APP))
    assert run.summary["plan_faults"] == 0
    assert check_plan("PL.ZIPPZP.7777_046301-POG") == []


def test_other_formats_come_through_gdal_and_leave_nothing_behind(bring, stored, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    shape = shapely.Polygon(gml.square(18.61, 53.01, 2177))
    made = tmp_path / "made"
    made.mkdir()
    names = {"gpkg": "GPKG", "fgb": "FlatGeobuf", "shp": "ESRI Shapefile"}
    for ending, driver in names.items():
        pyogrio.raw.write(
            made / f"dz.{ending}", numpy.array([shapely.to_wkb(shape)]),
            [numpy.array([f"046301_1.0003.{ending}"], dtype=object), numpy.array(["TO1T/1/2"], dtype=object)],
            ["ID_DZIALKI", "NR_KW"], driver=driver, geometry_type="Polygon", crs="EPSG:2177",
        )  # fmt: skip
    with zipfile.ZipFile(made / "shp.zip", "w") as archive:
        for path in made.glob("dz.[sdp]*"):
            archive.write(path, f"../{path.name}")
    for path in (made / "dz.gpkg", made / "dz.fgb", made / "shp.zip"):
        classes = {each["name"]: "dzialki" for each in inspect(path)["classes"]}
        _run, findings = bring(path, path.name, layers=classes, vanish="never")
        assert refusals(findings) == []
    found = {
        name: (place, attrs) for name, place, _t, attrs in stored("dzialki").values() if ".0003." in name
    }
    assert set(found) == {f"046301_1.0003.{ending}" for ending in names}
    for place, attrs in found.values():
        # The scale of EPSG:2180 near its axis is 0.9993.
        assert place.area == pytest.approx(1600 * 0.9993**2, rel=1e-3)
        assert "NR_KW" not in attrs
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_geojson_points_to_no_file_and_a_bomb_is_not_opened(bring, registers, tmp_path):
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.gml", b" " * 2**24)
    vrt = b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
    for content, reason in (
        (bomb.getvalue(), "archive_too_large"),
        (vrt, "nothing_inside"),
        (json.dumps({"type": "Topology"}).encode(), "unreadable"),
    ):
        with pytest.raises(BadRequest) as refusal:
            operations.receive(registers, BytesIO(content), "x.zip")
        assert refusal.value.reason == reason
        transaction.abort()
