"""Sheets on paper: true to scale, with Polish letters, nothing hidden on them."""

from infostrada.core.errors import BadRequest
from infostrada.geo.printing.drawing import outline
from infostrada.geo.printing.paper import grid_step
from infostrada.geo.printing.paper import ground
from infostrada.geo.printing.paper import paper_named
from infostrada.geo.printing.paper import scale_bar
from io import BytesIO
from pypdf import PdfReader
from tests.geo.conftest import map_layer

import json
import pytest
import re
import transaction


def test_the_ground_of_a_frame():
    """A4 upright: 210 - 2*12 = 186 mm by 297 - 2*12 - 16 - 34 = 223 mm of map; at 1:1000 as many metres."""
    box = ground(paper_named("A4-portrait"), 500_000, 570_000, 1000)
    assert (box.west, box.south, box.east, box.north) == (499_907, 569_888.5, 500_093, 570_111.5)


@pytest.mark.parametrize(
    ("denominator", "metres", "millimetres"),
    [(500, 20, 40), (1000, 50, 50), (2000, 100, 50), (2500, 100, 40), (25_000, 1000, 40), (50_000, 2000, 40)],
)
def test_the_bar_is_round_and_true(denominator, metres, millimetres):
    assert scale_bar(denominator) == (metres, millimetres)


def test_crosses_stand_about_five_centimetres_apart():
    assert [grid_step(scale) for scale in (500, 1000, 2000, 10_000)] == [20, 50, 100, 500]


@pytest.mark.parametrize("name", ["A5-portrait", "A4", "A4-", "", "../A4-portrait"])
def test_unknown_paper(name):
    with pytest.raises(BadRequest):
        paper_named(name)


def test_signs_are_closed_and_of_radius_one():
    for symbol, corners in (("square", 4), ("diamond", 4), ("triangle", 3), ("star", 10), ("cross", 12)):
        found = outline(symbol)
        assert len(found) == corners
        assert max(x * x + y * y for x, y in found) <= 1.07


def read(answer):
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


ASK = {"x": "500100", "y": "570050", "scale": "1000", "paper": "A4-portrait", "layers": "dzialki"}


def test_the_map_is_drawn_to_scale(site, anonymous):
    """Parcel 1 is a square of 100 m: at 1:1000 it is 100 mm, 283.46 points, on paper."""
    page = read(anonymous.get("@@geo-print", params={**ASK, "title": "Działki: żółć"})).pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    assert "Działki: żółć" in page.extract_text()
    drawing = page.get_contents().get_data().decode("latin-1")
    moves = [tuple(map(float, found)) for found in re.findall(r"([\d.]+) ([\d.]+) [ml]\b", drawing)]
    columns = sorted({round(x, 1) for x, _y in moves})
    assert any(abs(b - a - 283.46) < 0.3 for a in columns for b in columns)


def test_a_drawn_shape_may_be_sent_by_form(site, anonymous):
    shape = {"type": "Polygon", "coordinates": [[[500_000, 570_000], [500_050, 570_000], [500_050, 570_050], [500_000, 570_000]]]}  # fmt: skip
    assert len(read(anonymous.post("@@geo-print", data={**ASK, "shapes": json.dumps([shape])})).pages) == 1


def test_hidden_layers_are_not_on_it(site, anonymous, manager):
    seen = [read(who.get("@@geo-print", params={**ASK, "layers": "dzialki,tajne"})).pages[0].extract_text()
            for who in (anonymous, manager)]  # fmt: skip
    assert ["Tajne" in text for text in seen] == [False, True]


def test_another_day_and_a_picture_that_cannot_be_had(site, anonymous):
    """The parcels begin on 1 January 2026; the host of the WMS is not allowed."""
    map_layer(
        site, "orto", "published", kind="wms", url="http://a.example/wms", remote_name="Raster", is_base=True
    )
    transaction.commit()
    asked = {**ASK, "base": "orto", "layers": "dzialki"}
    texts = {
        day: read(anonymous.get("@@geo-print", params={**asked, "at": day})).pages[0].extract_text()
        for day in ("2025-12-31", "2026-01-01")
    }
    assert ["Dzialki" in text for text in texts.values()] == [False, True]
    said = {"2025-12-31": "31 grudnia 2025", "2026-01-01": "1 stycznia 2026"}
    for day, text in texts.items():
        assert f"Stan na {said[day]}" in text
        assert "Orto" in text
    assert anonymous.get("@@geo-print", params={**ASK, "at": "wczoraj"}).status_code == 400


@pytest.mark.parametrize(
    ("given", "field"),
    [({"scale": "0"}, "scale"), ({"scale": "nan"}, "scale"), ({"paper": "A0-portrait"}, "paper"), ({"x": ""}, "x"),
     ({"layers": "../x"}, "layers"), ({"shapes": "{}"}, "shapes"), ({"shapes": "["}, "shapes")],
)  # fmt: skip
def test_bad_questions_name_the_field(site, anonymous, given, field):
    answer = anonymous.get("@@geo-print", params={**ASK, **given})
    assert (answer.status_code, answer.json()["field"]) == (400, field)


def test_the_card_of_a_place(site, anonymous, manager):
    site["warstwa-dzialki"].theme = "parcel"
    site["warstwa-dzialki"].reindexObject()
    transaction.commit()
    card = read(anonymous.get("@@here-sheet", params={"x": "500025", "y": "570025"}))
    text = "".join(page.extract_text() for page in card.pages)
    assert "049901_2.0001.1" in text
    assert "10 000 m²" in text
    assert "TAJNE" not in text
    hidden = {"layer": "tajne", "fid": "PL.PZGiK.049901.EGiB:s1"}
    assert anonymous.get("@@here-sheet", params=hidden).status_code == 404
    assert manager.get("@@here-sheet", params=hidden).status_code == 200
