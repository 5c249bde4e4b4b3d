"""The access log: what stays after an abort, refusals of marked objects, reports, retention."""

from click.testing import CliRunner
from contextlib import nullcontext
from infostrada.core.accesslog import note
from infostrada.core.accesslog.cli import access_log
from infostrada.core.accesslog.interfaces import IAccessLogged
from infostrada.core.sql.writing import writer
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_ID
from plone.uuid.interfaces import IUUID
from zope.interface import alsoProvides

import json
import psycopg
import pytest
import requests
import transaction


OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
# Services hide what the asker has no right to.
REFUSED = (403, 404)
JAN = ("jan", "Haslo-1-dlugie")


@pytest.fixture
def connection(database):
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def site(functional_portal):
    setRoles(functional_portal, TEST_USER_ID, ["Manager"])
    api.user.create(email="jan@example.org", username=JAN[0], password=JAN[1])
    for name in ("marked", "plain"):
        made = api.content.create(functional_portal, "Document", id=name, title=name)
        made.manage_permission("View", ["Manager"], acquire=0)
    alsoProvides(functional_portal["marked"], IAccessLogged)
    transaction.commit()
    return functional_portal


def rest(address, auth=OWNER, **params):
    return requests.get(address, params=params, auth=auth, headers={"Accept": "application/json"}, timeout=30)


def test_a_row_survives_an_abort(connection):
    note("view", uid="a", unit="gmina-lipnowo", outcome="granted")
    transaction.abort()
    rows = connection.execute("SELECT actor, action, uid, unit, outcome FROM core.access_log")
    assert rows.fetchall() == [("system", "view", "a", "gmina-lipnowo", "granted")]


def test_a_row_is_written_though_the_server_began_anew(connection):
    """The kept connection is dead; nobody is told, and nothing is missing."""
    note("view", uid="a", unit=None, outcome="granted")
    with writer() as kept:
        pid = kept.info.backend_pid
    connection.execute("SELECT pg_terminate_backend(%s, 9000)", [pid])
    for uid in ("b", "c"):
        note("view", uid=uid, unit=None, outcome="granted")
    rows = connection.execute("SELECT uid FROM core.access_log ORDER BY id").fetchall()
    assert rows == [("a",), ("b",), ("c",)]


def test_another_outcome_is_refused(database):
    with pytest.raises(ValueError):
        note("view", uid="a", unit=None, outcome="perhaps")


def test_refusals_of_marked_objects_are_held(site):
    marked = site["marked"]
    assert rest(marked.absolute_url(), auth=JAN).status_code in REFUSED
    assert rest(site["plain"].absolute_url(), auth=JAN).status_code in REFUSED
    requests.get(f"{marked.absolute_url()}/edit", auth=JAN, allow_redirects=False, timeout=30)
    rows = rest(f"{site.absolute_url()}/@access-log").json()["items"]
    assert {row["uid"] for row in rows} == {IUUID(marked)}
    assert [(row["actor"], row["outcome"], row["reason"]) for row in rows] == [
        ("jan", "refused", "unauthorized")
    ] * 2


def test_what_was_shown_of_a_marked_object_is_held_once(site):
    marked, plain = site["marked"].absolute_url(), site["plain"].absolute_url()
    assert rest(marked).status_code == rest(plain).status_code == 200
    assert rest(f"{marked}/@workflow").status_code == 200
    requests.get(f"{marked}/view", auth=OWNER, timeout=30)
    requests.head(marked, auth=OWNER, timeout=30)
    assert rest(f"{marked}/@no-such-service").status_code == 404
    rows = rest(f"{site.absolute_url()}/@access-log").json()["items"]
    assert [(row["actor"], row["action"], row["outcome"], row["uid"]) for row in rows] == [
        (SITE_OWNER_NAME, action, "granted", IUUID(site["marked"]))
        for action in ("head", "view", "view @workflow", "view")
    ]


def test_reports_per_object_and_person(site):
    note("view", uid=IUUID(site["marked"]), unit=None, outcome="granted", reason="WO.1")
    note("print", uid="elsewhere", unit="gmina-lipnowo", outcome="granted")
    of_object = rest(f"{site['marked'].absolute_url()}/@access-log").json()["items"]
    assert [(row["action"], row["reason"]) for row in of_object] == [("view", "WO.1")]
    everything = rest(f"{site.absolute_url()}/@access-log", person=TEST_USER_ID).json()["items"]
    assert [row["action"] for row in everything] == ["print", "view"]
    assert rest(f"{site.absolute_url()}/@access-log", person="nobody").json()["items"] == []


def test_the_page_shows_the_rows(site):
    note("print", uid=IUUID(site["marked"]), unit=None, outcome="granted", reason="<i>")
    page = requests.get(f"{site['marked'].absolute_url()}/@@access-log", auth=OWNER, timeout=30)
    assert page.status_code == 200
    assert ">print</td>" in page.text
    assert "&lt;i&gt;" in page.text


def test_rows_past_their_time_go_by_hand_too_and_the_setting_is_one(site, connection, monkeypatch):
    monkeypatch.setattr("infostrada.core.accesslog.cli.open_site", nullcontext)
    connection.execute(
        "INSERT INTO core.access_log (moment, actor, action, uid, unit, outcome, reason)"
        " SELECT now() - make_interval(days => days), 'jan', 'view', days::text, '', 'granted', ''"
        " FROM unnest(ARRAY[1, 800, 1200]) AS days"
    )
    api.portal.set_registry_record("infostrada.maintenance.access_log_days", 1000)
    done = CliRunner().invoke(access_log, ["prune", "--dry-run", "--json"])
    assert json.loads(done.output) == {"rows": 1, "days": 1000, "deleted": False}
    assert CliRunner().invoke(access_log, ["prune"]).output == "1 rows older than 1000 days were deleted\n"
    assert connection.execute("SELECT uid FROM core.access_log ORDER BY id").fetchall() == [("1",), ("800",)]
