"""Problems on their way through the real publisher, over HTTP."""

from infostrada.core import errors
from Products.Five.browser import BrowserView
from zope.component import getGlobalSiteManager
from zope.interface import Interface
from zope.publisher.interfaces.browser import IBrowserRequest

import json
import pytest
import urllib.error
import urllib.request


attempts = []


class Raise(BrowserView):
    """Raises the problem the form names."""

    # Zope's word for a page anybody may call.
    __roles__ = None

    def __call__(self):
        attempts.append(self.request.form["name"])
        raise getattr(errors, self.request.form["name"])(field="title", reason="tried")


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


@pytest.fixture
def ask(functional_portal, functional):
    page = {"required": (Interface, IBrowserRequest), "provided": Interface, "name": "raise-problem"}
    getGlobalSiteManager().registerAdapter(Raise, **page)
    attempts.clear()
    address = f"http://{functional['host']}:{functional['port']}/plone/@@raise-problem?name="

    def ask(name, accept):
        request = urllib.request.Request(address + name, headers={"Accept": accept})
        try:
            return urllib.request.build_opener(Stay).open(request, timeout=20)
        except urllib.error.HTTPError as error:
            return error

    yield ask
    getGlobalSiteManager().unregisterAdapter(**page)


@pytest.mark.parametrize(("name", "status"), [("Conflict", 409), ("NotFound", 404), ("Locked", 423)])
def test_page_and_json(ask, name, status):
    page = ask(name, "text/html")
    assert page.code == status
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<h1>" in page.read().decode()
    answer = ask(name, "application/json")
    assert answer.code == status
    body = json.load(answer)
    assert (body["type"], body["field"], body["reason"]) == (name, "title", "tried")


def test_who_is_not_logged_in_is_sent_to_the_login(ask):
    answer = ask("Unauthorized", "text/html")
    assert answer.code == 302
    assert "/login" in answer.headers["Location"] or "require_login" in answer.headers["Location"]
    program = ask("Unauthorized", "application/json")
    assert program.code == 401
    assert json.load(program)["type"] == "Unauthorized"


def test_contention_is_repeated_and_then_503(ask):
    answer = ask("ContentionError", "application/json")
    assert answer.code == 503
    assert answer.headers["Retry-After"] == "5"
    assert len(attempts) > 1
