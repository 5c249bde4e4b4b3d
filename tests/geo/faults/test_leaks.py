"""Every service of the map asked about a hidden layer and a private record: nothing of them is anywhere."""

from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from infostrada.geo.wms.program import program
from io import BytesIO
from plone import api
from plone.app.testing import TEST_USER_ID
from pypdf import PdfReader
from pytest_plone.fixtures.requests import RelativeSession
from tests.geo.conftest import NS

import pytest
import re
import transaction


SECRETS = ("TAJNE-1", "Tajne", "Sprawa poufna")
PLACE = "x=500025&y=570025&tolerance=2"
FRAME = "x=500025&y=570025&scale=500&paper=A4-landscape"
BOX = "BBOX=499950,569950,500250,570250&WIDTH=100&HEIGHT=100"
MAP = f"SERVICE=WMS&VERSION=1.1.1&SRS=EPSG:2180&{BOX}&FORMAT=image/png&STYLES="
INFO = f"{MAP}&REQUEST=GetFeatureInfo&X=25&Y=75&INFO_FORMAT=text/plain&FEATURE_COUNT=9"
# Asked without a name nothing may show; asked by name a hidden layer is answered like one that is not there.
OPEN = {
    "@@geo/collections?f=json": True, "@@geo/collections/catalogue.layers/items?f=json": True,
    "@@geo/collections/catalogue.layers/items?q=tajne": True, "@@geo/config": True, f"@@geo/what-is-here?{PLACE}": True,
    "@@geo/links": True, "@@geo/find?q=TAJNE": True, "@@geo-search?q=TAJNE-1": True, "@@geo/wfs?request=GetCapabilities": True,
    "@@geo/wfs?request=DescribeFeatureType": False, "@@geo/wms?request=GetCapabilities": True,
    "@@geo/wmts?request=GetCapabilities": True, "@@geo/wmts/1.0.0/WMTSCapabilities.xml": True, f"@@here-sheet?{PLACE}": True,
    f"@@geo-print?{FRAME}&layers=tajne:1,dzialki:1": True, "@@geo-past/days": False,
    "@@map": True, "@@geo/collections?f=html": True, "@@geo/collections/dzialki/tiles/PL1992/10/422/512": False,
    "@@records-about?layer=dzialki&name=049901_2.0001.1": True, "@records-about?layer=dzialki&name=049901_2.0001.1": True,
    "@search?geo=bbox:18.9,52.9,19.1,53.2": True, "@search?geo=feature:TAJNE-1": True,
}  # fmt: skip
NAMED = (
    "@@geo/collections/{}", "@@geo/collections/{}/items", "@@geo/collections/{}/items/" + NS + ":s1", "@@geo/collections/{}/queryables",
    "@@geo/collections/{}/schema", "@@geo/collections/{}/tiles", "@@geo/collections/{}/tiles/PL1992", "@@geo/collections/{}/tiles/WebMercatorQuad?f=tilejson",
    "@@geo/collections/{}/tiles/PL1992/10/422/512", "@@geo/collections/{}/tiles/WebMercatorQuad/16/21349/36226",
    "@@geo/collections/catalogue.layers/items/{}", "@@geo/wfs?request=GetFeature&typenames={}", "@@geo/wfs?request=DescribeFeatureType&typenames={}",
    "@@geo/wfs?request=GetFeature&storedquery_id=urn:ogc:def:query:OGC-WFS::GetFeatureById&id={}." + NS + "_x00003a_s1",
    "@@geo/wms?" + MAP + "&REQUEST=GetMap&LAYERS={}", "@@geo/wms?" + INFO + "&LAYERS={0}&QUERY_LAYERS={0}",
    "@@geo/wms?VERSION=1.1.1&REQUEST=GetLegendGraphic&FORMAT=image/png&LAYER={}", "@@geo-past?layer={}&at=2026-01-03&bbox=499950,569950,500250,570250",
    "@@geo/wmts?REQUEST=GetTile&VERSION=1.0.0&LAYER={}&STYLE=&FORMAT=image/png&TileMatrixSet=PL1992&TileMatrix=10&TileRow=422&TileCol=512",
    "@@geo/wmts/{}/default/PL1992/10/422/512.png", "@@geo/wmts/{}/default/WebMercatorQuad/16/21349/36226.jpg",
    "@@geo/wmts?REQUEST=GetFeatureInfo&VERSION=1.0.0&LAYER={}&STYLE=&FORMAT=image/png&TileMatrixSet=PL1992&TileMatrix=10&TileRow=422"
    "&TileCol=512&I=16&J=188&InfoFormat=text/plain",
    "@@geo/wmts/{}/default/PL1992/10/422/512/188/16.json", "@@geo/wmts/{}/default/PL1992/10/422/512/188/16.html",
    "@@geo-remote/{}?BBOX=499950,569950,500250,570250", "@@geo/what-is-here?layer={}&fid=" + NS + ":s1",
    "@@here-sheet?layer={}&fid=" + NS + ":s1", "@@geo/collections/dzialki/items?filter=layer='{}'",
)  # fmt: skip


# Services that have no answer about this layer for anybody.
NOBODYS = tuple(each for each in NAMED if each.startswith(("@@geo-remote", "@@geo/collections/dzialki")))


@pytest.fixture
def secrets(site, document):
    """A public document about a parcel; a private one about the parcel and about the hidden layer."""
    link(document("Decyzja jawna", "published"), [Ask("049901_2.0001.2")])
    link(document("Sprawa poufna"), [Ask("049901_2.0001.1"), Ask("TAJNE-1")])
    api.user.create("obcy@example.pl", "obcy", "Haslo-12345-obcy")
    transaction.commit()
    return site


@pytest.fixture
def stranger(secrets):
    """HTTP as somebody who has an account and no rights."""
    with RelativeSession(secrets.absolute_url()) as session:
        session.auth = ("obcy", "Haslo-12345-obcy")
        yield session


def said(answer):
    if answer.headers.get("Content-Type", "").startswith("application/pdf"):
        return "".join(each.extract_text() for each in PdfReader(BytesIO(answer.content)).pages)
    return answer.content.decode("utf-8", "replace")


def without_echo(text, path):
    """The question itself may stand in its answer, as an address or in a form."""
    for word in re.findall(r"[=:](TAJNE-1|TAJNE|tajne)", path):
        for sign in ("=", ":", "%3A", 'value="'):
            text = text.replace(sign + word, sign)
    return text


def test_nothing_hidden_is_anywhere(secrets, anonymous, stranger, manager):
    uids = [
        brain.UID
        for brain in api.content.find(
            portal_type=["Document", "geo_layer"], review_state=["private", "draft"]
        )
    ]
    words = (*SECRETS, *uids)
    assert len(uids) == 2
    for path, tells in OPEN.items():
        if re.search("wmt?s", path) and program() is None:
            continue
        session_headers = (
            {"Accept": "application/json"} if path.startswith("@") and not path.startswith("@@") else {}
        )
        for client in (anonymous, stranger):
            answer = client.get(path, headers=session_headers)
            assert answer.status_code < 500, (path, answer.text[:300])
            text = without_echo(said(answer), path)
            assert [word for word in (*words, "tajne") if word in text] == [], path
        if tells:
            # The same question does find it for those who may see it: it would have been told.
            assert any(word in said(manager.get(path, headers=session_headers)) for word in words), path


def test_a_hidden_layer_asked_by_name_is_like_none(secrets, anonymous, stranger, manager):
    for pattern in NAMED:
        if re.search("/wmt?s", pattern) and program() is None:
            continue
        for client in (anonymous, stranger):
            hidden, none = (client.get(pattern.format(name)) for name in ("tajne", "brakuje"))
            assert hidden.status_code == none.status_code, pattern
            assert said(hidden).replace("tajne", "brakuje") == said(none), pattern
            assert hidden.status_code in (200, 400, 404), (pattern, hidden.status_code)
        if pattern not in NOBODYS:
            assert said(manager.get(pattern.format("tajne"))) != said(hidden), pattern


def test_pages_of_hidden_objects_are_refused(secrets, anonymous, stranger):
    hidden = secrets["warstwa-tajne"].absolute_url()
    (private,) = (
        brain.getURL() for brain in api.content.find(portal_type="Document", review_state="private")
    )
    for client in (anonymous, stranger):
        for path in (
            hidden,
            f"{hidden}/@@iso19139",
            f"{hidden}/@@geodcat",
            private,
            f"{private}/@@places-block",
            f"{private}/@places",
        ):
            answer = client.get(path, allow_redirects=False)
            assert answer.status_code in (302, 401, 403, 404), path
            assert not [word for word in SECRETS if word in answer.text], path
        uid = next(brain.UID for brain in api.content.find(portal_type="Document", review_state="private"))
        assert client.get("@@geo/links", params={"uid": uid}).json()["features"] == []
        assert TEST_USER_ID not in client.get("@@geo/links").text
