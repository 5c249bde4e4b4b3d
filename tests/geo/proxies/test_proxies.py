"""Outside services: allowed hosts only, the right axis order, and no harm from a broken one."""

from infostrada.core.errors import Unavailable
from infostrada.geo.proxies import client
from infostrada.geo.proxies import rules
from infostrada.geo.proxies import uldk
from infostrada.geo.proxies.cache import Cache
from infostrada.geo.proxies.cache import Kept
from infostrada.geo.proxies.national import SERVICES
from plone import api
from tests.geo.conftest import map_layer
from tests.geo.proxies.simulator import PNG
from tests.geo.proxies.simulator import Simulator
from tests.geo.proxies.simulator import ULDK_PARCEL
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import pytest
import transaction


FRAME = rules.Frame(473_000, 571_000, 474_000, 572_000, 256, 256)
WMS = {
    "url": "https://a.example/wms?map=x&REQUEST=GetCapabilities",
    "name": "dzialki",
    "version": "1.3.0",
    "format": "image/png",
}
MAP = {
    "SERVICE": "WMS",
    "REQUEST": "GetMap",
    "VERSION": "1.1.1",
    "SRS": "EPSG:2180",
    "BBOX": "473000,571000,474000,572000",
    "WIDTH": "256",
    "HEIGHT": "256",
}


def query(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}


def test_axes_by_version():
    """06-042, 6.7.2: EPSG:2180 in version 1.3.0 is northing, easting; 1.1.1 easting first."""
    newer = query(rules.get_map(WMS, FRAME))
    older = query(rules.get_map({**WMS, "version": "1.1.1"}, FRAME))
    assert (newer["BBOX"], newer["CRS"]) == ("571000.000,473000.000,572000.000,474000.000", "EPSG:2180")
    assert (older["BBOX"], older["SRS"]) == ("473000.000,571000.000,474000.000,572000.000", "EPSG:2180")
    assert (newer["map"], newer["REQUEST"], newer["STYLES"]) == ("x", "GetMap", "")


def test_addresses_of_tiles_and_features():
    tile = rules.get_tile("xyz", {"url": "https://a.example/{z}/{x}/{y}.png"}, "3", "1", "2")
    assert tile == "https://a.example/3/2/1.png"
    wmts = query(rules.get_tile("wmts", {**WMS, "name": "orto;GMC"}, "3", "1", "2"))
    assert (wmts["TILEMATRIXSET"], wmts["TILEROW"], wmts["TILECOL"]) == ("GMC", "1", "2")
    wfs = query(rules.get_features({**WMS, "version": "2.0.0"}, (1, 2, 3, 4)))
    assert wfs["BBOX"] == "2.00,1.00,4.00,3.00,urn:ogc:def:crs:EPSG::2180"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [("https://a.example/wms", True), ("https://A.EXAMPLE:443/", True), ("http://a.example:8080/", False),
     ("https://b.example/", False), ("https://a.example.evil.test/", False), ("https://u:p@a.example/", False),
     ("https://a.example@evil.test/", False), ("file:///etc/passwd", False), ("ftp://a.example/", False),
     ("https://127.0.0.1/", False), ("http://a.example:99999/", False), ("", False)],
)  # fmt: skip
def test_only_allowed_hosts(url, allowed):
    assert rules.is_allowed(url, ("a.example",)) is allowed
    assert rules.is_allowed(url, ()) is False


def test_answers_of_uldk():
    found = uldk.parcel_of(ULDK_PARCEL)
    assert (found["teryt"], found["extent"]) == ("046301_1.0001.12/3", [473470, 571720, 473480, 571730])
    swapped = ULDK_PARCEL.replace("473470 571720", "5.2 53.0")
    for nothing in (
        "-1 brak wyników",
        "0\n",
        "",
        "1\n|||",
        "1\nSRID=4326;POINT(1 2)|a|b|c|d|e|f",
        "1\nSRID=2180;POLY|a|b|c|d|e|f",
        swapped.replace("473480 571720", "1 1"),
    ):
        assert uldk.parcel_of(nothing) is None
    assert uldk.is_parcel_id("046301_1.0001.AR_1.19/1")
    assert not uldk.is_parcel_id("046301_1.0001")


def test_the_cache_is_bounded_and_forgets():
    cache = Cache(most_bytes=100, seconds=60)
    for number in range(10):
        cache.put(str(number), Kept(b"x" * 20, "image/png"))
    assert [bool(cache.get(str(number))) for number in range(10)] == [False] * 5 + [True] * 5
    cache.put("large", Kept(b"x" * 26, "image/png"))
    assert cache.get("large") is None
    old = Cache(most_bytes=100, seconds=-1)
    old.put("a", Kept(b"x", "image/png"))
    assert old.get("a") is None


@pytest.fixture
def outside():
    simulator = Simulator()
    client.forget()
    yield simulator
    simulator.stop()
    client.forget()


def ask(simulator, n=0, seconds=0.6):
    return client.fetch(f"http://{simulator.host}/tiles/{n}", ("image/",), seconds)


@pytest.mark.parametrize("mood", ["refuses", "loses", "redirects", "delays"])
def test_a_broken_service_is_an_answer_of_ours_and_is_asked_again(outside, mood):
    outside.is_in_mood(mood)
    with pytest.raises(Unavailable) as refused:
        ask(outside)
    assert refused.value.reason == "remote_failed"
    assert ask(outside).content_type == "image/png"


def test_what_was_answered_is_not_asked_again(outside):
    assert ask(outside) == ask(outside)
    assert len(outside.asked) == 1


def test_another_type_is_refused(outside):
    with pytest.raises(Unavailable):
        client.fetch(f"http://{outside.host}/tiles/1", ("text/xml",))


def test_a_host_that_keeps_failing_is_left_alone(outside):
    outside.is_in_mood(*["refuses"] * 5)
    reasons = []
    for number in range(5):
        with pytest.raises(Unavailable) as refused:
            ask(outside, number)
        reasons.append(refused.value.reason)
    assert reasons == ["remote_failed"] * 3 + ["remote_resting"] * 2
    assert len(outside.asked) == 3


def test_an_answer_sent_twice_is_taken_once(outside):
    outside.is_in_mood("repeats")
    assert ask(outside).body == PNG


def service_of(national, host):
    """A row of the list as its layer keeps it, standing on the simulator."""
    there = urlsplit(national.url)._replace(scheme="http", netloc=host).geturl()
    return {"url": there, "name": national.layers, "version": national.version, "format": national.format}


@pytest.mark.parametrize("national", SERVICES, ids=lambda each: each.name)
def test_each_national_service(outside, national):
    """Its host alone is allowed; it understands our question, whatever its version; it may fail and come back."""
    host = urlsplit(national.url).hostname
    assert rules.is_allowed(national.url, (host,))
    assert not rules.is_allowed(national.url, ("example.org",))
    service = service_of(national, outside.host)
    outside.is_in_mood("refuses", "loses")
    for _failing in range(2):
        with pytest.raises(Unavailable):
            client.fetch(rules.get_map(service, FRAME), ("image/",), 0.6)
    for version in {service["version"], "1.1.1", "1.3.0"}:
        url = rules.get_map({**service, "version": version}, FRAME)
        assert client.fetch(url, ("image/",), 5).content_type == service["format"]
    asked = len(outside.asked)
    client.fetch(rules.get_map(service, FRAME), ("image/",), 5)
    assert len(outside.asked) == asked
    # The simulator is no yes-man: axes of the other version, or another service's layer, are refused.
    swapped = rules.Frame(FRAME.south, FRAME.west, FRAME.north, FRAME.east, 256, 256)
    for wrong in (rules.get_map(service, swapped), rules.get_map({**service, "name": "nie_ma"}, FRAME)):
        with pytest.raises(Unavailable):
            client.fetch(wrong, ("image/",), 5)


@pytest.fixture
def remote(site, outside):
    """A published and a draft layer of the simulator's WMS, its WFS, and tiles."""
    common = {"url": f"http://{outside.host}/wms", "remote_name": "dzialki"}
    map_layer(site, "kieg", "published", kind="wms", remote_version="1.3.0", **common)
    map_layer(site, "ukryta", "draft", kind="wms", remote_version="1.3.0", **common)
    map_layer(site, "powiat", "published", kind="wfs", remote_version="2.0.0", **common)
    map_layer(
        site,
        "kafle",
        "published",
        kind="xyz",
        url=f"http://{outside.host}/tiles/{{z}}/{{x}}/{{y}}",
        remote_srid=3857,
    )
    transaction.commit()
    return outside


def allow(host):
    api.portal.set_registry_record("infostrada.geo.allowed_hosts", (host,))
    transaction.commit()


def test_off_until_the_host_is_allowed(remote, anonymous):
    refused = anonymous.get("@@geo-remote/kieg", params=MAP)
    assert (refused.status_code, refused.json()["reason"]) == (403, "host_not_allowed")
    assert remote.asked == []


def test_pictures_tiles_and_features_come_through(remote, anonymous, manager):
    allow(remote.host)
    picture = anonymous.get("@@geo-remote/kieg", params=MAP)
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
    assert picture.headers["ETag"]
    assert anonymous.get("@@geo-remote/kafle/3/1/2").status_code == 200
    (feature,) = anonymous.get("@@geo-remote/powiat", params={"bbox": MAP["BBOX"]}).json()["features"]
    assert feature["properties"]["NUMER_DZIALKI"] == "12/3"
    assert feature["geometry"]["coordinates"][0][0] == [473470.0, 571720.0]
    assert anonymous.get("@@geo-remote/ukryta", params=MAP).status_code == 404
    assert manager.get("@@geo-remote/ukryta", params=MAP).status_code == 200
    assert anonymous.get("@@geo-remote/dzialki", params=MAP).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"BBOX": "1,2,3"},
        {"BBOX": "1,2,1,3"},
        {"BBOX": "nan,1,2,3"},
        {"WIDTH": "0"},
        {"WIDTH": "x"},
        {"BBOX": ""},
    ],
)
def test_bad_questions_do_not_leave_the_house(remote, anonymous, wrong):
    allow(remote.host)
    assert anonymous.get("@@geo-remote/kieg", params={**MAP, **wrong}).status_code == 400
    assert remote.asked == []


def test_a_silent_service_is_503_and_the_site_lives(remote, anonymous):
    allow(remote.host)
    remote.is_in_mood("refuses")
    answer = anonymous.get("@@geo-remote/kieg", params=MAP)
    assert (answer.status_code, answer.json()["reason"]) == (503, "remote_failed")
    assert anonymous.get("@@geo/config").status_code == 200


def test_parcels_of_the_country_when_switched_on(remote, anonymous):
    question = {"q": "046301_1.0001.12/3"}
    assert anonymous.get("@@geo-search", params=question).json()["items"] == []
    api.portal.set_registry_record("infostrada.geo.uldk", f"http://{remote.host}/uldk")
    allow(remote.host)
    (found,) = anonymous.get("@@geo-search", params=question).json()["items"]
    assert (found["note"], found["extent"]) == ("ULDK", [473470, 571720, 473480, 571730])
    assert anonymous.get("@@geo-search", params={"q": "046301_1.0001.999"}).json()["items"] == []


def test_national_services_become_draft_layers(site, manager):
    page = manager.get("@@national-services").text
    assert all(f'value="{each.name}"' in page for each in SERVICES)
    token = page.split('name="_authenticator" value="')[1].split('"')[0]
    manager.post("@@national-services", data={"service": "gdos", "_authenticator": token})
    transaction.begin()
    made = site["gdos"]
    assert (api.content.get_state(made), made.kind, made.remote_version) == ("draft", "wms", "1.3.0")
    assert "sdi.gdos.gov.pl" in api.portal.get_registry_record("infostrada.geo.allowed_hosts")
