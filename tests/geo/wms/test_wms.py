"""WMS: places in pixels counted by hand, both versions' axes, nothing of private layers, hostile requests, no MapServer."""

from infostrada.geo.demo import cog
from infostrada.geo.features import store
from infostrada.geo.imagery.header import header
from infostrada.geo.styles.rules import Rule
from infostrada.geo.wms import program
from infostrada.geo.wms.mapfile import Drawn
from infostrada.geo.wms.mapfile import mapfile
from infostrada.geo.wms.mapfile import Sheet
from io import BytesIO
from lxml import etree
from pathlib import Path
from PIL import Image
from pyproj import Transformer
from tests.geo.conftest import feature
from tests.geo.conftest import map_layer
from tests.geo.conftest import square
from tests.geo.official import assert_lawful

import json
import numpy
import pytest
import shutil
import subprocess
import transaction


WMS = "@@geo/wms"
RED, BLUE = (255, 0, 0), (0, 0, 255)
# Parcel a1 is red, the others blue: squares of 100 m, a1 from (500000, 570000).
RULES = [
    {"title": 'Jeden "a" [x]', "where": [{"attribute": "business_id", "operator": "=", "value": "049901_2.0001.1"}],
     "fill": "#ff0000", "opacity": 1},
    {"title": "Żółć", "fill": "#0000ff", "opacity": 1},
]  # fmt: skip
# One metre a pixel around a1 and a2.
SIZE = {"width": "300", "height": "300"}
GROUND = {"2180": (499_950, 569_950, 500_250, 570_250)}


@pytest.fixture
def drawn(site):
    """The layer `dzialki` with colours of its own."""
    if program.program() is None:
        pytest.skip("cgi-mapserver is not installed: make system-dev")
    site["warstwa-dzialki"].style = RULES
    site["warstwa-dzialki"].reindexObject()
    transaction.commit()
    return site


def picture(answer):
    assert answer.status_code == 200, answer.text[:500]
    assert answer.headers["Content-Type"].startswith("image/")
    return Image.open(BytesIO(answer.content)).convert("RGBA")


def get_map(client, version, system, box, layers="dzialki", **more):
    name = "CRS" if version == "1.3.0" else "SRS"
    asked = {"SERVICE": "WMS", "VERSION": version, "REQUEST": "GetMap", "LAYERS": layers, "STYLES": "",
             name: system, "BBOX": ",".join(map(str, box)), "FORMAT": "image/png", **SIZE, **more}  # fmt: skip
    return client.get(WMS, params=asked)


def exception(answer, code, status=400):
    assert answer.status_code == status, answer.text[:300]
    assert_lawful(answer.content)
    found = etree.fromstring(answer.content).find("{*}ServiceException")
    assert found.get("code") == code
    return found


@pytest.mark.parametrize(
    ("version", "epsg"),
    [("1.1.1", "2180"), ("1.3.0", "2180"), ("1.1.1", "4326"), ("1.3.0", "4326"), ("1.3.0", "2177")],
)
def test_a_parcel_lies_on_the_pixels_of_its_ground(drawn, anonymous, version, epsg):
    """The middle of a parcel and a place beside it, moved by PROJ, are looked up in the picture."""
    move = Transformer.from_crs("EPSG:2180", f"EPSG:{epsg}", always_xy=True)
    west, south = move.transform(499_950, 569_950)
    east, north = move.transform(500_250, 570_250)
    northing_first = version == "1.3.0" and epsg != "3857"
    box = (south, west, north, east) if northing_first else (west, south, east, north)
    image = picture(get_map(anonymous, version, f"EPSG:{epsg}", box))
    for easting, northing, colour in (
        (500_050, 570_050, RED), (500_150, 570_050, BLUE), (500_050, 570_150, BLUE), (500_004, 570_004, RED),
        (500_096, 570_096, RED), (500_104, 570_004, BLUE), (500_150, 570_150, (255, 255, 255)),
        (499_990, 570_050, (255, 255, 255)), (500_050, 569_990, (255, 255, 255)),
    ):  # fmt: skip
        x, y = move.transform(easting, northing)
        pixel = (int((x - west) / (east - west) * 300), int((north - y) / (north - south) * 300))
        assert image.getpixel(pixel)[:3] == colour, (easting, northing, pixel)


def test_edges_are_exact_to_the_pixel(drawn, anonymous):
    """One metre a pixel: a1 covers columns 50 to 149 and rows 200 to 299 minus 50, counted from the top."""
    image = picture(get_map(anonymous, "1.1.1", "EPSG:2180", GROUND["2180"], transparent="true"))
    red = numpy.argwhere(
        (numpy.asarray(image)[..., :3] == RED).all(axis=2) & (numpy.asarray(image)[..., 3] == 255)
    )
    assert red[:, 1].min() in (50, 51) and red[:, 1].max() in (148, 149)
    assert red[:, 0].min() in (150, 151) and red[:, 0].max() in (248, 249)
    assert image.getpixel((5, 5))[3] == 0


def test_pixels_that_are_not_square(drawn, anonymous):
    """Half as high: rows count two metres."""
    image = picture(
        get_map(anonymous, "1.3.0", "EPSG:2180", (569_950, 499_950, 570_250, 500_250), height="150")
    )
    assert image.size == (300, 150)
    assert image.getpixel((100, 100))[:3] == RED
    assert image.getpixel((100, 60))[:3] == BLUE


def test_both_documents_name_what_may_be_seen(drawn, anonymous, manager):
    for version, name in (("1.3.0", "{http://www.opengis.net/wms}"), ("1.1.1", "")):
        asked = {"service": "WMS", "request": "GetCapabilities", "version": version}
        answer = anonymous.get(WMS, params=asked)
        assert answer.status_code == 200
        assert_lawful(answer.content)
        root = etree.fromstring(answer.content)
        assert root.get("version") == version
        layers = {each.findtext(f"{name}Name"): each for each in root.iter(f"{name}Layer")}
        assert set(layers) == {None, "dzialki"}
        assert b"tajne" not in answer.content.lower()
        boxes = {
            each.get("CRS") or each.get("SRS"): each for each in layers["dzialki"].iter(f"{name}BoundingBox")
        }
        first = 570_000 if version == "1.3.0" else 500_000
        assert float(boxes["EPSG:2180"].get("minx")) == first
        assert b"tajne" in manager.get(WMS, params=asked).content
    assert (
        etree.fromstring(anonymous.get(WMS, params={"REQUEST": "GetCapabilities"}).content).get("version")
        == "1.3.0"
    )


def test_a_hidden_layer_answers_like_none(drawn, anonymous, manager):
    box = GROUND["2180"]
    for name in ("tajne", "brak", "dzialki,tajne"):
        said = [exception(get_map(anonymous, version, "EPSG:2180", box, name), "LayerNotDefined").text
                for version in ("1.1.1", "1.3.0")]  # fmt: skip
        assert set(said) <= {"tajne", "brak"}
    legend = {"request": "GetLegendGraphic", "version": "1.3.0", "layer": "tajne", "format": "image/png"}
    exception(anonymous.get(WMS, params=legend), "LayerNotDefined")
    picture(get_map(manager, "1.1.1", "EPSG:2180", box, "tajne"))
    hidden = get_map(manager, "1.1.1", "EPSG:2180", box, "tajne").headers["Cache-Control"]
    assert hidden == "private, no-cache"
    assert "public" in get_map(anonymous, "1.1.1", "EPSG:2180", box).headers["Cache-Control"]


def test_what_is_at_a_pixel(drawn, anonymous):
    asked = {"request": "GetFeatureInfo", "version": "1.3.0", "layers": "dzialki", "query_layers": "dzialki",
             "crs": "EPSG:2180", "bbox": "569950,499950,570250,500250", "styles": "", "i": "100", "j": "200",
             "info_format": "application/geo+json", **SIZE}  # fmt: skip
    found = anonymous.get(WMS, params=asked).json()["features"]
    assert [each["properties"]["business_id"] for each in found] == ["049901_2.0001.1"]
    assert anonymous.get(WMS, params={**asked, "i": "250", "j": "50"}).json()["features"] == []
    text = anonymous.get(WMS, params={**asked, "info_format": "text/plain"}).text
    assert "business_id = 049901_2.0001.1" in text
    store.load("dzialki", [feature("dzialki", "b1", "<script>", square(500_200, 570_200, 20))])
    transaction.commit()
    html = anonymous.get(WMS, params={**asked, "info_format": "text/html", "i": "260", "j": "40"}).text
    assert "&lt;script&gt;" in html and "<script>" not in html
    exception(anonymous.get(WMS, params={**asked, "i": "300"}), "InvalidPoint")
    exception(
        anonymous.get(WMS, params={**asked, "query_layers": "tajne", "layers": "tajne"}), "LayerNotDefined"
    )


def test_the_picture_changes_its_tag_with_data_and_rules(drawn, anonymous):
    first = get_map(anonymous, "1.1.1", "EPSG:2180", GROUND["2180"])
    held = {"If-None-Match": first.headers["ETag"]}
    url = first.url
    assert anonymous.get(url, headers=held).status_code == 304
    store.load("dzialki", [feature("dzialki", "a4", "nowa", square(500_100, 570_100))])
    transaction.commit()
    second = anonymous.get(url, headers=held)
    assert picture(second).getpixel((200, 100))[:3] == BLUE
    drawn["warstwa-dzialki"].style = [{"fill": "#00ff00", "opacity": 1}]
    drawn["warstwa-dzialki"].reindexObject()
    transaction.commit()
    third = anonymous.get(url, headers={"If-None-Match": second.headers["ETag"]})
    assert picture(third).getpixel((200, 100))[:3] == (0, 255, 0)


def test_the_legend_shows_the_rules(drawn, anonymous):
    legend = {"request": "GetLegendGraphic", "version": "1.1.1", "layer": "dzialki", "format": "image/png"}
    colours = {colour[:3] for _count, colour in picture(anonymous.get(WMS, params=legend)).getcolors(100_000)}
    assert {RED, BLUE} <= colours


def test_hostile_and_unlawful_requests(drawn, anonymous):
    box = GROUND["2180"]
    plain_map = get_map(anonymous, "1.1.1", "EPSG:2180", box)
    more = {"map": "/etc/passwd", "map_layer[l0]": 'DATA "x"', "mode": "browse", "map_web": "x"}
    assert get_map(anonymous, "1.1.1", "EPSG:2180", box, **more).content == plain_map.content
    for given, code in (
        ({"layers": 'dzialki" END'}, "LayerNotDefined"), ({"layers": "dzialki' OR 1=1 --"}, "LayerNotDefined"),
        ({"width": "4097"}, "InvalidParameterValue"), ({"height": "0"}, "InvalidParameterValue"),
        ({"width": "1e3"}, "InvalidParameterValue"), ({"BBOX": "0,0,nan,1"}, "InvalidParameterValue"),
        ({"BBOX": "1,1,0,0"}, "InvalidParameterValue"), ({"BBOX": "1,1"}, "InvalidParameterValue"),
        ({"SRS": "EPSG:3120"}, "InvalidSRS"), ({"STYLES": "inny"}, "StyleNotDefined"),
        ({"FORMAT": "image/svg+xml"}, "InvalidFormat"), ({"BGCOLOR": "0xzzzzzz"}, "InvalidParameterValue"),
        ({"SLD_BODY": "<x/>"}, "OperationNotSupported"), ({"REQUEST": "GetStyles"}, "OperationNotSupported"),
        ({"VERSION": "9"}, "InvalidParameterValue"), ({"LAYERS": "a\0b"}, "InvalidParameterValue"),
    ):  # fmt: skip
        asked = {"layers": "dzialki", **more, **given}
        exception(get_map(anonymous, "1.1.1", "EPSG:2180", box, asked.pop("layers"), **asked), code)
    assert anonymous.post(WMS, data="<x/>").status_code == 405
    # A plane larger than the country is drawn, from afar: nothing of the layer is shown there.
    assert picture(get_map(anonymous, "1.1.1", "EPSG:2180", (-1e7, -1e7, 1e7, 1e7)))


def test_titles_stay_inside_their_quotes():
    rules = (Rule(title='a" END END LAYER NAME "b\\" [c] %d%', fill="#ffffff"),)
    from infostrada.geo.features.crs import Box

    text = mapfile(
        Sheet(Box(0, 0, 1, 1, 2180), 1, 1, layers=[Drawn("l0", "POLYGON", rules)]), Path("f"), Path("r")
    )
    assert 'NAME "a  END END LAYER NAME  b    c   d"' in text
    assert text.count('"') % 2 == 0


def test_without_mapserver_it_is_switched_off(site, anonymous, monkeypatch):
    monkeypatch.setattr(program, "PLACES", ("/nowhere",))
    for request in ("GetCapabilities", "GetMap"):
        answer = anonymous.get(WMS, params={"request": request})
        assert "cgi-mapserver" in exception(answer, "OperationNotSupported", 501).text
    links = anonymous.get("@@geo", params={"f": "json"}).json()["links"]
    assert [each["title"] for each in links if each["rel"] == "service"] == ["WFS"]


def test_a_program_that_hangs_or_dies_costs_one_answer(drawn, anonymous, monkeypatch, tmp_path):
    box = GROUND["2180"]
    monkeypatch.setattr(program, "PLACES", (str(tmp_path),))
    monkeypatch.setattr(program, "SECONDS", 0.3)
    fake = tmp_path / "mapserv"
    for number, line in enumerate(
        (
            "exec sleep 60",
            "kill -9 $$",
            "echo secret; exit 0",
            "exec head -c 3000000000 /dev/zero | tail -c 1",
        )
    ):
        fake.write_text(f"#!/bin/sh\n{line}\n")
        fake.chmod(0o755)
        answer = get_map(anonymous, "1.3.0", "EPSG:2180", box, width=str(200 + number))
        assert "secret" not in answer.text
        exception(answer, "NoApplicableCode", 503)
    monkeypatch.undo()
    picture(get_map(anonymous, "1.1.1", "EPSG:2180", box))


@pytest.fixture
def orthophoto(drawn, tmp_path, monkeypatch):
    """A picture of 600 by 600 pixels of half a metre: a red square of 20 m in its middle."""
    made = numpy.zeros((600, 600, 3), "uint8")
    made[...] = (20, 120, 30)
    made[280:320, 280:320] = RED
    monkeypatch.setenv("INFOSTRADA_IMAGERY", str(tmp_path))
    (tmp_path / "2026").mkdir()
    cog.write(tmp_path / "2026/centrum.tif", made, 500_000, 570_300, 0.5)
    map_layer(drawn, "orto", "published", kind="cog", remote_name="2026/centrum.tif", is_base=True)
    map_layer(drawn, "orto-tajne", "draft", kind="cog", remote_name="2026/centrum.tif")
    transaction.commit()
    return tmp_path / "2026/centrum.tif"


def test_an_orthophoto_lies_where_its_file_says(orthophoto, anonymous, manager):
    """The square lies from (500140, 570140) to (500160, 570160)."""
    for version, box in (
        ("1.1.1", (500_100, 570_100, 500_200, 570_200)),
        ("1.3.0", (570_100, 500_100, 570_200, 500_200)),
    ):
        image = picture(get_map(anonymous, version, "EPSG:2180", box, "orto", width="100", height="100"))
        assert image.getpixel((50, 50))[:3] == RED
        assert image.getpixel((42, 57))[:3] == RED
        assert image.getpixel((37, 50))[:3] == (20, 120, 30)
    frame = {"BBOX": "500100,570100,500200,570200", "WIDTH": "100", "HEIGHT": "100"}
    assert picture(anonymous.get("@@geo-remote/orto", params=frame)).getpixel((50, 50))[:3] == RED
    assert anonymous.get("@@geo-remote/orto-tajne", params=frame).status_code == 404
    exception(get_map(anonymous, "1.1.1", "EPSG:2180", GROUND["2180"], "orto-tajne"), "LayerNotDefined")
    assert picture(manager.get("@@geo-remote/orto-tajne", params=frame))
    (base,) = anonymous.get("@@geo/config").json()["bases"]
    assert (base["kind"], base["remote"]["coverage"]) == ("wms", [500_000, 570_000, 500_300, 570_300])


def test_the_file_is_what_gdal_calls_a_cog(orthophoto):
    found = header(orthophoto)
    assert (found.width, found.overviews, found.srid, found.is_optimised) == (600, 2, 2180, True)
    if shutil.which("gdalinfo") is None:
        pytest.skip("gdal-bin is not installed: make system-dev")
    said = subprocess.run(["gdalinfo", "-json", str(orthophoto)], capture_output=True, check=True, timeout=60)
    facts = json.loads(said.stdout)
    assert facts["size"] == [600, 600]
    assert facts["cornerCoordinates"]["upperLeft"] == [500_000, 570_300]
    assert [each["size"] for each in facts["bands"][0]["overviews"]] == [[300, 300], [150, 150]]


@pytest.mark.parametrize(
    "name", ["../centrum.tif", "/etc/passwd", "a/../../b.tif", ".x.tif", "a.tif\0", "a.vrt", ""]
)
def test_a_picture_is_a_name_below_the_folder(name):
    from infostrada.geo.imagery.files import is_name

    assert not is_name(name)


@pytest.mark.parametrize(
    "data", [b"", b"II*\0", b"II*\0\xff\xff\xff\x7f", b"MM\0*" + b"\xff" * 60, bytes(range(190, 254))]
)
def test_a_damaged_file_is_said_to_be_one(tmp_path, data):
    from infostrada.geo.imagery.header import NotGeoTiff

    (tmp_path / "x.tif").write_bytes(data)
    with pytest.raises(NotGeoTiff):
        header(tmp_path / "x.tif")


def test_gdal_reads_it_as_a_wms(drawn, anonymous, tmp_path):
    if shutil.which("gdal_translate") is None:
        pytest.skip("gdal-bin is not installed: make system-dev")
    source = (
        f"WMS:{anonymous.get('@@geo/wms?request=GetCapabilities').url.partition('?')[0]}?SERVICE=WMS&VERSION=1.3.0"
        "&REQUEST=GetMap&LAYERS=dzialki&CRS=EPSG:2180&BBOX=569950,499950,570250,500250&FORMAT=image/png"
    )
    command = [
        "gdal_translate",
        "-q",
        "-of",
        "PNG",
        "-outsize",
        "300",
        "300",
        source,
        str(tmp_path / "m.png"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    colours = {colour[:3] for _n, colour in Image.open(tmp_path / "m.png").convert("RGB").getcolors(100_000)}
    assert {RED, BLUE} <= colours
