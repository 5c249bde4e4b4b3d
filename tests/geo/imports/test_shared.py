"""The official and synthetic files beside the repository, compared with pyproj and GDAL."""

from infostrada.core.sql import reader
from tests.geo.imports.conftest import refusals

import pyogrio
import pyproj
import pytest
import shapely


TO_2180 = pyproj.Transformer.from_crs(2177, 2180, always_xy=True)


def known_places(path, id_field, layer):
    """Shapes of a GML file as GDAL reads them, put into EPSG:2180 by pyproj, by a field."""
    meta, _fids, shapes, columns = pyogrio.raw.read(path, layer=layer, columns=[id_field])
    transformer = pyproj.Transformer.from_crs(meta["crs"], 2180, always_xy=True)
    return {
        name: shapely.transform(
            shapely.from_wkb(shape), lambda p: list(zip(*transformer.transform(*p.T), strict=True))
        )
        for name, shape in zip(columns[0], shapes, strict=True)
    }


def test_the_synthetic_pair_gives_exactly_its_lineage(bring, stored, shared_data):
    folder = shared_data / "geo" / "synthetic"
    first, _findings = bring(folder / "egib_v1.gml", dry_run=False)
    assert first.state == "done"
    assert first.summary["layers"]["dzialki"]["new"] == 48
    assert first.summary["layers"]["budynki"]["new"] == 12
    again, _findings = bring(folder / "egib_v1.gml")
    assert again.summary["layers"]["dzialki"]["unchanged"] == 48
    second, findings = bring(folder / "egib_v2_split_merge.gml")
    counts = second.summary["layers"]["dzialki"]
    assert counts == {
        "new": 3, "unchanged": 44, "attributes": 1, "geometry": 0, "older": 0, "gone": 3, "split": 1,
        "merged": 1, "reshaped": 0, "scope": 48, "refused": 0,
    }  # fmt: skip
    with reader() as connection:
        lineage = connection.execute(
            "SELECT split_part(o.business_id, '.', 3), split_part(n.business_id, '.', 3), l.kind,"
            " l.share_old, l.share_new FROM geo.lineage AS l"
            " JOIN geo.feature AS o ON (o.layer, o.ns, o.local_id) = (l.layer, l.old_ns, l.old_id)"
            " JOIN geo.feature AS n ON (n.layer, n.ns, n.local_id) = (l.layer, l.new_ns, l.new_id)"
            " ORDER BY 1, 2"
        ).fetchall()
        changed = connection.execute(
            "SELECT business_id, count(*) FROM geo.feature WHERE layer = 'dzialki' AND ns LIKE '%9999%'"
            " GROUP BY 1 HAVING count(*) > 1"
        ).fetchall()
    assert [row[:3] for row in lineage] == [
        ("10", "10/1", "split"),
        ("10", "10/2", "split"),
        ("20", "49", "merge"),
        ("21", "49", "merge"),
    ]
    assert sum(row[3] for row in lineage[:2]) == pytest.approx(1)
    # The merged parcel leaves out the bent corners of the old boundary, so a little ground is new.
    assert sum(row[4] for row in lineage[2:]) == pytest.approx(0.947, abs=0.001)
    assert changed == [("046301_1.0099.30", 2)]
    assert [
        found["detail"].split(" (")[0] for found in findings if found["reason"] in ("split", "merge")
    ] == [
        "046301_1.0099.10 → 046301_1.0099.10/1",
        "046301_1.0099.10 → 046301_1.0099.10/2",
        "046301_1.0099.20 → 046301_1.0099.49",
        "046301_1.0099.21 → 046301_1.0099.49",
    ]


@pytest.mark.parametrize(
    ("file", "source_layer", "field", "layer"),
    [
        ("synthetic/egib_v1.gml", "EGB_DzialkaEwidencyjna", "idDzialki", "dzialki"),
        ("synthetic/egib_v1.gml", "EGB_Budynek", "idBudynku", "budynki"),
        (
            "app/zestaw1/strefy/StrefaPlanistyczna.gml",
            "StrefaPlanistyczna",
            "oznaczenie",
            "strefy_planistyczne",
        ),
    ],
)
def test_places_agree_with_gdal_and_pyproj(
    bring, stored, shared_data, tmp_path, file, source_layer, field, layer
):
    path = shared_data / "geo" / file
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    expected = known_places(copy, field, source_layer)
    bring(path)
    got = {name: shape for name, shape, _teryt, _attrs in stored(layer).values() if name in expected}
    assert set(got) == set(expected)
    for name, shape in got.items():
        assert shapely.hausdorff_distance(shape, expected[name]) < 0.001, name


@pytest.mark.parametrize(
    ("file", "layer", "count"),
    [
        ("gesut.gml", "uzbrojenie", 7),
        ("bdot500.gml", "bdot500", 5),
        ("app_pog.gml", "strefy_planistyczne", 2),
    ],
)
def test_the_other_models_come_in_whole(bring, stored, shared_data, file, layer, count):
    run, findings = bring(shared_data / "geo" / "synthetic" / file)
    assert refusals(findings) == []
    assert run.summary["layers"][layer]["new"] == count == len(stored(layer))


def test_addresses_of_both_models_are_named_and_placed(bring, stored, shared_data):
    for file in ("prg_adresy_model2012.xml", "prg_adresy_model2021.gml"):
        _run, findings = bring(shared_data / "geo" / "prg" / file)
        assert refusals(findings) == []
    found = {
        name: (round(place.x, 2), round(place.y, 2)) for name, place, _t, _a in stored("adresy").values()
    }
    # The old model writes northing first, the new one easting first; Konotop and Rzepin lie in the west.
    assert found["Konotop, Podgórna 2"] == (287772.37, 456005.14)
    assert found["Rzepin, Inwalidów Wojennych 1A"] == (216691.39, 505645.69)
    assert found["Lubniewice, Plac Kasztanowy 2A"] == (245250.11, 522957.46)
    assert found["Żubrów, 21A"] == (238651.83, 519741.27)


def test_county_services_write_degrees_in_either_order(bring, stored, shared_data):
    places = []
    for order in ("lat_lon", "lon_lat"):
        bring(shared_data / "geo" / "wfs_responses" / f"epodgik_gml_coordinates_{order}_order.xml",
              layers={"budynki": "budynki"})  # fmt: skip
        (found,) = stored("budynki").values()
        places.append(found[1])
    assert places[0].equals(places[1])
    centre = pyproj.Transformer.from_crs(4326, 2180, always_xy=True).transform(20.8594, 52.1691)
    assert places[0].distance(shapely.Point(centre)) < 40


def test_boundaries_come_from_geojson_and_then_guard_the_next_import(bring, stored, shared_data):
    run, _findings = bring(
        shared_data / "geo" / "boundaries" / "kujawsko-pomorskie_gminy.geojson", "gminy.geojson",
        layers={"file": "granice"}, name_field="teryt",
    )  # fmt: skip
    assert run.summary["layers"]["granice"]["new"] == 144
    assert {code for _n, _s, code, _a in stored("granice").values() if code} >= {"046301", "040101"}
    _run, findings = bring(shared_data / "geo" / "synthetic" / "egib_v1.gml", unit="046301")
    assert refusals(findings) == []
    _run, findings = bring(shared_data / "geo" / "synthetic" / "egib_v1.gml", unit="0401")
    assert {reason for reason, _line in refusals(findings)} == {"outside_boundary"}
    assert len(refusals(findings)) == 60
