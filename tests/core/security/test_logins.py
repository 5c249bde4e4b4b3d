"""Passwords, codes, throttling and answers that tell nothing, over HTTP."""

from infostrada.core.security import throttle
from infostrada.core.security.factor import rules
from infostrada.core.security.factor import store
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_ID

import base64
import psycopg
import pytest
import re
import requests
import time
import transaction


OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
PASSWORD = "Haslo-1-dlugie"
# Services that are narrowed to those entitled are not even there for the others.
REFUSED = (401, 403, 404)


@pytest.fixture
def site(functional_portal):
    setRoles(functional_portal, TEST_USER_ID, ["Manager"])
    for name in ("jan", "anna"):
        api.user.create(email=f"{name}@example.org", username=name, password=PASSWORD)
    functional_portal.email_from_address = "urzad@example.org"
    transaction.commit()
    return functional_portal


@pytest.fixture
def connection(database):
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def secret(site):
    """Jan's second factor, set up; its first code was used long ago."""
    made = store.begin("jan")
    codes = store.confirm("jan", rules.code(made, int(time.time()) // 30 - 1))
    return made, codes


def now(secret):
    return rules.code(secret, int(time.time()) // 30)


def log_in(site, name, password, **more):
    return requests.post(
        f"{site.absolute_url()}/@login",
        json={"login": name, "password": password} | more,
        headers={"Accept": "application/json"},
        timeout=30,
    )


def form(site, name, password, session=None):
    return (session or requests).post(
        f"{site.absolute_url()}/login",
        data={"__ac_name": name, "__ac_password": password, "buttons.login": "1"},
        allow_redirects=False,
        timeout=30,
    )


def who(site, auth):
    return requests.get(f"{site.absolute_url()}/@users/jan", auth=auth, headers={"Accept": "application/json"}, timeout=30)  # fmt: skip


def test_right_and_wrong_passwords(site):
    assert log_in(site, "jan", PASSWORD).status_code == 200
    wrong = log_in(site, "jan", "x")
    unknown = log_in(site, "nobody-of-that-name", "x")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.json() == unknown.json()


def test_the_account_is_closed_for_a_while_by_form_service_and_basic_auth(site):
    for _ in range(throttle.LIMITS["account"]):
        assert log_in(site, "jan", "x").status_code == 401
    for answer in (log_in(site, "jan", PASSWORD), form(site, "jan", PASSWORD), who(site, ("jan", PASSWORD))):
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= throttle.WINDOW
    assert log_in(site, "anna", PASSWORD).status_code == 200


def test_an_unknown_account_is_closed_alike(site):
    for _ in range(throttle.LIMITS["account"]):
        assert log_in(site, "nobody", "x").status_code == 401
    assert log_in(site, "nobody", "x").status_code == 429


def test_an_address_is_closed_for_all_accounts(site, connection):
    for number in range(throttle.LIMITS["address"]):
        throttle.failed(f"name-{number}", "127.0.0.1")
    assert log_in(site, "jan", PASSWORD).status_code == 429


def test_it_opens_again_with_time_and_after_a_success(site, connection):
    for _ in range(throttle.LIMITS["account"]):
        throttle.failed("jan", "203.0.113.7")
    assert log_in(site, "jan", PASSWORD).status_code == 429
    connection.execute("UPDATE core.login_failure SET at = at - interval '15 minutes'")
    assert log_in(site, "jan", PASSWORD).status_code == 200
    assert throttle.standing("jan", "203.0.113.8") == (0, False)


def test_the_operator_at_the_root_is_no_failure(site, connection):
    assert who(site, OWNER).status_code == 200
    assert connection.execute("SELECT count(*) FROM core.login_failure").fetchone() == (0,)


def test_failures_are_journal_rows_without_names_of_unknowns(site, connection):
    log_in(site, "jan", "x")
    log_in(site, "pesel-44051401359", "x")
    rows = connection.execute(
        "SELECT actor, data FROM core.journal WHERE action = 'login.failed' ORDER BY id"
    ).fetchall()
    assert [actor for actor, _data in rows] == ["jan", "unknown"]
    assert "44051401359" not in str(rows)
    assert "name" not in rows[0][1]
    assert len(rows[1][1]["name"]) == 64


def test_the_service_demands_the_code(site, secret):
    asked = log_in(site, "jan", PASSWORD)
    assert (asked.status_code, asked.json()["reason"]) == (401, "second_factor_required")
    assert log_in(site, "jan", PASSWORD, code="000000").json() == log_in(site, "jan", "x").json()
    code = now(secret[0])
    token = log_in(site, "jan", PASSWORD, code=code).json()["token"]
    answer = requests.get(
        f"{site.absolute_url()}/@users/jan",
        headers={"Accept": "application/json", "Authorization": f"Bearer {token}"},
        timeout=30,
    )
    assert answer.json()["username"] == "jan"
    assert log_in(site, "jan", PASSWORD, code=code).status_code == 401


def test_a_password_alone_opens_nothing_once_there_is_a_factor(site, secret):
    assert who(site, ("jan", PASSWORD)).status_code in REFUSED
    page = requests.get(f"{site.absolute_url()}/@@second-factor-enrol", auth=("jan", PASSWORD), timeout=30, allow_redirects=False)  # fmt: skip
    assert page.status_code == 302


def test_a_recovery_code_works_once(site, secret):
    code = secret[1][3]
    assert log_in(site, "jan", PASSWORD, code=code.lower()).status_code == 200
    assert log_in(site, "jan", PASSWORD, code=code).status_code == 401


def test_password_then_code_in_the_browser(site, secret):
    session = requests.Session()
    first = form(site, "jan", PASSWORD, session)
    assert first.status_code == 302
    assert "/@@second-factor" in first.headers["Location"]
    assert "__ac" not in session.cookies
    page = session.get(first.headers["Location"], timeout=30)
    assert 'autocomplete="one-time-code"' in page.text
    address = f"{site.absolute_url()}/@@second-factor"
    assert session.post(address, data={"code": "000000"}, timeout=30).status_code == 401
    code = now(secret[0])
    done = session.post(address, data={"code": code}, allow_redirects=False, timeout=30)
    assert (done.status_code, done.headers["Location"]) == (302, site.absolute_url())
    assert "__ac" in session.cookies
    assert "second-factor" not in session.get(f"{site.absolute_url()}/@@jobs", timeout=30).url
    again = requests.Session()
    form(site, "jan", PASSWORD, again)
    assert again.post(address, data={"code": code}, timeout=30).status_code == 401


def test_the_second_step_needs_the_first(site, secret):
    address = f"{site.absolute_url()}/@@second-factor"
    answer = requests.post(address, data={"code": now(secret[0])}, allow_redirects=False, timeout=30)
    assert answer.headers["Location"].endswith("/login")
    forged = base64.urlsafe_b64encode(b"\0" * 32 + b"9999999999|jan").decode()
    answer = requests.post(
        address,
        cookies={"__second_step": forged},
        data={"code": now(secret[0])},
        allow_redirects=False,
        timeout=30,
    )
    assert answer.headers["Location"].endswith("/login")


def test_enrolling_on_the_page(site):
    session = requests.Session()
    form(site, "anna", PASSWORD, session)
    address = f"{site.absolute_url()}/@@second-factor-enrol"
    page = session.get(address, timeout=30)
    assert 'src="data:image/svg+xml;base64,' in page.text
    secret = re.search(r"<code>([A-Z2-7 ]{39})</code>", page.text)[1].replace(" ", "")
    token = re.search(r'name="_authenticator" value="([^"]+)"', page.text)[1]
    bare = session.post(address, data={"code": now(secret)}, timeout=30)
    assert bare.status_code == 403
    words = {"code": now(secret), "_authenticator": token}
    done = session.post(address, data=words, timeout=30)
    assert len(re.findall(r"<li><code>(?:[0-9A-F]{4}-){4}[0-9A-F]{4}</code></li>", done.text)) == 10
    assert store.enrolled("anna")
    assert secret not in session.get(address, timeout=30).text


def test_whoever_must_enrol_gets_nowhere_before(site):
    api.group.create("unit:gmina:clerk")
    api.group.add_user(groupname="unit:gmina:clerk", username="anna")
    api.portal.set_registry_record("infostrada.security.second_factor_groups", ("unit:",))
    api.portal.set_registry_record("infostrada.security.second_factor_required", True)
    transaction.commit()
    refused = requests.get(site.absolute_url(), auth=("anna", PASSWORD), headers={"Accept": "application/json"}, timeout=30)  # fmt: skip
    assert (refused.status_code, refused.json()["reason"]) == (403, "second_factor_enrolment")
    page = requests.get(site.absolute_url(), auth=("anna", PASSWORD), timeout=30)
    assert page.url.endswith("/@@second-factor-enrol")
    assert (
        requests.get(site.absolute_url(), auth=("jan", PASSWORD), timeout=30).url.rstrip("/")
        == site.absolute_url()
    )


def test_password_reset_tells_nothing(site):
    def page(name):
        words = {"userid": name}
        return requests.post(f"{site.absolute_url()}/mail_password", data=words, timeout=30)

    known, unknown = page("jan"), page("nobody")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert re.sub(r"_authenticator.*?>", "", known.text) == re.sub(r"_authenticator.*?>", "", unknown.text)

    def service(name, **data):
        return requests.post(
            f"{site.absolute_url()}/@users/{name}/reset-password",
            json=data,
            headers={"Accept": "application/json"},
            timeout=30,
        )

    assert service("jan").status_code == service("nobody").status_code
    wrong = {"reset_token": "x", "new_password": "Nowe-haslo-1"}
    assert service("jan", **wrong).status_code == service("nobody", **wrong).status_code == 403


def test_users_are_not_listed_or_looked_up(site):
    for auth in (None, ("anna", PASSWORD)):
        answers = {
            name: requests.get(
                f"{site.absolute_url()}/@users/{name}",
                auth=auth,
                headers={"Accept": "application/json"},
                timeout=30,
            )
            for name in ("jan", "nobody")
        }
        assert answers["jan"].status_code == answers["nobody"].status_code
        assert answers["jan"].status_code in REFUSED
        bodies = {name: answer.text.replace(name, "") for name, answer in answers.items()}
        assert bodies["jan"] == bodies["nobody"]


def test_a_wrong_file_names_its_field(site):
    data = base64.b64encode(b"MZ\x90\0").decode()
    file = {"data": data, "encoding": "base64", "filename": "pismo.pdf", "content-type": "application/pdf"}
    answer = requests.post(
        site.absolute_url(),
        auth=OWNER,
        headers={"Accept": "application/json"},
        timeout=30,
        json={"@type": "File", "title": "Pismo", "file": file},
    )
    assert answer.status_code == 400
    assert (answer.json()["field"], answer.json()["reason"]) == ("file", "file_type_dangerous")
