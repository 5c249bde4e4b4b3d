"""Services of the records domain that lie beside the thread; each exchange is an example of the REST guide."""

from base64 import b64encode
from datetime import timedelta
from exchange import Client
from infostrada.core.calendar import polish_today
from infostrada.site.parties.operations import add_party
from infostrada.site.records.archive.ade.certificates import Authority
from network import OFFICE_ADE
from network import stand_in
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from world import LETTER
from world import PASSWORD

import pytest
import transaction


UNIT = "gmina-lipnowo"


@pytest.fixture
def rest(site):
    """REST clients of the office's people."""

    def client(user_id):
        return Client(site.absolute_url(), user_id, PASSWORD)

    return client


@pytest.fixture
def operator(site):
    return Client(site.absolute_url(), SITE_OWNER_NAME, SITE_OWNER_PASSWORD)


def file_json(name, data):
    return {"filename": name, "encoding": "base64", "data": b64encode(data).decode()}


def opened(clerk, title, **more):
    made = clerk.send(
        "POST", f"{UNIT}/@cases", {"title": title, "org_id": "gp", "class_symbol": "6730", **more}
    )
    assert made.status_code == 201, made.text
    return made.json()


def test_mistakes_of_letters_and_cases_are_put_right(rest):
    registry, head, clerk = map(rest, ("ewa.kancelaria", "jan.wojt", "anna.urbanista"))
    letter, doubled = (registry.send("POST", f"{UNIT}/@letters", LETTER).json() for _time in range(2))
    scan = file_json("zalacznik.txt", "Mapa z naniesioną inwestycją".encode())
    added = registry.send("POST", f"{letter['@id']}/@attachments", scan, record="attachments_post")
    assert (added.status_code, added.json()["filename"]) == (201, "zalacznik.txt")
    checked = registry.send(
        "POST",
        f"{letter['@id']}/@signature-check",
        {"file": added.json()["uid"]},
        record="letter_signature_check_post",
    )
    assert (checked.json()["verdict"], checked.json()["reason"]) == ("unverifiable", "not_signed")
    ended = {"outcome": "void", "reason": "zarejestrowano drugi raz"}
    void = registry.send("POST", f"{doubled['@id']}/@letter-end", ended, record="letter_end_post")
    assert void.json()["state"] == "void", void.text

    head.send(
        "POST", f"{letter['@id']}/@tasks", {"assignee": "anna.urbanista", "disposition": "do załatwienia"}
    )
    wrong = opened(clerk, "Warunki zabudowy, ul. Wiślana", letter_uid=letter["uid"])
    right = opened(clerk, "Warunki zabudowy, ul. Wiślana 4")
    moved = {"letter_uid": letter["uid"], "case_uid": right["uid"], "reason": "pismo dotyczy innej sprawy"}
    refiled = clerk.send("POST", f"{wrong['@id']}/@refiling", moved, record="refiling_post")
    assert refiled.status_code == 200, refiled.text
    told = clerk.send("GET", f"{UNIT}/@cases?size=1", record="cases_get").json()
    assert (len(told["items"]), bool(told["next_cursor"])) == (1, True)
    mistake = clerk.send(
        "POST", f"{wrong['@id']}/@mistake", {"reason": "sprawa już była"}, record="mistake_post"
    )
    assert mistake.json()["state"] == "void", mistake.text


def test_a_case_taken_up_again_and_gone_on_with(rest):
    clerk, manager = map(rest, ("anna.urbanista", "piotr.kierownik"))
    case = opened(clerk, "Warunki zabudowy")
    draft = {"title": "Decyzja", "document_kind": "decyzja", "file": file_json("decyzja.txt", b"decyzja")}
    document = clerk.send("POST", f"{case['@id']}/@documents", draft).json()
    manager.send("POST", f"{document['@id']}/@acceptance", {"step": "accept"})
    closing = f"{case['@id']}/@closing", {"decision": document["uid"]}
    assert clerk.send("POST", *closing).json()["state"] == "settled"
    reason = {"reason": "organ uchylił decyzję"}
    again = manager.send("POST", f"{case['@id']}/@reopening", reason, record="reopening_post")
    assert again.status_code == 200, again.text
    clerk.send("POST", *closing)
    day = {"closed_on": polish_today().isoformat()}
    against = clerk.send("GET", f"{case['@id']}/@case-end", record="case_end_get")
    assert against.json()["blockers"] == []
    ended = clerk.send("POST", f"{case['@id']}/@case-end", day, record="case_end_post")
    assert ended.json()["state"] == "closed", ended.text
    anew = {"org_id": "gp", "class_symbol": "6730", "reason": "wznowienie postępowania"}
    made = manager.send("POST", f"{case['@id']}/@continuation", anew, record="continuation_post")
    assert made.status_code == 201, made.text
    ties = manager.send("GET", f"{case['@id']}/@ties", record="ties_get").json()["items"]
    assert [each["kind"] for each in ties] == ["continued_by"]
    plan = clerk.send("GET", f"{UNIT}/@plans").json()["items"][0]["@id"]
    found = clerk.send("GET", f"{plan}/@classes?q=lokaliz", record="classes_get").json()
    assert [each["symbol"] for each in found["items"]] == ["673", "6733"]


def test_rules_types_and_absences(rest):
    head, coordinator, clerk = map(rest, ("jan.wojt", "zofia.koordynator", "anna.urbanista"))
    rule = {"name": "Warunki zabudowy", "assignee": "anna.urbanista", "disposition": "do załatwienia",
            "days": 14, "words": "warunki zabudowy"}  # fmt: skip
    kept = head.send("PUT", f"{UNIT}/@routing", {"rules": [rule]}, record="routing_put")
    assert kept.status_code == 200, kept.text
    first, last = (polish_today() + timedelta(days=days) for days in (0, 14))
    absent = {"substitute": "piotr.kierownik", "first": first.isoformat(), "last": last.isoformat()}
    away = clerk.send("POST", f"{UNIT}/@absences", absent, record="absences_post")
    assert [each["person"] for each in away.json()["absences"]] == ["anna.urbanista"]
    told = coordinator.send("GET", f"{UNIT}/@routing", record="routing_get").json()
    assert [each["words"] for each in told["rules"]] == ["warunki zabudowy"]
    kind = {
        "title": "Warunki zabudowy",
        "class_symbol": "6730",
        "fields": [
            {"name": "powierzchnia", "label": "Powierzchnia działki", "kind": "number", "required": True}
        ],
        "stages": ["wniosek", "uzgodnienia", "decyzja"],
        "checklist": ["mapa zasadnicza"],
    }
    made = coordinator.send("POST", f"{UNIT}/@case-types", kind, record="case_types_post")
    assert made.status_code == 201, made.text
    gone = {"act": "withdraw"}
    used = coordinator.send("POST", f"{made.json()['@id']}/@type-use", gone, record="type_use_post")
    assert used.json()["state"] == "withdrawn", used.text


def test_accounts_at_the_networks(site, operator):
    certificate, key = Authority().issue("ezd-lipnowo", timedelta(days=14))
    account = {"url": "https://ade.example.pl", "requestor": "Gmina Lipnowo", "certificate": certificate}
    url = f"{UNIT}/@ade-account"
    wrong = operator.send("PUT", url, {**account, "key": "to nie jest klucz"}, record="ade_account_put_400")
    assert [each["field"] for each in wrong.json()["faults"]] == ["key"], wrong.text
    kept = operator.send("PUT", url, {**account, "key": key}, record="ade_account_put")
    assert (kept.json()["account"], "key" in kept.json()) == ("ezd-lipnowo", False)
    assert operator.send("GET", url, record="ade_account_get").json() == kept.json()
    assert operator.send("DELETE", url, record="ade_account_delete").status_code == 204

    box, unit = f"{UNIT}/@edelivery-box", site[UNIT]
    with api.env.adopt_user(username="ewa.kancelaria"):
        party, _warnings = add_party(unit, {"surname": "Nowak", "given_names": "Jan", "pesel": "44051401359"})
    with stand_in(unit) as service:
        ade = "AE:PL-32165-49878-CDEFG-15"
        service.entries.append({"pesel": "44051401359", "name": "Jan Nowak", "ade": ade})
        transaction.commit()
        asked = f"{UNIT}/@electronic-addresses?pesel=44051401359"
        found = operator.send("GET", asked, record="electronic_addresses_get").json()["items"]
        assert [each["ade"] for each in found] == [ade]
        written = operator.send(
            "POST",
            f"{party.absolute_url()}/@electronic-address",
            {"ade": ade},
            record="electronic_address_post",
        )
        assert written.json()["ade"] == ade, written.text
    told = operator.send("GET", box).json()
    assert told["ade"] == OFFICE_ADE
    addresses = {name: f"https://ua.example.pl/{name}" for name in ("url", "token_url", "search_url")}
    body = {**addresses, "client_id": "urzad"}
    assert operator.send("PUT", box, body, record="edelivery_box_put").json()["client_id"] == "urzad"
    shown = operator.send("GET", box, record="edelivery_box_get").json()
    assert "key" not in shown
    assert operator.send("DELETE", box, record="edelivery_box_delete").status_code == 204
    report = operator.send("GET", f"{party.absolute_url()}/@person-report", record="person_report_get")
    assert report.json()["person"]["pesel"] != "44051401359"
