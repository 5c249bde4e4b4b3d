"""Names of layers taken from the service itself: documents of three standards, hostile ones, the page that saves."""

from infostrada.geo.proxies import client
from infostrada.geo.proxies.capabilities import get_capabilities
from infostrada.geo.proxies.capabilities import offer_of
from infostrada.geo.proxies.national import SERVICES
from plone import api
from tests.geo.conftest import map_layer
from tests.geo.proxies.simulator import NEW_WMS
from tests.geo.proxies.simulator import OLD_WMS
from tests.geo.proxies.simulator import Simulator
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import html
import pytest
import re
import transaction


PLANS = "/wss/ext/KrajowaIntegracjaMiejscowychPlanowZagospodarowaniaPrzestrzennego"
NESTED = """<Layer><Name>grupa</Name><Title>Grupa</Title><Layer><Name>a</Name><Title>Ą</Title></Layer></Layer>
<Layer><Name>ma,przecinek</Name><Title>x</Title></Layer>"""
WMTS = """<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" version="1.0.0">
<Contents><Layer><ows:Title>Orto</ows:Title><ows:Identifier>ORTO</ows:Identifier>
<TileMatrixSetLink><TileMatrixSet>PL</TileMatrixSet></TileMatrixSetLink>
<TileMatrixSetLink><TileMatrixSet>GMC</TileMatrixSet></TileMatrixSetLink></Layer>
<Layer><ows:Title>Tylko kraj</ows:Title><ows:Identifier>KRAJ</ows:Identifier>
<TileMatrixSetLink><TileMatrixSet>PL</TileMatrixSet></TileMatrixSetLink></Layer>
<TileMatrixSet><ows:Identifier>PL</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG::2180</ows:SupportedCRS></TileMatrixSet>
<TileMatrixSet><ows:Identifier>GMC</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG:6.18.3:3857</ows:SupportedCRS>
<TileMatrix><ows:Identifier>0</ows:Identifier></TileMatrix></TileMatrixSet></Contents></Capabilities>"""
WFS = """<wfs:WFS_Capabilities xmlns:wfs="http://www.opengis.net/wfs/2.0" version="2.0.0"><wfs:FeatureTypeList>
<wfs:FeatureType><wfs:Name>ms:dzialki</wfs:Name><wfs:Title>Działki</wfs:Title></wfs:FeatureType>
</wfs:FeatureTypeList></wfs:WFS_Capabilities>"""
# A billion letters out of a page, a file of the server, somebody else's document, and what is none.
HOSTILE = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><WMS_Capabilities version="1.3.0">&b;</WMS_Capabilities>',
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><WMT_MS_Capabilities version="1.1.1">&a;</WMT_MS_Capabilities>',
    b"<ServiceExceptionReport/>", b"<html><body>Logowanie</body>", b"", b"\x89PNG",
)  # fmt: skip


def test_each_standard_tells_its_names():
    for text in (OLD_WMS, NEW_WMS):
        offer = offer_of("wms", text.replace("LAYERS", NESTED).encode())
        assert [(each.name, each.title, each.usable) for each in offer.layers] == [
            ("grupa", "Grupa", True),
            ("a", "Ą", True),
        ]
    assert offer_of("wms", OLD_WMS.encode()).formats == ("image/tiff", "image/png")
    elsewhere = NEW_WMS.replace("EPSG:2180", "EPSG:21800").replace("LAYERS", NESTED)
    assert not any(each.usable for each in offer_of("wms", elsewhere.encode()).layers)
    tiles = offer_of("wmts", WMTS.encode()).layers
    assert [(each.name, each.usable) for each in tiles] == [("ORTO;GMC", True), ("KRAJ", False)]
    (kind,) = offer_of("wfs", WFS.encode()).layers
    assert (kind.name, kind.title) == ("ms:dzialki", "Działki")


@pytest.mark.parametrize("kind", ["wms", "wmts", "wfs"])
def test_hostile_documents_offer_nothing(kind):
    for body in HOSTILE:
        with pytest.raises(ValueError):
            offer_of(kind, body)


def test_the_question():
    given = {"url": "https://a.example/wms?map=x&request=GetMap", "version": "1.1.1"}
    asked = parse_qs(urlsplit(get_capabilities("wms", given)).query)
    assert asked == {"map": ["x"], "SERVICE": ["WMS"], "REQUEST": ["GetCapabilities"], "VERSION": ["1.1.1"]}
    assert parse_qs(urlsplit(get_capabilities("wfs", given)).query)["VERSION"] == ["2.0.0"]
    assert "VERSION" not in parse_qs(urlsplit(get_capabilities("wmts", given)).query)


def test_unproved_names_say_so():
    """Sources disagree about plans: the layer begins with all that draw, and the page asks to compare."""
    unsure = {each.name for each in SERVICES if not each.confirmed}
    assert unsure == {"kimpzp", "kiapp"}


@pytest.fixture
def plans(site):
    """A layer of national plans whose names are out of date, on the simulator."""
    outside = Simulator()
    client.forget()
    url = f"http://{outside.host}{PLANS}"
    map_layer(site, "plany", "draft", kind="wms", url=url, remote_name="plany", remote_version="1.1.1")
    api.portal.set_registry_record("infostrada.geo.allowed_hosts", (outside.host,))
    transaction.commit()
    yield site, outside
    outside.stop()
    client.forget()


def test_names_are_chosen_from_what_the_service_offers(plans, manager, anonymous):
    site, outside = plans
    address = "warstwa-plany/@@layer-names"
    page = manager.get(address).text
    words = " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())
    assert "Usługa nie zna tych nazw warstwy: plany" in words
    assert page.count('type="checkbox"') == 7
    token = page.split('name="_authenticator" value="')[1].split('"')[0]
    wrong = manager.post(address, data={"names": ["raster", "brak"], "_authenticator": token})
    assert wrong.status_code == 400
    manager.post(address, data={"names": ["wektor-pow", "raster"], "_authenticator": token})
    transaction.begin()
    layer = site["warstwa-plany"]
    # In the order of the service, whatever the order of the form.
    assert (layer.remote_name, layer.remote_version) == ("raster,wektor-pow", "1.1.1")
    asked = "BBOX=473000,571000,474000,572000&WIDTH=9&HEIGHT=9"
    assert manager.get(f"@@geo-remote/plany?{asked}").headers["Content-Type"] == "image/png"
    assert outside.asked[-1][1]["LAYERS"] == "raster,wektor-pow"
    assert anonymous.get(address, allow_redirects=False).status_code in (302, 401)
    silent(outside, manager, address)


def silent(outside, manager, address):
    """A service that is away leaves the names as they are and leads to the form."""
    client.forget()
    outside.is_in_mood("refuses")
    page = manager.get(address)
    assert page.status_code == 200 and 'type="checkbox"' not in page.text
    assert "raster, wektor-pow" in page.text and "/edit#fieldsetlegend-service" in page.text
