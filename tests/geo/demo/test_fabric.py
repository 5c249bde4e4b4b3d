"""The synthetic region: a lawful parcel fabric, in the right place, the same every time."""

from infostrada.geo.demo.buildings import buildings
from infostrada.geo.demo.fabric import parcels
from infostrada.geo.demo.features import features
from infostrada.geo.demo.features import SOURCES
from infostrada.geo.demo.territory import CITY
from infostrada.geo.demo.territory import COMMUNES
from infostrada.geo.demo.territory import ground
from infostrada.geo.demo.territory import RURAL
from pyproj import Transformer

import numpy
import pytest
import re
import shapely


# Załącznik 1 do rozporządzenia o EGiB (Dz.U. 2021 poz. 1390): WWPPGG_R.OOOO.NR[/NR]
PARCEL_ID = re.compile(r"\d{6}_[1-9]\.\d{4}\.\d+(/\d+)?")
both = pytest.mark.parametrize("commune", COMMUNES, ids=lambda c: c.teryt)


@both
def test_parcels_form_a_coverage_without_gap_or_overlap(commune):
    shapes = [parcel.polygon for parcel in parcels(commune)]
    assert 2000 <= len(shapes) <= 5000
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(ground(commune).area, rel=1e-6)


@both
def test_coordinates_lie_on_the_centimetre_grid(commune):
    xy = shapely.get_coordinates([parcel.polygon for parcel in parcels(commune)])
    assert numpy.abs(xy * 100 - numpy.round(xy * 100)).max() < 1e-4


@both
def test_identifiers_follow_the_register_and_are_unique(commune):
    identifiers = [parcel.identifier for parcel in parcels(commune)]
    assert all(PARCEL_ID.fullmatch(text) for text in identifiers)
    assert len(set(identifiers)) == len(identifiers)
    assert {text.split(".")[0] for text in identifiers} == {commune.unit_id}


def test_no_demo_commune_carries_a_real_number(shared_data):
    real = (shared_data / "pl" / "teryt" / "gminy-04.csv").read_text(encoding="utf-8")
    assert "0463011" in real
    assert not any(commune.teryt in real for commune in COMMUNES)


def test_the_axes_are_easting_then_northing():
    """The city lies west of the meridian 19°E and south of 53°N.

    Hand calculation (GRS80, PL-1992): the meridian arc to 53° is 5,874,620.38 m, so the point
    19°E 53°N has easting 500,000 and northing 0.9993 * 5,874,620.38 - 5,300,000 = 570,508.14.
    """
    corner = Transformer.from_crs("OGC:CRS84", "EPSG:2180", always_xy=True).transform(19, 53)
    assert corner == pytest.approx((500_000, 570_508.14), abs=0.02)
    centre = ground(CITY).centroid
    assert corner[0] - 20_000 < centre.x < corner[0] - 10_000
    assert corner[1] - 5_000 < centre.y < corner[1]


@both
def test_houses_stand_inside_their_parcels(commune):
    houses = buildings(commune)
    assert len(houses) > 500
    assert all(house.parcel.polygon.contains(house.polygon) for house in houses)


def test_two_runs_give_the_same_data():
    again = parcels.__wrapped__(RURAL)
    assert [p.identifier for p in again] == [p.identifier for p in parcels(RURAL)]
    assert [p.polygon.wkb for p in again] == [p.polygon.wkb for p in parcels(RURAL)]


@pytest.mark.parametrize("layer", SOURCES)
def test_features_have_unique_keys_and_valid_shapes(layer):
    found = list(features(layer))
    assert found
    assert len({(f.ns, f.local_id) for f in found}) == len(found)
    assert shapely.is_valid(shapely.from_wkb([f.wkb for f in found])).all()
    assert {f.teryt for f in found} == {"049901", "049963"}
