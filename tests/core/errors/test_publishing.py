"""Problems on their way through the real publisher, over HTTP."""

from base64 import b64encode
from infostrada.core import errors
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.Five.browser import BrowserView
from transaction import commit
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


def send(address, body=None, **headers):
    asked = {"Accept": "application/json", "Content-Type": "application/json", **headers}
    request = urllib.request.Request(address, data=body, headers=asked)
    try:
        answer = urllib.request.build_opener(Stay).open(request, timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.code, json.load(answer)


def test_what_plone_refuses_is_said_as_ours(functional_portal, functional):
    """401 without a login that holds, 403 with one, 404, 400 for a body that is no JSON object; in the visitor's words."""
    site = f"http://{functional['host']}:{functional['port']}/plone"
    owner = b64encode(f"{SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}".encode()).decode()
    wrong = b64encode(f"{SITE_OWNER_NAME}:zle".encode()).decode()
    api.user.create(email="jan@example.pl", username="jan", password="Kancelaria-2026!")
    commit()
    jan = b64encode(b"jan:Kancelaria-2026!").decode()
    closed = f"{site}/@controlpanels"
    assert send(closed, Authorization=f"Basic {owner}")[0] == 200
    for login, status, reason in (
        (None, 401, "unauthorized"),
        (wrong, 401, "unauthorized"),
        (jan, 403, "forbidden"),
    ):
        code, said = send(closed, **({"Authorization": f"Basic {login}"} if login else {}))
        assert (code, said["reason"], set(said)) == (status, reason, {"type", "message", "field", "reason"})
    code, said = send(f"{site}/nie-ma", **{"Accept-Language": "pl"})
    assert (code, said["reason"], said["message"]) == (404, "not_found", "Nie ma takiej strony.")
    for body in (b"[]", b"{", b"null", b'{"\xff": 1}', b"[" * 20_000, b'{"a":' * 9_000):
        code, said = send(f"{site}/@login", body)
        assert (code, said["reason"]) == (400, "json_unreadable"), body[:20]
