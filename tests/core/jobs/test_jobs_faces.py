"""Jobs over HTTP: page, service, who sees what."""

from infostrada.core.jobs import enqueue
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_ID
from uuid import uuid4

import pytest
import re
import requests
import transaction


OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
JAN = ("jan", "Haslo-1-dlugie")
ANNA = ("anna", "Haslo-1-dlugie")


@pytest.fixture
def site(functional_portal):
    setRoles(functional_portal, TEST_USER_ID, ["Manager"])
    for name, password in (JAN, ANNA):
        api.user.create(email=f"{name}@example.org", username=name, password=password)
    transaction.commit()
    return functional_portal


@pytest.fixture
def job(site):
    """A job ordered by Jan."""
    login(site, "jan")
    made = enqueue("test", {"secret": "x"}, unit=None)
    transaction.commit()
    return made


def rest(method, address, auth):
    return requests.request(method, address, auth=auth, headers={"Accept": "application/json"}, timeout=30)


def test_owner_and_manager_see_a_job_others_do_not(site, job):
    address = f"{site.absolute_url()}/@jobs/{job}"
    for auth in (JAN, OWNER):
        answer = rest("GET", address, auth)
        assert answer.status_code == 200
        assert (answer.json()["state"], answer.json()["id"]) == ("queued", job)
        assert "secret" not in answer.text
    assert rest("GET", address, ANNA).status_code == 404
    assert rest("GET", f"{site.absolute_url()}/@jobs/{uuid4()}", JAN).status_code == 404
    assert rest("GET", f"{site.absolute_url()}/@jobs/nonsense", JAN).status_code == 404
    assert rest("GET", address, None).status_code in (401, 404)


def test_the_list_holds_ones_own(site, job):
    def ids(auth):
        items = rest("GET", f"{site.absolute_url()}/@jobs", auth).json()["items"]
        return [item["id"] for item in items]

    assert ids(JAN) == [job]
    assert ids(OWNER) == [job]
    assert ids(ANNA) == []


def test_cancelling_over_rest(site, job):
    address = f"{site.absolute_url()}/@jobs/{job}"
    assert rest("DELETE", address, ANNA).status_code == 404
    assert rest("DELETE", address, JAN).status_code == 204
    assert rest("GET", address, JAN).json()["state"] == "cancelled"
    again = rest("DELETE", address, JAN)
    assert (again.status_code, again.json()["reason"]) == (409, "job_ended")


def test_the_page_renews_itself_and_cancels_with_a_token(site, job):
    address = f"{site.absolute_url()}/@@job/{job}"
    page = requests.get(address, auth=JAN, timeout=30)
    assert page.status_code == 200
    assert page.headers["Refresh"] == "3"
    bare = requests.post(address, data={"cancel": "1"}, auth=JAN, timeout=30)
    assert bare.status_code == 403
    token = re.search(r'name="_authenticator" value="([^"]+)"', page.text)[1]
    words = {"cancel": "1", "_authenticator": token}
    after = requests.post(address, data=words, auth=JAN, timeout=30)
    assert after.status_code == 200
    assert "Refresh" not in after.headers
    assert rest("GET", f"{site.absolute_url()}/@jobs/{job}", JAN).json()["state"] == "cancelled"
    assert requests.get(address, auth=ANNA, timeout=30).status_code == 404


def test_the_list_page_links_to_the_job(site, job):
    page = requests.get(f"{site.absolute_url()}/@@jobs", auth=JAN, timeout=30)
    assert f'href="{site.absolute_url()}/@@job/{job}"' in page.text
