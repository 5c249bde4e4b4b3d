"""The reader alone: axis order by source, curves, dialects, broken shapes, hostile files. No database."""

from infostrada.geo.imports import staging
from infostrada.geo.imports.gml.reader import GmlReader
from infostrada.geo.imports.gml.stream import UnreadableFile
from io import BytesIO
from tests.geo.imports import gml

import math
import pyproj
import pytest
import shapely
import subprocess
import sys


def read(content, **options):
    return list(GmlReader(BytesIO(content), **options))


def one(content, **options):
    (item,) = read(content, **options)
    return item, item.wkb and shapely.from_wkb(item.wkb)


LONGITUDES = {2176: 15.2, 2177: 18.6, 2178: 20.9, 2179: 23.1, 2180: 18.6}
URN, URI, SHORT, XML = (
    "urn:ogc:def:crs:EPSG::{}",
    "http://www.opengis.net/def/crs/EPSG/0/{}",
    "EPSG:{}",
    "http://www.opengis.net/gml/srs/epsg.xml#{}",
)
MATRIX = [
    (form, srid, northing_first)
    for srid in LONGITUDES
    for form, northing_first in (
        (URN, True),
        (URI, True),
        ("urn:x-ogc:def:crs:EPSG:6.9:{}", True),
        (SHORT, False),
        (XML, False),
    )
]


@pytest.mark.parametrize(("form", "srid", "northing_first"), MATRIX)
def test_the_form_of_the_name_says_which_axis_comes_first(form, srid, northing_first):
    corners = gml.square(LONGITUDES[srid], 53.0, srid)
    shape = gml.polygon(gml.ring(corners, northing_first), form.format(srid))
    item, found = one(gml.collection(gml.parcel("046301_1.0001.1", shape)))
    assert (item.srid, item.faults) == (srid, ())
    assert found.equals(shapely.Polygon(corners))
    lon, lat = pyproj.Transformer.from_crs(srid, 4326, always_xy=True).transform(*found.exterior.coords[0])
    assert (lon, lat) == (pytest.approx(LONGITUDES[srid], abs=1e-6), pytest.approx(53.0, abs=1e-6))


@pytest.mark.parametrize("form", [URN, URI, SHORT, XML])
@pytest.mark.parametrize("text", ["53.01 18.60", "18.60 53.01"])
def test_degrees_are_told_apart_by_their_values(form, text):
    point = f'<gml:Point srsName="{form.format(4326)}"><gml:pos>{text}</gml:pos></gml:Point>'
    _item, found = one(gml.collection(gml.parcel("046301_1.0001.1", point)))
    assert (found.x, found.y) == (18.60, 53.01)


def test_several_systems_in_one_file_each_keep_their_own():
    parts = [
        gml.parcel(
            f"04630{srid % 10}_1.0001.1",
            gml.polygon(gml.ring(gml.square(LONGITUDES[srid], 53, srid)), URN.format(srid)),
        )
        for srid in (2176, 2177, 2180)
    ]
    assert [item.srid for item in read(gml.collection(*parts))] == [2176, 2177, 2180]


def test_other_prefixes_old_namespaces_and_array_members_are_read():
    shape = gml.polygon(gml.ring(gml.square(18.6, 53, 2177)), URN.format(2177))
    made = [
        gml.collection(gml.parcel("046301_1.0001.5/2", shape, prefix="n1"), prefix="n1"),
        gml.collection(gml.parcel("046301_1.0001.5/2", shape), namespace=gml.OLD_EGIB),
        gml.collection(gml.parcel("046301_1.0001.5/2", shape), member="featureMembers"),
        gml.collection(gml.parcel("046301_1.0001.5/2", shape)).replace(
            b"opengis.net/gml/3.2", b"opengis.net/gml"
        ),
    ]
    for content in made:
        item, found = one(content)
        assert (item.business_id, item.teryt, item.local_id) == (
            "046301_1.0001.5/2",
            "046301",
            "L046301_1.0001.5-2",
        )
        assert found.area == pytest.approx(1600)


@pytest.mark.parametrize("outer", ["member", "featureMembers"])
def test_collections_within_a_collection_are_read(outer):
    """WFS 2.0 (OGC 09-025r2, 7.4.10): an answer to several queries is a collection of collections."""
    shape = gml.polygon(gml.ring(gml.square(18.6, 53, 2177)), URN.format(2177))
    parts = [
        "<gml:FeatureCollection>"
        + "".join(f"<gml:member>{gml.parcel(f'046301_1.0001.{n}', shape)}</gml:member>" for n in pair)
        + "</gml:FeatureCollection>"
        for pair in ((1, 2), (3, 4))
    ]
    found = read(gml.collection(*parts, member=outer))
    assert [item.business_id for item in found] == [f"046301_1.0001.{n}" for n in (1, 2, 3, 4)]


def test_a_property_called_member_is_no_feature():
    shape = gml.polygon(gml.ring(gml.square(18.6, 53, 2177)), URN.format(2177))
    more = "<egb:member><egb:Czlonek><egb:nazwa>spółka</egb:nazwa></egb:Czlonek></egb:member>"
    item, _found = one(gml.collection(gml.parcel("046301_1.0001.1", shape, more=more)))
    assert item.attrs["member"] == "spółka"


def test_persons_and_land_register_numbers_are_not_read():
    shape = gml.polygon(gml.ring(gml.square(18.6, 53, 2177)), URN.format(2177))
    kw = "<egb:numerKW>TO1T/00012345/6</egb:numerKW><egb:dokumentWlasnosci>akt</egb:dokumentWlasnosci>"
    owner = "<egb:EGB_OsobaFizyczna><egb:pierwszeImie>Jan</egb:pierwszeImie></egb:EGB_OsobaFizyczna>"
    content = gml.collection(gml.parcel("046301_1.0001.1", shape, more=kw), owner,
                             "<egb:EGB_UdzialWeWlasnosci/>", "<egb:EGB_JednostkaRejestrowaGruntow/>")  # fmt: skip
    reader = GmlReader(BytesIO(content))
    (item,) = list(reader)
    assert "TO1T" not in str(item)
    assert "akt" not in item.attrs.values()
    assert reader.personal == {
        "EGB_OsobaFizyczna": 1,
        "EGB_UdzialWeWlasnosci": 1,
        "EGB_JednostkaRejestrowaGruntow": 1,
    }
    (kept,) = read(content, persons=True)
    assert kept.attrs["numerKW"] == "TO1T/00012345/6"


def test_an_arc_lies_on_its_circle_and_ends_where_it_says():
    # A half circle of radius 50 around (6500050, 5800000), and back along the diameter.
    arc = "5800000 6500000 5800050 6500050 5800000 6500100"
    surface = (
        f'<gml:Surface srsName="{URN.format(2177)}"><gml:patches><gml:PolygonPatch><gml:exterior><gml:Ring>'
        f"<gml:curveMember><gml:Curve><gml:segments><gml:Arc><gml:posList>{arc}</gml:posList></gml:Arc>"
        "<gml:LineStringSegment><gml:posList>5800000 6500100 5800000 6500000</gml:posList></gml:LineStringSegment>"
        "</gml:segments></gml:Curve></gml:curveMember></gml:Ring></gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface>"
    )
    _item, found = one(gml.collection(gml.parcel("046301_1.0001.1", surface)))
    centre = shapely.Point(6_500_050, 5_800_000)
    assert found.is_valid
    assert all(
        abs(shapely.Point(p).distance(centre) - 50) < 1e-6
        for p in found.exterior.coords[:-1]
        if p[1] > 5_800_000
    )
    assert found.area == pytest.approx(math.pi * 50**2 / 2, rel=2e-4)
    assert (6_500_050, 5_800_050) in list(found.exterior.coords)
    arc_line = shapely.LineString(found.exterior.coords)
    assert arc_line.hausdorff_distance(shapely.Point(centre).buffer(50, 2000).boundary.intersection(
        shapely.box(6_499_000, 5_800_000, 6_501_000, 5_801_000))) < 50.1  # fmt: skip


def test_a_circle_and_a_height_in_every_position():
    circle = (
        f'<gml:Curve srsName="{SHORT.format(2180)}"><gml:segments><gml:CircleByCenterPoint numArc="1"><gml:pos>500000 560000</gml:pos>'
        '<gml:radius uom="m">10</gml:radius></gml:CircleByCenterPoint></gml:segments></gml:Curve>'
    )
    _item, found = one(gml.collection(gml.parcel("046301_1.0001.1", circle)))
    assert found.is_closed
    assert found.length == pytest.approx(2 * math.pi * 10, rel=1e-3)
    high = gml.polygon(
        "560000 500000 91.5 560000 500010 91.5 560010 500010 92 560000 500000 91.5",
        URN.format(2180),
        'srsDimension="3"',
    )
    _item, found = one(gml.collection(gml.parcel("046301_1.0001.1", high)))
    assert list(found.exterior.coords)[1] == (500_010, 560_000)


@pytest.mark.parametrize(
    ("pos_list", "srs", "reason"),
    [
        ("560000 500000 560000 500010 560010 500010 560005 500000", URN.format(2180), "ring_open"),
        ("560000 500000 560000 500010 560000 500000", URN.format(2180), "ring_short"),
        ("560000 500000 560000", URN.format(2180), "coordinate_count"),
        ("560000 500000 560000 NaN 560010 500010 560000 500000", URN.format(2180), "not_a_number"),
        ("560000 5000OO 560000 1 560010 500010 560000 500000", URN.format(2180), "not_a_number"),
        ("560000 500000 560000 500010 560010 500010 560000 500000", URN.format(2172), "crs_unknown"),
        ("560000 500000 560000 500010 560010 500010 560000 500000", "układ lokalny", "crs_unknown"),
        ("560000 500000 560000 500010 560010 500010 560000 500000", "", "crs_missing"),
        ("", URN.format(2180), "empty_geometry"),
    ],
)
def test_broken_shapes_are_named_not_repaired(pos_list, srs, reason):
    item, found = one(gml.collection(gml.parcel("046301_1.0001.1", gml.polygon(pos_list, srs))))
    assert found is None
    assert [fault.reason for fault in item.faults] == [reason]
    assert item.line == 3


BOMB = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
EXTERNAL = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/evil.dtd">'


@pytest.mark.parametrize("head", [BOMB, EXTERNAL, REMOTE])
def test_document_types_are_refused(head):
    body = gml.parcel("046301_1.0001.1", "").replace(
        "2024", "&c;" if head is BOMB else "&x;" if head is EXTERNAL else ""
    )
    with pytest.raises(UnreadableFile) as refusal:
        read(gml.collection(body, head=head))
    assert refusal.value.reason == "document_type_refused"
    sixteen = gml.collection(body, head=head).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    with pytest.raises(UnreadableFile):
        read(sixteen)


def test_broken_xml_says_the_line():
    with pytest.raises(UnreadableFile) as refusal:
        read(
            gml.collection(gml.parcel("046301_1.0001.1", "")).replace(
                b"</gml:FeatureCollection>", b"</gml:F>"
            )
        )
    assert (refusal.value.reason, refusal.value.line) == ("malformed_xml", 4)
    with pytest.raises(UnreadableFile):
        read(b"<a>" * 400)


SCRIPT = """
import resource, sys
from infostrada.geo.imports.gml.reader import GmlReader
with open(sys.argv[1], "rb") as file:
    count, before = 0, 0
    for item in GmlReader(file):
        count += 1
        if count == 2_000:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_two_hundred_megabytes_take_no_more_memory_than_two(tmp_path):
    shape = gml.polygon(gml.ring(gml.square(18.6, 53, 2177)), URN.format(2177))
    text = f"<egb:dodatkoweInformacje>{'opis ' * 5000}</egb:dodatkoweInformacje>"
    single = gml.collection(gml.parcel("046301_1.0001.1", shape, more=text))
    head, feature, tail = single.split(b"\n", 3)[:2], single.split(b"\n")[2], b"\n</gml:FeatureCollection>\n"
    path = tmp_path / "big.gml"
    with path.open("wb") as file:
        file.write(b"\n".join(head) + b"\n")
        piece = (feature + b"\n") * 500
        while file.tell() < 200 * 2**20:
            file.write(piece)
        file.write(tail)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path)], capture_output=True, text=True, check=True
    )
    count, growth = map(int, done.stdout.split())
    assert count > 8_000
    assert growth < 16 * 1024, "kilobytes"


def test_batches_end_at_a_number_of_items_or_of_bytes(monkeypatch):
    monkeypatch.setattr(staging, "MOST_ITEMS", 3)
    monkeypatch.setattr(staging, "MOST_BYTES", 100)
    read = 0

    def growing(sizes):
        nonlocal read
        for number, size in enumerate(sizes):
            read += size
            yield number

    assert [len(b) for b in staging.batches(growing([1] * 7), lambda: read)] == [3, 3, 1]
    assert [len(b) for b in staging.batches(growing([60, 60, 1, 200, 1]), lambda: read)] == [2, 2, 1]
    assert list(staging.batches(growing([]), lambda: read)) == []
