"""Headers on every kind of answer."""

from infostrada.core.security.headers import headers
from infostrada.core.security.headers import policy
from infostrada.core.security.headers import PUBLIC
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD

import pytest
import requests


OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)


@pytest.mark.parametrize(
    ("path", "status"),
    [("", 200), ("/nothing-here", 404), ("/@@journal", 200), ("/@@job/nonsense", 200), ("/@registry", 401)],
)
def test_every_answer_carries_them(functional_portal, path, status):
    accept = {"Accept": "application/json"} if path == "/@registry" else {}
    answer = requests.get(f"{functional_portal.absolute_url()}{path}", headers=accept, timeout=30)
    assert answer.status_code == status
    for name, value in headers(https=False).items():
        assert answer.headers[name] == value
    assert "Strict-Transport-Security" not in answer.headers


def test_public_pages_allow_nothing_inline():
    text = policy(PUBLIC)
    assert text.startswith("default-src 'self';")
    assert "unsafe" not in text
    assert "script-src" not in text and "style-src" not in text


def test_https_is_kept_for_two_years():
    assert headers(https=True)["Strict-Transport-Security"].startswith("max-age=63072000")


def test_only_the_logged_in_get_the_editing_policy(functional_portal):
    def asked(path="", auth=None):
        answer = requests.get(f"{functional_portal.absolute_url()}{path}", auth=auth, timeout=30)
        return answer.headers["Content-Security-Policy"]

    assert "unsafe" not in asked()
    assert "style-src 'self' 'unsafe-inline'" in asked(auth=OWNER)
    assert "unsafe-eval" not in asked(auth=OWNER)
    assert "script-src 'self' 'unsafe-eval'" in asked("/folder_contents", auth=OWNER)


def test_cookies_are_out_of_reach(functional_portal):
    answer = requests.post(
        f"{functional_portal.absolute_url()}/login",
        data={"__ac_name": "x", "__ac_password": "y", "buttons.login": "1"},
        timeout=30,
    )
    for cookie in answer.raw.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
