"""Faults nobody foresaw, over HTTP: a reference for whoever asked, the fault in the log, nothing else in the answer."""

from base64 import b64encode
from infostrada.core.errors import unexpected
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.Five.browser import BrowserView
from sqlalchemy.exc import IntegrityError
from zExceptions import BadRequest
from ZODB.POSException import ConflictError
from zope.component import getGlobalSiteManager
from zope.interface import Interface
from zope.publisher.interfaces.browser import IBrowserRequest

import json
import logging
import pytest
import re
import requests


PESEL = "85031419511"
OWNER = b64encode(f"{SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}".encode()).decode()
# KeyError and NameError stand in Zope's table of statuses with 503, and a text of HTML goes out as it is.
FAULTS = {
    "value": ValueError(f"Anna Kowalska {PESEL}"),
    "key": KeyError(PESEL),
    "name": NameError(f"<b>{PESEL}</b>"),
    "file": FileNotFoundError(2, "No such file", f"/srv/infostrada/{PESEL}"),
    "row": IntegrityError("INSERT INTO records.letter", {"pesel": PESEL}, ValueError(PESEL)),
    "assert": AssertionError(PESEL),
}
MEANT = {"bad": BadRequest("Data jest zła."), "busy": ConflictError(f"{PESEL} database conflict")}


class Raise(BrowserView):
    """Raises what the form names."""

    __roles__ = None

    def __call__(self):
        raise {**FAULTS, **MEANT}[self.request.form["name"]]


@pytest.fixture(scope="module")
def page():
    registered = {"required": (Interface, IBrowserRequest), "provided": Interface, "name": "raise-fault"}
    getGlobalSiteManager().registerAdapter(Raise, **registered)
    yield
    getGlobalSiteManager().unregisterAdapter(**registered)


@pytest.fixture
def ask(page, functional_portal, functional):
    def ask(name, accept, **headers):
        address = f"http://{functional['host']}:{functional['port']}/plone/@@raise-fault?name={name}"
        wanted = {"Accept": accept, "Accept-Language": "pl", **headers}
        return requests.get(address, headers=wanted, timeout=60)

    return ask


def logged(caplog):
    return [record for record in caplog.records if record.name == unexpected.__name__]


@pytest.mark.parametrize("login", [None, OWNER], ids=["anybody", "manager"])
@pytest.mark.parametrize("accept", ["application/json", "text/html", "*/*"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_tells_a_reference_that_is_in_the_log(ask, caplog, name, accept, login):
    with caplog.at_level(logging.ERROR):
        answer = ask(name, accept, **({"Authorization": f"Basic {login}"} if login else {}))
    assert answer.status_code == 500
    (record,) = logged(caplog)
    reference = re.search(r"reference (\w{8}):", record.getMessage())[1]
    assert (
        record.exc_info[0].__name__ == type(FAULTS[name]).__name__ and "@@raise-fault" in record.getMessage()
    )
    assert f"Nieoczekiwany błąd. Podaj administratorowi ten numer: {reference}" in (
        answer.text if "html" in accept else answer.json()["message"]
    )
    for told in (PESEL, "Kowalska", "Traceback", "raise-fault.py", "/srv", type(FAULTS[name]).__name__):
        assert told not in answer.text
    if "html" not in accept:
        said = answer.json()
        assert set(said) == {"type", "message", "field", "reason", "reference"}
        assert (said["type"], said["reason"], said["reference"]) == ("Unexpected", "unexpected", reference)
    else:
        assert "<h1" in answer.text and answer.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("login", [None, OWNER], ids=["anybody", "manager"])
def test_a_refusal_keeps_its_words(ask, caplog, login):
    answer = ask("bad", "application/json", **({"Authorization": f"Basic {login}"} if login else {}))
    assert answer.status_code == 400
    assert json.loads(answer.text)["message"] == "Data jest zła." and "traceback" not in answer.json()
    assert logged(caplog) == []


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_what_stays_in_conflict_may_be_tried_again(ask, caplog, accept):
    answer = ask("busy", accept)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert PESEL not in answer.text and logged(caplog) == []


def test_the_page_of_a_fault_needs_no_shell(ask, monkeypatch):
    monkeypatch.setattr("infostrada.site.theme.browser.errors.told", lambda *given: 1 / 0)
    answer = ask("value", "text/html")
    assert answer.status_code == 500 and "Nieoczekiwany błąd." in answer.text and PESEL not in answer.text
