"""Lists over REST: the journal, the access log and whole listings as files; places in a list nobody gave are refused."""

from exchange import Client
from infostrada.core.openapi.document import document
from infostrada.core.record import cursor as cursors
from io import BytesIO
from openpyxl import load_workbook
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from world import LETTER
from world import PASSWORD

import base64
import json
import pytest


UNIT = "gmina-lipnowo"


@pytest.fixture
def rest(site):
    def client(user_id):
        return Client(site.absolute_url(), user_id, PASSWORD)

    return client


@pytest.fixture
def operator(site):
    return Client(site.absolute_url(), SITE_OWNER_NAME, SITE_OWNER_PASSWORD)


def letters(rest, count):
    registry = rest("ewa.kancelaria")
    for _each in range(count):
        assert registry.send("POST", f"{UNIT}/@letters", LETTER).status_code == 201
    return registry


def test_logs_and_files(rest, operator):
    registry = letters(rest, 2)
    journal = operator.send(
        "GET", f"{UNIT}/@journal?action=records.letter.registered&size=1", record="journal_get"
    )
    assert journal.status_code == 200, journal.text
    told = journal.json()
    assert len(told["items"]) == 1 and "before=" in told["next"]
    older = operator.send("GET", told["next"]).json()["items"]
    assert older[0]["id"] < told["items"][0]["id"] and older[0]["action"] == told["items"][0]["action"]
    asked = f"{UNIT}/@listing-export?name=letters&columns=number,title&format=xlsx"
    book = registry.send("GET", asked, record="listing_export_get")
    assert book.status_code == 200, book.text
    assert len(list(load_workbook(BytesIO(book.content)).active.values)) == 3
    log = operator.send("GET", f"{UNIT}/@access-log?person=ewa.kancelaria", record="access_log_get").json()
    assert {"listing.export"} <= {row["action"] for row in log["items"]}


def forged(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_a_place_no_answer_gave_is_refused(rest, operator):
    registry = letters(rest, 3)
    first = registry.send("GET", f"{UNIT}/@letters?size=1").json()
    given = first["next_cursor"]
    second = registry.send("GET", f"{UNIT}/@letters?size=1&cursor={given}").json()
    assert second["items"][0]["number"] == first["items"][0]["number"] - 1
    order = json.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
    bad = (
        "1", "%00", "null", "[]", given[:-3], given + "AA", forged("[" * 9_000), forged(json.dumps([order[0]])),
        forged(json.dumps(["cases:started_on:-", *order[1:]])), forged(json.dumps([order[0], *[1] * (len(order) - 1)])),
        forged(json.dumps([order[0], *["\0"] * (len(order) - 1)])), forged(json.dumps([order[0], *["\ud800"] * (len(order) - 1)])),
        forged(json.dumps([order[0], *["x"] * (len(order) - 1)])),
    )  # fmt: skip
    for each in bad:
        answer = registry.send("GET", f"{UNIT}/@letters?size=1&cursor={each}")
        said = answer.json()
        assert (answer.status_code, said["field"]) == (400, "cursor"), (each[:60], answer.text)
        assert said["reason"] in ("bad_cursor", "bad_value") and said["message"]
    twice = registry.send("GET", f"{UNIT}/@letters?cursor={given}&cursor={given}")
    assert (twice.status_code, twice.json()["reason"]) == (400, "bad_cursor")
    assert registry.send("GET", f"{UNIT}/@cases?cursor={given}").status_code == 400
    for size in ("0", "201", "²", "-1", "9" * 5_000, "1&size=2"):
        answer = registry.send("GET", f"{UNIT}/@letters?size={size}")
        assert (answer.status_code, answer.json()["field"]) == (400, "size"), size


def test_a_place_shows_nobody_more_than_they_may_see(rest):
    """It is a place in an order, no right: whoever brings it gets the rows after it that are theirs."""
    registry = letters(rest, 3)
    given = registry.send("GET", f"{UNIT}/@letters?size=1").json()["next_cursor"]
    stranger = rest("adam.obcy").send("GET", f"{UNIT}/@letters?size=1&cursor={given}")
    assert stranger.status_code in (401, 403, 404) or stranger.json()["items"] == []


@pytest.mark.parametrize(
    ("path", "order", "values"),
    [
        ("@numbers?year=2026", "numbers:{}:2026", ("letters", "", "1")),
        ("@folders?", "folders:{}", ("GP", "6730", "2026")),
        ("@special-data?", "special-data:{}", ("x",)),
        ("@unregistered-mail?", "unregistered-mail:{}", ("x",)),
        ("@preservation?year=2026", "preservation:{}:2026", ("1",)),
        ("@personal-registers/breaches?", "breaches:{}", ("2026", "1")),
    ],
)
def test_places_of_short_lists(operator, path, order, values):
    """Each names its list, its office and what was asked."""
    own, other = (cursors.encode(order.format(unit), values) for unit in (UNIT, "gmina-inna"))
    answer = operator.send("GET", f"{UNIT}/{path}&cursor={own}")
    assert (answer.status_code, answer.json()["items"]) == (200, []), answer.text
    for wrong in (other, "1", "x-1", '["a","b",1]', cursors.encode(order.format(UNIT), [*values, "1"])):
        answer = operator.send("GET", f"{UNIT}/{path}&cursor={wrong}")
        assert (answer.status_code, answer.json()["reason"]) == (400, "bad_cursor"), (wrong, answer.text)
    if values[-1].isdigit():
        wrong = cursors.encode(order.format(UNIT), [*values[:-1], "1e9"])
        assert operator.send("GET", f"{UNIT}/{path}&cursor={wrong}").status_code == 400


def test_places_of_logs(operator):
    for name in ("@journal", "@access-log"):
        for wrong in ("x", "0x10", "²", "9" * 40, "-1"):
            answer = operator.send("GET", f"{UNIT}/{name}?before={wrong}")
            assert (answer.status_code, answer.json()["reason"]) == (400, "bad_cursor"), (name, wrong)


def test_the_document_tells_of_files(integration):
    told = document("http://localhost:8080")["paths"]
    export = told["/{contentish}/@listing-export"]["get"]
    assert export["responses"]["200"]["content"] == {
        "*/*": {"schema": {"type": "string", "format": "binary"}}
    }
    body = told["/{unit}/@bundles"]["post"]["requestBody"]["content"]
    assert set(body) == {"application/json", "application/octet-stream"}
    assert body["application/json"]["schema"]["unevaluatedProperties"] is False
