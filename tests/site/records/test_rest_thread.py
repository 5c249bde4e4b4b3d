"""The thread over REST, as the guide shows it; its exchanges are written to tests/http/records."""

from datetime import timedelta
from exchange import Client
from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from tests.days import this_year
from world import LETTER
from world import PASSWORD
from world import PLAN

import base64
import pytest
import requests


def file_json(name, data):
    encoded = base64.b64encode(data).decode()
    return {"filename": name, "encoding": "base64", "data": encoded}


@pytest.fixture
def client(site):
    def make(user_id):
        return Client(site.absolute_url(), user_id, PASSWORD)

    return make


def test_the_whole_thread(client):
    registry, head, clerk, manager = map(
        client, ("ewa.kancelaria", "jan.wojt", "anna.urbanista", "piotr.kierownik")
    )
    unit = "gmina-lipnowo"
    body = {**LETTER, "files": [file_json("wniosek.pdf", b"%PDF-1.7 wniosek")]}
    made = registry.send(
        "POST",
        f"{unit}/@letters",
        body,
        record="letters_post",
        headers={"Idempotency-Key": "okienko-1-0001"},
    )
    assert made.status_code == 201, made.text
    letter = made.json()
    assert letter["rpw_number"] == f"1/{this_year()}"
    assert made.headers["Location"] == letter["@id"]

    again = registry.send("POST", f"{unit}/@letters", body, headers={"Idempotency-Key": "okienko-1-0001"})
    assert (again.status_code, again.json()["uid"]) == (201, letter["uid"])

    listed = registry.send("GET", f"{unit}/@letters?size=10", record="letters_get").json()
    assert [row["number"] for row in listed["items"]] == [1]

    download = requests.get(letter["files"][0]["download"], auth=registry.session.auth, timeout=30)
    assert download.content == b"%PDF-1.7 wniosek"
    assert download.headers["Content-Disposition"].startswith("attachment")

    term = (polish_today() + timedelta(days=14)).isoformat()
    order = {"assignee": "anna.urbanista", "disposition": "do załatwienia", "due_on": term}
    task = head.send("POST", f"{letter['@id']}/@tasks", order, record="tasks_post")
    assert task.status_code == 201, task.text

    work = clerk.send("GET", f"{unit}/@my-work", record="my_work_get").json()
    assert [row["about_label"] for row in work["tasks"]] == [f"1/{this_year()}"]
    assert requests.get(
        work["tasks"][0]["@id"], auth=clerk.session.auth, headers={"Accept": "application/json"}, timeout=60
    ).ok
    assert work["totals"] == {"tasks": 1, "unsent": 0, "to_accept": 0, "drafts": 0, "cases": 0}
    assert clerk.send("GET", f"{unit}/@my-work?size=1").json()["tasks"] == work["tasks"]
    for size in ("0", "201", "ten"):
        assert clerk.send("GET", f"{unit}/@my-work?size={size}").json()["reason"] == "bad_size"

    opened = clerk.send(
        "POST",
        f"{unit}/@cases",
        {
            "title": "Warunki zabudowy, działka 12/3",
            "org_id": "gp",
            "class_symbol": "6730",
            "letter_uid": letter["uid"],
            "term": "inquiry",
            "parties": [{"name": "Maria Kowalczyk", "role": "strona"}],
        },
        record="cases_post",
        headers={"Idempotency-Key": "sprawa-0001"},
    )
    assert opened.status_code == 201, opened.text
    case = opened.json()
    assert case["sign"] == f"GP.6730.1.{this_year()}"
    assert case["letters"] == [letter["uid"]]

    added = clerk.send(
        "POST",
        f"{case['@id']}/@documents",
        {
            "title": "Decyzja o warunkach zabudowy",
            "document_kind": "decyzja",
            "file": file_json("decyzja.docx", b"projekt 1"),
        },
        record="documents_post",
    )
    assert added.status_code == 201, added.text
    document = added.json()
    tag = added.headers["ETag"]

    version = clerk.send(
        "POST",
        f"{document['@id']}/@versions",
        {"file": file_json("decyzja.docx", b"projekt 2"), "comment": "pouczenie"},
        record="versions_post",
        headers={"If-Match": tag},
    )
    assert version.status_code == 201, version.text
    stale = clerk.send(
        "POST",
        f"{document['@id']}/@versions",
        {"file": file_json("decyzja.docx", b"projekt 3")},
        record="versions_post_stale",
        headers={"If-Match": tag},
    )
    assert stale.status_code == 412

    held = clerk.send("POST", f"{document['@id']}/@check-out", {}, record="check_out_post")
    assert held.json()["checked_out_by"] == "anna.urbanista"
    locked = manager.send(
        "POST",
        f"{document['@id']}/@versions",
        {"file": file_json("decyzja.docx", b"inna")},
        record="versions_post_locked",
    )
    assert (locked.status_code, locked.json()["reason"]) == (423, "checked_out")
    assert clerk.send("DELETE", f"{document['@id']}/@check-out", record="check_out_delete").status_code == 200

    refused = clerk.send("POST", f"{case['@id']}/@closing", {}, record="closing_post_blocked")
    assert refused.status_code == 409
    assert [item["reason"] for item in refused.json()["blockers"]] == [
        "document_not_final",
        "decision_missing",
    ]

    step = {"step": "submit", "acceptor": "piotr.kierownik"}
    assert clerk.send("POST", f"{document['@id']}/@acceptance", step).status_code == 200
    accepted = manager.send(
        "POST", f"{document['@id']}/@acceptance", {"step": "accept"}, record="acceptance_post"
    )
    assert accepted.json()["state"] == "accepted", accepted.text

    early = {
        "decision": document["uid"],
        "settled_on": (polish_today() - timedelta(days=1)).isoformat(),
    }
    refused = clerk.send("POST", f"{case['@id']}/@closing", early)
    assert refused.status_code == 409
    named = {each["reason"]: each["title"] for each in refused.json()["blockers"]}
    assert named["closes_before_acceptance"] == f"{document['title']} ({polish_today():%d.%m.%Y})"

    closed = clerk.send(
        "POST", f"{case['@id']}/@closing", {"decision": document["uid"]}, record="closing_post"
    )
    assert closed.status_code == 200, closed.text
    assert (closed.json()["state"], closed.json()["settled_on"]) == ("settled", polish_today().isoformat())
    assert numbers.gaps(numbers.Series(unit, "rpw", this_year())) == []


def test_faults_name_their_fields(client):
    registry = client("ewa.kancelaria")
    bad = registry.send(
        "POST",
        "gmina-lipnowo/@letters",
        {**LETTER, "title": "", "city": "", "letter_date": "wczoraj"},
        record="letters_post_400",
    )
    assert bad.status_code == 400
    assert [item["field"] for item in bad.json()["faults"]] == ["city", "title", "letter_date"]
    assert bad.json()["field"] == "city"
    listed = registry.send("GET", "gmina-lipnowo/@letters").json()
    assert listed["items"] == []


@pytest.mark.parametrize(
    ("user_id", "method", "path", "allowed"),
    [
        ("anna.urbanista", "POST", "@letters", False),
        ("anna.urbanista", "GET", "@letters", False),
        ("ewa.kancelaria", "GET", "@letters", True),
        ("adam.obcy", "GET", "@my-work", True),
        ("adam.obcy", "POST", "@plans", False),
        ("adam.obcy", "GET", "@plans", True),
    ],
)
def test_who_may_what(client, user_id, method, path, allowed):
    body = LETTER if method == "POST" else None
    answer = client(user_id).send(method, f"gmina-lipnowo/{path}", body)
    assert (answer.status_code == 200) is allowed
    assert allowed or answer.status_code == 403


def test_nobody_reads_anything_without_a_login(site):
    for path in ("@letters", "@my-work", "@cases", "@plans"):
        answer = requests.get(
            f"{site.absolute_url()}/gmina-lipnowo/{path}",
            headers={"Accept": "application/json"},
            allow_redirects=False,
            timeout=30,
        )
        assert answer.status_code == 401, path


def test_plan_preview_import_and_approval(client):
    coordinator = client("zofia.koordynator")
    changed = PLAN.replace("Planowanie przestrzenne", "Ład przestrzenny") + "69;Transport;B5;;\n"
    body = {"file": file_json("jrwa.csv", changed.encode()), "preview": True}
    seen = coordinator.send("POST", "gmina-lipnowo/@plans", body, record="plans_post_preview")
    assert seen.status_code == 200, seen.text
    assert [(item["symbol"], item["kind"]) for item in seen.json()["changes"]] == [
        ("67", "changed"),
        ("69", "added"),
    ]
    broken = PLAN + "67;Drugi raz;B5;;\n12;Bez klasy wyższej;B5;;\n"
    body = {"file": file_json("jrwa.csv", broken.encode()), "title": "Zepsuty"}
    refused = coordinator.send("POST", "gmina-lipnowo/@plans", body, record="plans_post_400")
    assert refused.status_code == 400
    assert [(item["field"], item["reason"]) for item in refused.json()["faults"]] == [
        ("symbol:12", "symbol_doubled"),
        ("parent:13", "parent_missing"),
    ]
    body = {"file": file_json("jrwa.csv", changed.encode()), "title": "JRWA od 1 stycznia"}
    made = coordinator.send("POST", "gmina-lipnowo/@plans", body, record="plans_post")
    assert made.status_code == 201, made.text
    wrong = {"valid_from": f"{this_year() + 1}-02-01"}
    late = coordinator.send("POST", f"{made.json()['@id']}/@approval", wrong)
    assert (late.status_code, late.json()["reason"]) == (400, "not_first_of_january")
    right = {"valid_from": f"{this_year() + 1}-01-01", "exceptions": ["670"]}
    approved = coordinator.send("POST", f"{made.json()['@id']}/@approval", right, record="approval_post")
    assert approved.json()["state"] == "approved", approved.text
    assert approved.json()["exceptions"] == {"670": "paper"}
    versions = coordinator.send("GET", "gmina-lipnowo/@plans", record="plans_get").json()["items"]
    assert [item["valid_to"] for item in versions] == [None, f"{this_year()}-12-31"]
