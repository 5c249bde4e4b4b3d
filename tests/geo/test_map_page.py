"""The map in headless Chromium on the running product, with the demo region's data."""

from contextlib import contextmanager
from io import BytesIO
from pypdf import PdfReader
from tests.browser.axe import violations

import json
import psycopg
import pytest
import re


pytestmark = pytest.mark.browser

PARCEL = "049963_1.0001.12"

# A raster of points over the view: the parcel that GeoJSON (in degrees, put into EPSG:2180 by
# proj4) says lies there must be the one that the vector tiles show there. Points nearer than
# 0.7 m to a border are left out: a line is one pixel wide.
COINCIDE = """
async () => {
  const { geoMap } = document.querySelector("[data-geo-map]");
  const { map, config } = geoMap;
  const layer = geoMap.stack.tiles.find((each) => each.get("id") === "dzialki");
  const base = config.layers.find((each) => each.id === "dzialki").tiles.split("/tiles/")[0];
  const seen = map.getView().calculateExtent(map.getSize());
  const bbox = [seen[1], seen[0], seen[3], seen[2]].join(",");
  const crs = "http://www.opengis.net/def/crs/EPSG/0/2180";
  const question = new URLSearchParams({ bbox, "bbox-crs": crs, limit: 2000 });
  const answer = await (await fetch(`${base}/items?${question}`)).json();
  const parcels = geoMap.read(answer);
  const border = (feature, point) => Math.min(
    ...feature.getGeometry().getLinearRings().map((ring) => {
      const near = ring.getClosestPoint(point);
      return Math.hypot(near[0] - point[0], near[1] - point[1]);
    }));
  const wrong = [];
  const met = new Set();
  const [width, height] = map.getSize();
  for (let x = 60; x < width; x += 23) {
    for (let y = 10; y < height - 40; y += 23) {
      const point = map.getCoordinateFromPixel([x, y]);
      const under = parcels.filter((each) => each.getGeometry().intersectsCoordinate(point));
      if (under.length !== 1 || border(under[0], point) < 0.7) continue;
      const shown = [];
      map.forEachFeatureAtPixel([x, y], (each) => { shown.push(each.getId()); },
        { layerFilter: (each) => each === layer });
      met.add(under[0].getId());
      if (shown.length !== 1 || shown[0] !== under[0].getId()) wrong.push([x, y, shown]);
    }
  }
  return { parcels: met.size, wrong };
}
"""


@pytest.fixture
def page(chromium, live_site):
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on(
        "console",
        lambda said: page.problems.append(said.text) if said.type == "error" else None,
    )
    page.goto(f"{live_site.url}/@@map", wait_until="networkidle")
    page.wait_for_selector("[data-geo-map].is-ready")
    yield page
    context.close()


def zoom_to_parcel(page, name=PARCEL):
    page.fill("#geo-map-find", name)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('[data-geo-map]').geoMap.map.getView().getResolution() < 1"
    )
    page.wait_for_load_state("networkidle")
    # The promise gives nothing back: an event leads to the whole map, which Playwright would copy over for minutes.
    page.evaluate(
        "() => new Promise((done) => {"
        " const { map } = document.querySelector('[data-geo-map]').geoMap;"
        " map.once('rendercomplete', () => done()); map.render(); })"
    )


def test_tiles_and_geojson_coincide(page):
    zoom_to_parcel(page)
    result = page.evaluate(COINCIDE)
    assert result["parcels"] > 10
    assert result["wrong"] == []
    assert page.problems == []


def test_keyboard_alone_tells_what_is_here(page):
    zoom_to_parcel(page)
    page.focus(".geo-map-canvas")
    page.keyboard.press("Enter")
    page.wait_for_selector(f".geo-map-sheet h3:has-text('{PARCEL}')")
    before = page.evaluate("() => document.querySelector('[data-geo-map]').geoMap.sight.centre")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    after = page.evaluate("() => document.querySelector('[data-geo-map]').geoMap.sight.centre")
    assert after[0] > before[0]
    outline = page.evaluate("() => getComputedStyle(document.querySelector('.geo-map-canvas')).outlineStyle")
    assert outline == "solid"

    # Escape closes the answer and gives the map the focus.
    page.focus("#geo-map-panel-here")
    page.keyboard.press("Escape")
    assert page.locator(".geo-map-sheet").count() == 0
    assert page.evaluate("() => document.activeElement.className") == "geo-map-canvas"
    assert page.locator(".geo-map-panel > .geo-map-status").inner_text() == "Wskaż miejsce na mapie."


def test_a_layer_can_be_switched_off(page):
    box = page.get_by_role("checkbox", name="Działki ewidencyjne")
    box.uncheck()
    visible = "() => document.querySelector('[data-geo-map]').geoMap.stack.tiles.map((t) => t.getVisible())"
    assert page.evaluate(visible)[2] is False


def test_axe_finds_nothing(page):
    for tab in ("here", "layers", "legend", "tools"):
        page.click(f"#geo-map-tab-{tab}")
        assert violations(page) == [], tab


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_sticks_out_sideways(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(300)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


GEO_MAP = "document.querySelector('[data-geo-map]').geoMap"
# What the print form would send, without leaving the page.
SENT = """
() => new Promise((done) => {
  const form = document.querySelector(".geo-print");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    done([form.action, Object.fromEntries(new FormData(form))]);
  }, { once: true });
  form.requestSubmit();
})
"""
# How far the first lies below the second.
BELOW = """([one, other]) => document.querySelector(one).getBoundingClientRect().top
  - document.querySelector(other).getBoundingClientRect().bottom"""
SHAPES = f"() => {GEO_MAP}.sketches.shapes()"
STATE = f"() => JSON.stringify({GEO_MAP}.address.state)"


def click_ground(page, easting, northing):
    """A click where a place of EPSG:2180 lies on the screen; two in a row are no double click."""
    x, y = page.evaluate(f"(place) => {GEO_MAP}.map.getPixelFromCoordinate(place)", [easting, northing])
    corner = page.locator(".geo-map-canvas").bounding_box()
    page.mouse.click(corner["x"] + x, corner["y"] + y)
    page.wait_for_timeout(320)


def centre_moves(page, key):
    before = page.evaluate(f"() => {GEO_MAP}.sight.centre")
    page.keyboard.press(key)
    page.wait_for_function(
        f"(before) => {GEO_MAP}.sight.centre[0] !== before[0] && !{GEO_MAP}.map.getView().getAnimating()",
        arg=before,
    )


def measured(page):
    found = re.search(r"([\d,]+) m", page.locator(".geo-measured").inner_text().replace("\xa0", ""))
    return float(found.group(1).replace(",", ".")) if found else None


def test_the_tools_of_the_viewer(page, chromium):
    """A person's way through it: find, measure, draw by keyboard, look back, print, send the link."""
    zoom_to_parcel(page)
    page.wait_for_selector(".geo-verdict")
    page.click("#geo-map-tab-legend")
    assert "Budynki" in page.locator("#geo-map-panel-legend").inner_text()

    # A square of 20 m has 400 m² by coordinates; on the ground 400 / 0.9993² = 400.6. Clicks are whole pixels.
    page.click("#geo-map-tab-tools")
    easting, northing = (round(each) for each in page.evaluate(f"() => {GEO_MAP}.sight.centre"))
    area = page.get_by_role("button", name="Powierzchnia")
    area.click()
    assert area.get_attribute("aria-pressed") == "true"
    done = page.locator(".geo-drawbar").get_by_role("button", name="Zakończ")
    click_ground(page, easting - 10, northing - 10)
    assert done.is_disabled()
    for east, north in ((10, -10), (10, 10), (-10, 10)):
        click_ground(page, easting + east, northing + north)
    assert violations(page) == []
    done.click()
    assert measured(page) == pytest.approx(400.6, abs=20)

    # The keyboard alone: a line from the middle to the east, its last point taken back and set again.
    page.get_by_role("button", name="Linia").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    centre_moves(page, "ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => !{GEO_MAP}.sketches.busy")
    polygon, line = page.evaluate(SHAPES)
    assert (polygon["type"], line["type"], len(line["coordinates"])) == ("Polygon", "LineString", 2)
    across = line["coordinates"][1][0] - line["coordinates"][0][0]
    assert measured(page) == pytest.approx(across / 0.9993, rel=0.01)

    # Another day: the map and the sheet say which.
    page.fill("#geo-map-day", "2026-06-01")
    page.dispatch_event("#geo-map-day", "change")
    page.wait_for_selector(".geo-day:has-text('1 czerwca 2026')")
    page.fill("#geo-map-print-title", "Próba wydruku")
    page.select_option("#geo-map-print-scale", "500")
    assert page.evaluate(f"() => {GEO_MAP}.marks.frame.getSource().getFeatures().length") == 1
    address, sent = page.evaluate(SENT)
    assert [shape["type"] for shape in json.loads(sent["shapes"])] == ["Polygon", "LineString"]
    answer = page.request.post(address, form=sent)
    text = PdfReader(BytesIO(answer.body())).pages[0].extract_text()
    for words in ("Próba wydruku", "1:500", "Stan na", "Budynki", "Dane pokazowe"):
        assert words in text, words

    # The link brings somebody else to the same view, its day and its place.
    link = page.input_value("#geo-map-link")
    there = json.loads(page.evaluate(STATE))
    other = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    other.goto(link, wait_until="networkidle")
    other.wait_for_selector(".geo-day:has-text('1 czerwca 2026')")
    came = json.loads(other.evaluate(STATE))
    assert {name: came[name] for name in ("layers", "base", "at")} == {
        name: there[name] for name in ("layers", "base", "at")
    }
    assert (came["easting"], came["northing"]) == pytest.approx(
        (there["easting"], there["northing"]), abs=0.1
    )
    assert came["place"] == pytest.approx(there["place"], abs=0.1)
    # On a phone nothing covers the scale, and the frame to embed is offered.
    # Asked at once: the page may still be scrolling to the answer.
    assert other.evaluate(BELOW, [".geo-readout", ".ol-scale-line"]) >= -0.5
    other.click("#geo-map-tab-tools")
    assert "/@@embed#e=" in other.input_value("#geo-map-code")
    other.context.close()
    assert page.problems == []


@contextmanager
def without_schema(live_site):
    """The schema `geo` is away; what stands in its place afterwards is thrown away."""
    with psycopg.connect(live_site.settings.conninfo, autocommit=True) as connection:
        connection.execute("ALTER SCHEMA geo RENAME TO geo_away")
        try:
            yield connection
        finally:
            connection.execute("DROP SCHEMA IF EXISTS geo CASCADE")
            connection.execute("ALTER SCHEMA geo_away RENAME TO geo")


LISTED = "SELECT uid, to_jsonb(t) FROM {schema}.{table} AS t ORDER BY 1"


def test_pages_live_without_the_schema_and_rebuild_brings_it_back(page, live_site):
    _status, body = live_site.get("/@@geo/links", accept="application/json")
    linked = [feature["properties"] for feature in json.loads(body)["features"]]
    entry, project = (next(each for each in linked if part in each["url"]) for part in ("/bip/", "/budzet-"))
    with without_schema(live_site) as connection:
        page.goto(f"{live_site.url}/@@map")
        page.wait_for_selector(".geo-map-status.is-error:has-text('Danych mapy nie można teraz')")
        assert page.locator("h1").count() == 1
        for record in (project, entry):
            page.goto(record["url"])
            page.wait_for_selector(".geo-map-status.is-error:has-text('Danych mapy nie można teraz')")
            assert record["business_id"] in page.locator(".geo-twins").inner_text()
        rebuilt = live_site.told("geo", "rebuild")
        assert rebuilt.returncode == 0, rebuilt.stderr
        for table in ("layer_listing", "group_listing", "portal_listing", "operat_listing", "linked_record"):
            old, new = (
                connection.execute(LISTED.format(schema=schema, table=table)).fetchall()
                for schema in ("geo_away", "geo")
            )
            assert new == old, table
        page.reload()
        page.wait_for_selector("[data-geo-map].is-ready")
    assert live_site.get("/@@geo/collections/dzialki/items?limit=1")[0] == 200


def test_the_page_says_so_when_the_data_is_away(chromium, live_site):
    context = chromium.new_context()
    page = context.new_page()
    refuse = {"status": 503, "content_type": "application/problem+json", "body": "{}"}
    page.route("**/@@geo/collections/**", lambda route: route.fulfill(**refuse))
    page.goto(f"{live_site.url}/@@map")
    page.wait_for_selector(".geo-map-status.is-error:has-text('Danych mapy nie można teraz')")
    context.close()


def resolution_of(page):
    return page.evaluate(f"() => {GEO_MAP}.map.getView().getResolution()")


def pinch(page):
    """Two fingers that move apart on the map; Playwright has no such gesture of its own."""
    box = page.locator(".geo-map-canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers = page.context.new_cdp_session(page)

    def touch(kind, apart):
        points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}] if apart else []
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 30)
    for apart in range(35, 120, 12):
        touch("touchMove", apart)
        page.wait_for_timeout(16)
    touch("touchEnd", 0)


def test_a_resident_with_a_phone(chromium, live_site):
    """Far away the map says what it does not show and leads there; fingers; the device's position, given and refused."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        geolocation={"latitude": 52.9552, "longitude": 18.7588, "accuracy": 25},
        permissions=["geolocation"],
    )
    page = context.new_page()
    page.goto(f"{live_site.url}/@@map", wait_until="networkidle")
    page.wait_for_selector("[data-geo-map].is-ready")
    page.evaluate(f"() => {GEO_MAP}.map.getView().setResolution(60)")
    hint = page.locator(".geo-scale-hint")
    hint.wait_for()
    assert "Z tej odległości nie widać: " in hint.inner_text()
    far = page.locator(".geo-layer.is-far").filter(has_text="Działki ewidencyjne")
    assert "Widoczna od skali 1:" in far.locator(".geo-far").inner_text()
    hint.get_by_role("button", name="Przybliż").tap()
    hint.wait_for(state="hidden")
    page.wait_for_function(f"() => !{GEO_MAP}.map.getView().getAnimating()")

    before = resolution_of(page)
    pinch(page)
    page.wait_for_function(f"(before) => {GEO_MAP}.map.getView().getResolution() < before * 0.9", arg=before)

    page.get_by_role("button", name="Moje położenie").tap()
    page.wait_for_selector(".geo-map-status:has-text('Tu jesteś, z dokładnością do 25 m')")
    assert page.evaluate(f"() => {GEO_MAP}.marks.pin.getSource().getFeatures().length") == 2
    context.clear_permissions()
    page.get_by_role("button", name="Moje położenie").tap()
    page.wait_for_selector(".geo-map-status.is-error:has-text('Przeglądarka nie może powiedzieć mapie')")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390

    # The page of an entry has a small map of its places; the large one is a link away.
    _status, body = live_site.get("/@@geo/links", accept="application/json")
    entry = next(each for each in json.loads(body)["features"] if "/bip/" in each["properties"]["url"])
    page.goto(entry["properties"]["url"], wait_until="networkidle")
    page.wait_for_selector("[data-geo-map].is-ready")
    assert page.locator(".geo-search").count() == 0
    assert not page.locator(".geo-tabs").is_visible()
    assert page.locator(".geo-map-canvas").bounding_box()["height"] < 400
    opener = page.get_by_role("button", name="Warstwy i narzędzia")
    opener.tap()
    assert opener.get_attribute("aria-expanded") == "true" and page.locator(".geo-tabs").is_visible()
    assert "@@map" in page.get_by_role("link", name="Otwórz dużą mapę").get_attribute("href")
    assert violations(page) == []
    context.close()


def test_on_paper_and_in_the_reader_s_own_colours(page):
    before = json.loads(page.evaluate(STATE))
    page.emulate_media(color_scheme="dark", media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    # 170 mm at 96 pixels an inch; the legend stands below, tools do not.
    assert page.evaluate(f"() => {GEO_MAP}.map.getSize()[0]") == pytest.approx(170 / 25.4 * 96, abs=3)
    assert page.locator(".geo-tabpanel.is-legend").is_visible()
    assert not page.locator(".geo-toolbar").is_visible() and not page.locator(".geo-tabs").is_visible()
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    after = json.loads(page.evaluate(STATE))
    assert (after["easting"], after["resolution"]) == pytest.approx((before["easting"], before["resolution"]))

    # In the reader's own colours the chosen tab is told from the others by its line.
    page.emulate_media(forced_colors="active", media="screen")
    line = "(tab) => getComputedStyle(document.querySelector(tab)).borderBottomColor"
    chosen, other = (page.evaluate(line, f"#geo-map-tab-{name}") for name in ("layers", "here"))
    assert chosen != other
