"""Answers given before Zope: the same as Zope's, and never older than a change of rights or data."""

from infostrada.core.record.access import Principals
from infostrada.geo.services.early import EarlyAnswers
from infostrada.geo.services.early import ITEMS
from infostrada.geo.services.early import MARK
from infostrada.geo.services.early import PATH
from infostrada.geo.services.early import question
from infostrada.geo.services.early import Root
from infostrada.geo.tiles.keeping import BESIDE
from infostrada.geo.tiles.keeping import Kept

import psycopg
import pytest
import requests


BASE = "/@@geo/collections/dzialki"
PATHS = (f"{BASE}/items?limit=3", f"{BASE}/tiles/PL1992/10/422/512.mvt")
# Written by Zope alone.
ZOPES = "X-Powered-By"


def environ(path=f"{BASE}/items", query="", **more):
    return {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "wsgi.url_scheme": "http",
            "HTTP_HOST": "localhost", **more}  # fmt: skip


@pytest.mark.parametrize(
    ("query", "more", "form"),
    [
        ("limit=5&bbox=1,2,3,4", {}, {"limit": "5", "bbox": "1,2,3,4"}),
        ("", {"HTTP_COOKIE": "I18N_LANGUAGE=pl"}, {}),
        ("", {"HTTP_COOKIE": "I18N_LANGUAGE=pl; __ac=x"}, None),
        ("", {"HTTP_COOKIE": "other=x"}, None),
        ("", {"HTTP_AUTHORIZATION": "Basic x"}, None),
        ("", {"REQUEST_METHOD": "POST"}, None),
        ("", {"REQUEST_METHOD": "HEAD"}, None),
        ("limit=1&limit=2", {}, None),
        ("limit:int=1", {}, None),
        ("filter=a=1", {}, None),
        ("numer=1", {}, None),
        ("bbox=%ff", {}, None),
        ("bbox=%00", {}, None),
        ("__ac_name=admin", {}, None),
    ],
)
def test_only_plain_questions_of_visitors_are_taken(query, more, form):
    assert question(environ(query=query, **more), ITEMS) == form


@pytest.mark.parametrize(
    "path",
    ["/@@geo", "/@@geo/collections", f"{BASE}/items/a:b", f"{BASE}/items/", f"/x{BASE}/items", f"{BASE}/queryables",
     "/gmina-lipnowo/@@geo/collections/dzialki/items", f"{BASE}/tiles/PL1992/a/0/0", f"{BASE}/items\n"],
)  # fmt: skip
def test_other_addresses_are_zopes(path):
    assert PATH.fullmatch(path) is None


def test_nothing_is_learned_from_refusals():
    """Zope says nothing, a redirect, an error: the next request is Zope's again."""
    asked = []
    for status, taught in (("200 OK", False), ("404 Not Found", True), ("301 Moved", True)):

        def application(given, start, status=status, taught=taught):
            asked.append(status)
            if taught:
                given[MARK].root = Root(1, "http://localhost", Principals(("Anonymous",), ()))
            start(status, [])
            return [b""]

        early = EarlyAnswers(application)
        for _ in range(2):
            early(environ(), lambda *_arguments: None)
        assert early.roots == {}
    assert len(asked) == 6


def test_what_is_kept_stays_within_its_bytes():
    kept = Kept(most_bytes=4 * (BESIDE + 600))
    for number in range(10):
        kept.put(str(number), number, 600)
    assert [kept.get(str(number)) for number in range(10)] == [None] * 6 + [6, 7, 8, 9]
    kept.get("6")
    kept.put("new", "new", 600)
    assert (kept.get("6"), kept.get("7")) == (6, None)
    kept.put("huge", "huge", 10**6)
    assert kept.get("huge") is None


@pytest.fixture
def visit(live_site):
    """Anonymous GET; whether Zope answered is told by its own header."""
    return lambda path, **headers: requests.get(live_site.url + path, headers=headers, timeout=60)


def learned(visit, path):
    """Ask until an answer comes before Zope: the worker may commit something meanwhile."""
    for _ in range(20):
        answer = visit(path)
        if ZOPES not in answer.headers:
            return answer
    raise AssertionError(f"{path} is always answered by Zope")


@pytest.mark.parametrize("path", PATHS)
def test_the_answer_is_zopes(live_site, visit, path):
    early = learned(visit, path)
    # A credential that says nothing sends the request through Zope.
    zopes = visit(path, Cookie="unknown=1")
    assert ZOPES in zopes.headers
    assert early.content == zopes.content
    ours, theirs = (
        {name: value for name, value in each.headers.items() if name not in (ZOPES, "Date", "Via")}
        for each in (early, zopes)
    )
    assert ours == theirs
    held = visit(path, **{"If-None-Match": early.headers["ETag"]})
    assert (held.status_code, held.content) == (304, b"")


def test_a_withdrawn_layer_is_gone_at_once_and_back_at_once(live_site, visit):
    operator = requests.Session()
    operator.auth = live_site.login("operator")
    operator.headers["Accept"] = "application/json"
    found = operator.get(
        live_site.url + "/@search",
        params={"portal_type": "geo_layer", "metadata_fields": "layer_id", "b_size": 100},
    )
    (layer,) = (each["@id"] for each in found.json()["items"] if each["@id"].endswith("dzialki"))
    for path in PATHS:
        learned(visit, path)
    try:
        assert operator.post(f"{layer}/@workflow/withdraw").status_code == 200
        for path in PATHS:
            assert visit(path).status_code == 404
    finally:
        assert operator.post(f"{layer}/@workflow/publish").status_code == 200
    for path in PATHS:
        assert visit(path).status_code == 200


def test_changed_data_is_there_at_once(live_site, visit):
    before = {path: learned(visit, path) for path in PATHS}
    from infostrada.core.cluster import Cluster

    conninfo = live_site.settings.dsn or Cluster(live_site.settings.var).conninfo
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for name in ("proba", ""):
            connection.execute(
                "UPDATE geo.feature SET attrs = attrs - 'proba' || CASE WHEN %s = '' THEN '{}'::jsonb"
                " ELSE jsonb_build_object('proba', %s::text) END WHERE layer = 'dzialki' AND valid_to IS NULL", [name, name]
            )  # fmt: skip
            connection.execute("UPDATE geo.layer SET revision = revision + 1 WHERE layer = 'dzialki'")
            for path in PATHS:
                answer = visit(path, **{"If-None-Match": before[path].headers["ETag"]})
                assert answer.status_code == 200
                assert (b"proba" in answer.content) == bool(name and answer.content), path
