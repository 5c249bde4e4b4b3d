"""WMTS: places in tiles counted by hand, both encodings, both grids, nothing of private layers, GDAL as a client."""

from infostrada.geo.features import store
from infostrada.geo.wms import program
from infostrada.geo.wmts import tiles
from infostrada.geo.wmts.asking import from_pairs
from infostrada.geo.wmts.asking import from_path
from infostrada.geo.wmts.asking import tile_of
from infostrada.geo.wmts.turns import Turns
from io import BytesIO
from lxml import etree
from PIL import Image
from pyproj import Transformer
from tests.geo.conftest import feature
from tests.geo.conftest import square
from tests.geo.official import assert_lawful
from threading import Event
from threading import Thread

import pytest
import shutil
import subprocess
import transaction


WMTS = "@@geo/wmts"
RED, BLUE = (255, 0, 0), (0, 0, 255)
RULES = [
    {"where": [{"attribute": "business_id", "operator": "=", "value": "049901_2.0001.1"}], "fill": "#ff0000",
     "opacity": 1},
    {"fill": "#0000ff", "opacity": 1},
]  # fmt: skip
NAMES = {"w": "{http://www.opengis.net/wmts/1.0}", "o": "{http://www.opengis.net/ows/1.1}"}
# 800,000 m in 2^10 tiles are 781.25 m a tile and 512 pixels: 1.52587890625 m a pixel. Parcel a1 begins 400,000 m
# east and 330,000 m south of the corner: column 512, row 422 (by 422.4).
ZOOM, ROW, COLUMN = 10, 422, 512


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


def pairs(layer="dzialki", **more):
    return {"SERVICE": "WMTS", "REQUEST": "GetTile", "VERSION": "1.0.0", "LAYER": layer, "STYLE": "default",
            "FORMAT": "image/png", "TileMatrixSet": "PL1992", "TileMatrix": str(ZOOM), "TileRow": str(ROW),
            "TileCol": str(COLUMN), **more}  # fmt: skip


def exception(answer, code, status):
    assert answer.status_code == status, answer.text[:300]
    assert_lawful(answer.content)
    found = etree.fromstring(answer.content)
    assert found.tag == f"{NAMES['o']}ExceptionReport" and found.get("version") == "1.0.0"
    (said,) = found
    assert said.get("exceptionCode") == code
    return said


def test_a_parcel_lies_on_the_pixels_of_its_ground(drawn, anonymous):
    """Both encodings give the same tile. North edge of row 422: 900,000 - 422 * 781.25 = 570,312.5."""
    by_pairs = anonymous.get(WMTS, params=pairs())
    image = picture(by_pairs)
    assert image.size == (512, 512)
    for easting, northing, colour in (
        (500_050, 570_050, RED), (500_150, 570_050, BLUE), (500_050, 570_150, BLUE), (500_003, 570_003, RED),
        (500_097, 570_097, RED), (500_103, 570_003, BLUE),
    ):  # fmt: skip
        pixel = int((easting - 500_000) / 1.52587890625), int((570_312.5 - northing) / 1.52587890625)
        assert image.getpixel(pixel)[:3] == colour, (easting, northing, pixel)
    assert image.getpixel((300, 50))[3] == 0
    address = f"{WMTS}/dzialki/default/PL1992/{ZOOM}/{ROW}/{COLUMN}.png"
    by_address = anonymous.get(address)
    assert by_address.content == by_pairs.content
    assert anonymous.get(address, headers={"If-None-Match": by_address.headers["ETag"]}).status_code == 304
    assert "public" in by_address.headers["Cache-Control"]
    jpeg = anonymous.get(address.replace(".png", ".jpg"))
    assert jpeg.headers["Content-Type"] == "image/jpeg"
    red = picture(jpeg).getpixel((30, 170))
    assert red[0] > 240 and max(red[1:3]) < 15
    in_the_grid_of_the_world(anonymous)


def in_the_grid_of_the_world(anonymous):
    """The tile is found by the standard's own arithmetic (17-083r4, annex D); PROJ says where the parcel is."""
    x, y = Transformer.from_crs(2180, 3857, always_xy=True).transform(500_050, 570_050)
    side = 2 * 20_037_508.342789244 / 2**16
    column, row = int((x + 20_037_508.342789244) / side), int((20_037_508.342789244 - y) / side)
    asked = pairs(TileMatrixSet="WebMercatorQuad", TileMatrix="16", TileRow=str(row), TileCol=str(column))
    image = picture(anonymous.get(WMTS, params=asked))
    assert image.size == (256, 256)
    inside = (
        int(((x + 20_037_508.342789244) / side - column) * 256),
        int(((20_037_508.342789244 - y) / side - row) * 256),
    )
    assert image.getpixel(inside)[:3] == RED


def test_tiles_of_one_sheet_are_drawn_once(drawn, anonymous, monkeypatch):
    """Four tiles of 512 pixels come from one picture; new data makes a new one, a far zoom and empty ground none."""
    asked = []

    def counted(layers, asked_for, principals):
        asked.append(asked_for)
        return original(layers, asked_for, principals)

    original = tiles.painted
    monkeypatch.setattr(tiles, "painted", counted)
    store.load("dzialki", [feature("dzialki", "b1", "049901_2.0001.77", square(500_300, 570_000, 20))])
    transaction.commit()
    first = anonymous.get(WMTS, params=pairs())
    for row, column in ((ROW, COLUMN + 1), (ROW + 1, COLUMN), (ROW + 1, COLUMN + 1)):
        picture(anonymous.get(WMTS, params=pairs(TileRow=str(row), TileCol=str(column))))
    assert [each.width for each in asked] == [1024]
    far = pairs(TileMatrix="2", TileRow="1", TileCol="2")
    assert picture(anonymous.get(WMTS, params=far)).getextrema()[3] == (0, 0)
    empty = pairs(TileRow="0", TileCol="0")
    assert picture(anonymous.get(WMTS, params=empty)).getextrema()[3] == (0, 0)
    assert len(asked) == 1
    store.load("dzialki", [feature("dzialki", "b2", "049901_2.0001.78", square(500_100, 570_100))])
    transaction.commit()
    second = anonymous.get(WMTS, params=pairs(), headers={"If-None-Match": first.headers["ETag"]})
    assert picture(second).getpixel((98, 106))[:3] == BLUE
    assert len(asked) == 2


def test_the_document_names_what_may_be_seen(drawn, anonymous, manager):
    asked = {"service": "WMTS", "request": "GetCapabilities"}
    answer = anonymous.get(WMTS, params=asked)
    assert answer.content == anonymous.get(f"{WMTS}/1.0.0/WMTSCapabilities.xml").content
    assert b"tajne" not in answer.content.lower()
    assert b"tajne" in manager.get(WMTS, params=asked).content
    hidden = manager.get(WMTS, params=pairs("tajne"))
    assert picture(hidden).getextrema()[3][1] > 0
    assert hidden.headers["Cache-Control"] == "private, no-cache"
    assert_lawful(answer.content)
    root = etree.fromstring(answer.content)
    assert root.get("version") == "1.0.0"
    (layer,) = root.iter(f"{NAMES['w']}Layer")
    assert layer.findtext(f"{NAMES['o']}Identifier") == "dzialki"
    lower = [float(each) for each in layer.find(f".//{NAMES['o']}LowerCorner").text.split()]
    assert lower[0] == pytest.approx(19.0, abs=1e-5) and 52 < lower[1] < 54
    # Every address of the document leads somewhere.
    (template,) = (
        each.get("template")
        for each in layer.iter(f"{NAMES['w']}ResourceURL")
        if each.get("format") == "image/png"
    )
    words = {"TileMatrixSet": "PL1992", "TileMatrix": ZOOM, "TileRow": ROW, "TileCol": COLUMN}
    picture(anonymous.get(template.format(**words)))
    xlink = "{http://www.w3.org/1999/xlink}href"
    legend = layer.find(f".//{NAMES['w']}LegendURL").get(xlink)
    picture(anonymous.get(legend))
    # Scales and corners: 17-083r4, annex D, and 800,000 m over 512 pixels of 0.28 mm; northing first in EPSG:2180.
    sets = {each.findtext(f"{NAMES['o']}Identifier"): each for each in root.iter(f"{NAMES['w']}TileMatrixSet")
            if len(each)}  # fmt: skip
    firsts = {name: next(each.iter(f"{NAMES['w']}TileMatrix")) for name, each in sets.items()}
    scale = {name: float(each.findtext(f"{NAMES['w']}ScaleDenominator")) for name, each in firsts.items()}
    assert scale["WebMercatorQuad"] == pytest.approx(559_082_264.0287178, rel=1e-9)
    assert scale["PL1992"] == pytest.approx(800_000 / 512 / 0.00028)
    corner = [float(each) for each in firsts["PL1992"].findtext(f"{NAMES['w']}TopLeftCorner").split()]
    assert corner == [900_000, 100_000]
    limits = {each.findtext(f"{NAMES['w']}TileMatrix"): [int(part.text) for part in each[1:]]
              for each in layer.iter(f"{NAMES['w']}TileMatrixLimits")}  # fmt: skip
    assert limits[str(ZOOM)][0] <= ROW <= limits[str(ZOOM)][1]


# 50 m and 262.5 m from the tile's corner: pixels 32 and 172 of 1.5259 m. Column 65 lies on the border of a1 and a2.
PIXEL = {"REQUEST": "GetFeatureInfo", "I": "32", "J": "172", "InfoFormat": "application/geo+json"}


def told(answer):
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["Cache-Control"] == "private, no-store"
    return [each["properties"]["business_id"] for each in answer.json()["features"]]


def test_what_is_at_a_pixel(drawn, anonymous, manager):
    """Both encodings, both grids and each form; at a zoom where nothing is drawn nothing is told."""
    by_pairs = anonymous.get(WMTS, params=pairs(**PIXEL))
    assert told(by_pairs) == ["049901_2.0001.1"]
    address = f"{WMTS}/dzialki/default/PL1992/{ZOOM}/{ROW}/{COLUMN}/172/32"
    assert anonymous.get(f"{address}.json").content == by_pairs.content
    assert sorted(told(anonymous.get(WMTS, params=pairs(**{**PIXEL, "I": "65"})))) == [
        "049901_2.0001.1",
        "049901_2.0001.2",
    ]
    assert told(anonymous.get(WMTS, params=pairs(**{**PIXEL, "I": "400"}))) == []
    assert "business_id = 049901_2.0001.1\n" in anonymous.get(f"{address}.txt").text + "\n"
    page = anonymous.get(f"{address}.html")
    assert page.headers["Content-Type"].startswith("text/html") and "<td>049901_2.0001.1</td>" in page.text
    x, y = Transformer.from_crs(2180, 3857, always_xy=True).transform(500_050, 570_050)
    side = 2 * 20_037_508.342789244 / 2**16
    across, down = (x + 20_037_508.342789244) / side, (20_037_508.342789244 - y) / side
    world = {
        "TileMatrixSet": "WebMercatorQuad",
        "TileMatrix": "16",
        "TileRow": str(int(down)),
        "TileCol": str(int(across)),
    }
    pixel = {"I": str(int(across % 1 * 256)), "J": str(int(down % 1 * 256))}
    assert told(anonymous.get(WMTS, params=pairs(**PIXEL) | world | pixel)) == ["049901_2.0001.1"]
    far = pairs(**PIXEL, TileMatrix="2", TileRow="1", TileCol="2")
    assert told(anonymous.get(WMTS, params=far)) == []
    # TAJNE-1 lies from 500,020 and 570,020: column 16, row 188.
    secret = pairs("tajne", **{**PIXEL, "I": "16", "J": "188"})
    assert told(manager.get(WMTS, params=secret)) == ["TAJNE-1"]
    exception(anonymous.get(WMTS, params=secret), "InvalidParameterValue", 400)
    for given, code in (
        ({"I": "512"}, "PointIJOutOfRange"), ({"J": "-1"}, "PointIJOutOfRange"), ({"I": "1.5"}, "PointIJOutOfRange"),
        ({"J": ""}, "MissingParameterValue"), ({"InfoFormat": ""}, "MissingParameterValue"),
        ({"InfoFormat": "text/xml"}, "InvalidParameterValue"), ({"TileRow": "1024"}, "TileOutOfRange"),
    ):  # fmt: skip
        exception(anonymous.get(WMTS, params=pairs(**{**PIXEL, **given})), code, 400)
    exception(anonymous.get(f"{address}.xml"), "InvalidParameterValue", 404)
    exception(anonymous.get(f"{address.replace('/32', '/700')}.json"), "PointIJOutOfRange", 404)


def test_refusals_are_exceptions(drawn, anonymous):
    for given, code in (
        ({"LAYER": "tajne"}, "InvalidParameterValue"), ({"LAYER": "brak"}, "InvalidParameterValue"),
        ({"LAYER": ""}, "MissingParameterValue"), ({"STYLE": "inny"}, "InvalidParameterValue"),
        ({"FORMAT": "image/svg+xml"}, "InvalidParameterValue"), ({"TileMatrixSet": "x"}, "InvalidParameterValue"),
        ({"TileMatrix": "14"}, "InvalidParameterValue"), ({"TileMatrix": "-1"}, "InvalidParameterValue"),
        ({"TileRow": "1024"}, "TileOutOfRange"), ({"TileCol": "999999999"}, "InvalidParameterValue"),
        ({"TileCol": "1e2"}, "InvalidParameterValue"), ({"VERSION": "2.0.0"}, "InvalidParameterValue"),
        ({"VERSION": ""}, "MissingParameterValue"), ({"REQUEST": "GetFeature"}, "OperationNotSupported"),
        ({"REQUEST": ""}, "MissingParameterValue"), ({"SERVICE": "WMS"}, "InvalidParameterValue"),
        ({"LAYER": "a\0b"}, "InvalidParameterValue"),
        ({"REQUEST": "GetCapabilities", "AcceptVersions": "9.9.9"}, "VersionNegotiationFailed"),
    ):  # fmt: skip
        exception(anonymous.get(WMTS, params=pairs(**given)), code, 400)
    for path, code in (
        ("dzialki/default/PL1992/10/422/512.svg", "InvalidParameterValue"),
        ("dzialki/default/PL1992/10/422", "OperationNotSupported"),
        ("dzialki/default/PL1992/10/1024/0.png", "TileOutOfRange"),
        ("tajne/default/PL1992/10/422/512.png", "InvalidParameterValue"),
        ("dzialki/default/PL1992/010/422/512.png", "InvalidParameterValue"), ("1.0.0", "OperationNotSupported"),
    ):  # fmt: skip
        exception(anonymous.get(f"{WMTS}/{path}"), code, 404)
    assert anonymous.post(WMTS, data="<x/>").status_code == 405


def test_without_mapserver_it_is_switched_off(site, anonymous, monkeypatch):
    monkeypatch.setattr(program, "PLACES", ("/nowhere",))
    for path in (
        "?request=GetCapabilities",
        "/1.0.0/WMTSCapabilities.xml",
        "/dzialki/default/PL1992/0/0/0.png",
    ):
        answer = anonymous.get(f"{WMTS}{path}")
        assert "cgi-mapserver" in exception(answer, "OperationNotSupported", 501)[0].text


def test_one_maker_at_a_time():
    """The second comes in when the first has left; another key does not wait."""
    turns, seen, inside, leave = Turns(), [], Event(), Event()

    def first():
        with turns.of("a"):
            inside.set()
            leave.wait(30)
            seen.append("first")

    def second():
        with turns.of("a"):
            seen.append("second")

    makers = [Thread(target=first), Thread(target=second)]
    makers[0].start()
    assert inside.wait(30)
    makers[1].start()
    with turns.of("b"):
        seen.append("other")
    leave.set()
    for maker in makers:
        maker.join(30)
    assert seen == ["other", "first", "second"]
    assert not turns._locks


def test_addresses_and_pairs_mean_the_same():
    path = from_path(["dzialki", "default", "WebMercatorQuad", "16", "21", "42.jpeg"])
    form = pairs(
        FORMAT="image/jpeg", TileMatrixSet="WebMercatorQuad", TileMatrix="16", TileRow="21", TileCol="42"
    )
    assert tile_of(path) == tile_of(from_pairs(form))


def test_gdal_reads_it(drawn, anonymous, tmp_path):
    """Both grids: GDAL turns the axes of the corner, finds the tiles and puts them where they belong."""
    if shutil.which("gdal_translate") is None:
        pytest.skip("gdal-bin is not installed: make system-dev")
    url = f"{anonymous.get(WMTS).url.partition('?')[0]}/1.0.0/WMTSCapabilities.xml"
    windows = {"PL1992": (500_000, 570_100, 500_200, 570_000)}
    move = Transformer.from_crs(2180, 3857, always_xy=True)
    windows["WebMercatorQuad"] = (*move.transform(500_000, 570_100), *move.transform(500_200, 570_000))
    for name, window in windows.items():
        out = tmp_path / f"{name}.png"
        command = ["gdal_translate", "-q", "-of", "PNG", "-outsize", "200", "100", "-projwin", *map(str, window),
                   f"WMTS:{url},layer=dzialki,tilematrixset={name},extendbeyonddateline=no", str(out)]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        with Image.open(out) as image:
            made = image.convert("RGB")
            assert made.getpixel((50, 50)) == RED and made.getpixel((150, 50)) == BLUE, name
    asked = [
        "gdallocationinfo",
        "-xml",
        "-geoloc",
        f"WMTS:{url},layer=dzialki,tilematrixset=PL1992",
        "500050",
        "570050",
    ]
    said = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)
    assert "049901_2.0001.1" in said.stdout, said.stdout + said.stderr
