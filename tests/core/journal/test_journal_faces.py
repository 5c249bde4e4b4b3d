"""The journal's page and service over HTTP, lost commits, logins."""

from infostrada.core.journal import append
from infostrada.core.journal.compensation import compensate
from infostrada.core.journal.compensation import LOST
from infostrada.core.journal.repository import serials
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_ID
from plone.uuid.interfaces import IUUID
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest
import requests
import transaction


# Services hide what the asker has no right to.
REFUSED = (401, 403, 404)
OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)


@pytest.fixture
def site(functional_portal):
    setRoles(functional_portal, TEST_USER_ID, ["Manager"])
    transaction.commit()
    return functional_portal


@pytest.fixture
def page(site):
    made = api.content.create(site, "Document", id="page", title="Protokół")
    for number in range(3):
        append("site.page.edit", unit=None, uid=IUUID(made), data={"number": number, "<b>": "<script>"})
    append("other.deed", unit="gmina-lipnowo", uid="elsewhere")
    transaction.commit()
    return made


def get(address, **params):
    return requests.get(address, params=params, auth=OWNER, timeout=30)


def rest(address, auth=OWNER, **params):
    return requests.get(address, params=params, auth=auth, headers={"Accept": "application/json"}, timeout=30)


def test_the_service_pages_through_the_rows(site, page):
    first = rest(f"{site.absolute_url()}/@journal", size=2, action="site").json()
    assert [item["data"]["number"] for item in first["items"]] == [2, 1]
    second = rest(first["next"]).json()
    assert [item["data"]["number"] for item in second["items"]] == [0]
    assert "next" not in second


def test_an_object_shows_its_own_history(site, page):
    items = rest(f"{page.absolute_url()}/@journal").json()["items"]
    assert {item["uid"] for item in items} == {IUUID(page)}
    assert len(items) == 3


@pytest.mark.parametrize(("field", "value"), [("size", "201"), ("size", "-1"), ("before", "x")])
def test_a_wrong_number_names_its_field(site, page, field, value):
    answer = rest(f"{site.absolute_url()}/@journal", **{field: value})
    assert answer.status_code == 400
    assert answer.json()["field"] == field


def test_nobody_else_reads_the_journal(site, page):
    for name in ("@journal", "@access-log"):
        assert rest(f"{site.absolute_url()}/{name}", auth=None).status_code in REFUSED
    api.user.create(email="jan@example.org", username="jan", password="Haslo-1-dlugie")
    transaction.commit()
    for name in ("@journal", "@access-log"):
        answer = rest(f"{site.absolute_url()}/{name}", auth=("jan", "Haslo-1-dlugie"))
        assert answer.status_code in REFUSED


def test_the_page_escapes_what_it_shows(site, page):
    answer = get(f"{site.absolute_url()}/@@journal", action="site.page")
    assert answer.status_code == 200
    assert "&lt;script&gt;" in answer.text
    assert "<b>&quot;" not in answer.text
    assert answer.text.count("<td><code>site.page.edit</code></td>") == 3


def test_a_login_is_a_row(site):
    api.user.create(email="jan@example.org", username="jan", password="Haslo-1-dlugie")
    transaction.commit()
    answer = requests.post(
        f"{site.absolute_url()}/@login",
        json={"login": "jan", "password": "Haslo-1-dlugie"},
        headers={"Accept": "application/json"},
        timeout=30,
    )
    assert answer.status_code == 200
    rows = rest(f"{site.absolute_url()}/@journal", action="login").json()["items"]
    assert [(row["actor"], row["uid"], row["data"]) for row in rows] == [("jan", "", {})]


def test_an_object_that_was_committed_needs_no_compensation(site, page):
    assert compensate(serials(site.getPhysicalRoot()), patience=-1) == 0
    transaction.commit()
    assert rest(f"{site.absolute_url()}/@journal", action=LOST).json()["items"] == []


def test_rows_of_a_lost_commit_get_a_compensating_row(site, page):
    """What a kill between the commits leaves: the rows are there, the object's new revision is not."""
    root = site.getPhysicalRoot()
    uid = IUUID(page)

    def lost(path, name):
        return None if name == uid else serials(root)(path, name)

    assert compensate(lost, patience=-1) == 3
    transaction.commit()
    rows = rest(f"{site.absolute_url()}/@journal", action=LOST).json()["items"]
    assert [(row["uid"], row["data"]["action"]) for row in rows] == [(uid, "site.page.edit")] * 3
    assert compensate(lost, patience=-1) == 0


def test_a_change_that_never_reached_the_object_is_compensated(site, page):
    compensate(serials(site.getPhysicalRoot()), patience=-1)
    transaction.commit()
    before = page._p_serial
    page.title = "Zmieniony"
    page.reindexObject()
    notify(ObjectModifiedEvent(page))
    append("site.page.edit", unit=None, uid=IUUID(page))
    transaction.commit()
    assert page._p_serial > before
    assert compensate(lambda path, uid: before, patience=-1) == 1


def test_an_object_deleted_on_purpose_is_not_compensated(site, page):
    api.content.delete(page)
    transaction.commit()
    assert compensate(serials(site.getPhysicalRoot()), patience=-1) == 0
