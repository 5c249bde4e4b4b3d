"""The map in headless Chromium on the running product, with the demo region's data."""

from axe_playwright_python.sync_playwright import Axe

import pytest


pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PARCEL = "049963_1.0001.12"

# A raster of points over the view: the parcel that GeoJSON (in degrees, put into EPSG:2180 by
# proj4) says lies there must be the one that the vector tiles show there. Points nearer than
# 0.7 m to a border are left out: a line is one pixel wide.
COINCIDE = """
async () => {
  const { geoMap } = document.querySelector("[data-geo-map]");
  const { map, config } = geoMap;
  const layer = geoMap.tiles.find((each) => each.get("id") === "dzialki");
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
    page.evaluate(
        "() => new Promise((done) => {"
        " const { map } = document.querySelector('[data-geo-map]').geoMap;"
        " map.once('rendercomplete', done); map.render(); })"
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
    before = page.evaluate("() => document.querySelector('[data-geo-map]').geoMap.centre()")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    after = page.evaluate("() => document.querySelector('[data-geo-map]').geoMap.centre()")
    assert after[0] > before[0]
    outline = page.evaluate("() => getComputedStyle(document.querySelector('.geo-map-canvas')).outlineStyle")
    assert outline == "solid"


def test_a_layer_can_be_switched_off(page):
    box = page.get_by_role("checkbox", name="Działki ewidencyjne")
    box.uncheck()
    visible = "() => document.querySelector('[data-geo-map]').geoMap.tiles.map((t) => t.getVisible())"
    assert page.evaluate(visible)[2] is False


def test_axe_finds_nothing(page):
    options = {"runOnly": {"type": "tag", "values": WCAG}}
    for tab in ("here", "layers", "tools"):
        page.click(f"#geo-map-tab-{tab}")
        found = Axe().run(page, options=options).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], tab


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_sticks_out_sideways(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(300)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_page_says_so_when_the_data_is_away(chromium, live_site):
    context = chromium.new_context()
    page = context.new_page()
    refuse = {"status": 503, "content_type": "application/problem+json", "body": "{}"}
    page.route("**/@@geo/collections/**", lambda route: route.fulfill(**refuse))
    page.goto(f"{live_site.url}/@@map")
    page.wait_for_selector(".geo-map-status.is-error:has-text('Danych mapy nie można teraz')")
    context.close()
