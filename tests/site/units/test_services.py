"""Units, their structure and people over REST, from the first request on; the exchanges are kept as examples."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from tests.site.records.exchange import Client

import pytest


UNIT = {
    "unit_id": "gmina-lipnowo",
    "title": "Gmina Lipnowo",
    "kind": "commune",
    "postcode": "87-100",
    "city": "Lipnowo",
}


@pytest.fixture
def rest(functional_portal):
    url = functional_portal.absolute_url()
    return Client(url, SITE_OWNER_NAME, SITE_OWNER_PASSWORD, folder="units")


def test_an_office_is_built(rest):
    made = rest.send("POST", "@units", UNIT, record="units_post")
    assert (made.status_code, made.json()["title"]) == (201, "Gmina Lipnowo")
    assert rest.send("POST", "@units", UNIT).status_code == 409
    misspelt = {**UNIT, "unit_id": "inna", "colour": "red", "officeHours": "8-16"}
    wrong = rest.send("POST", "@units", misspelt, record="units_post_400")
    assert (wrong.status_code, wrong.json()["field"], wrong.json()["reason"]) == (
        400,
        "colour",
        "unknown_member",
    )
    faults = [(each["field"], each["meant"]) for each in wrong.json()["faults"]]
    assert faults == [("colour", None), ("officeHours", "office_hours")]
    assert rest.send("GET", "@units", record="units_get").json()["items_total"] == 1
    here = "gmina-lipnowo"
    changed = rest.send("PATCH", f"{here}/@unit", {"street": "Rynek 1"}, record="unit_patch")
    assert rest.send("GET", f"{here}/@unit", record="unit_get").json() == changed.json()

    key = {"Idempotency-Key": "structure-1"}
    org = {"title": "Referat Planowania", "symbol": "GP"}
    for _time in range(2):
        answer = rest.send(
            "POST", f"{here}/@organisational-units", org, headers=key, record="organisational_units_post"
        )
        assert answer.status_code == 201, answer.text
    org_id = answer.json()["org_id"]
    body = {"title": "Inspektor", "org_id": org_id, "org_roles": ["clerk"]}
    key = {"Idempotency-Key": "post-1"}
    posts = [
        rest.send("POST", f"{here}/@posts", body, headers=key, record="posts_post").json()
        for _time in range(2)
    ]
    assert posts[0] == posts[1]
    post = posts[0]["post_id"]
    roles = {"org_roles": ["clerk", "manager"]}
    changed = rest.send("PATCH", f"{here}/@posts/{post}", roles, record="posts_patch")
    assert changed.json()["org_roles"] == ["clerk", "manager"]
    assert rest.send("PATCH", f"{here}/@posts/none", roles).status_code == 404

    person = {"user_id": "anna.nowak", "title": "Anna Nowak", "email": "anna.nowak@example.pl"}
    employed = rest.send("POST", f"{here}/@employees", person, record="employees_post")
    assert employed.status_code == 201 and employed.json()["first_password"]
    assert rest.send("GET", f"{here}/@employees", record="employees_get").json()["items_total"] == 1
    body = {"post_id": post, "user_id": "anna.nowak", "valid_from": polish_today().isoformat()}
    key = {"Idempotency-Key": "assignment-1"}
    made = [
        rest.send("POST", f"{here}/@assignments", body, headers=key, record="assignments_post")
        for _time in range(2)
    ]
    assert [each.status_code for each in made] == [201, 201] and made[0].json() == made[1].json()
    assert made[0].json()["holds_today"] is True
    bad = rest.send("POST", f"{here}/@assignments", {**body, "valid_from": "wczoraj"})
    assert (bad.status_code, bad.json()["field"], bad.json()["reason"]) == (400, "valid_from", "date")

    groups = rest.send("GET", f"{here}/@unit-groups", record="unit_groups_get").json()
    assert ["anna.nowak"] in [each["members"] for each in groups["items"]]
    tree = rest.send("GET", f"{here}/@structure", record="structure_get").json()
    assert [each["title"] for each in tree["organisational_units"][0]["posts"]] == ["Inspektor"]
    last = {"last_day": (polish_today() + timedelta(days=30)).isoformat()}
    ended = rest.send(
        "PATCH", f"{here}/@assignments/{post}/{made[0].json()['id']}", last, record="assignments_patch"
    )
    assert ended.json()["valid_to"] == last["last_day"]
    assert (
        rest.send("PATCH", f"{here}/@employees/anna.nowak", last, record="employees_patch").status_code == 200
    )
