"""The acceptance of the records domain over REST: from the official plan to the destruction after its term.

The clock of the deeds is set forward where the law makes an office wait; everything else is what an
office does, in the order it does it. At the end the metryka and the journal tell the same story.
"""

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from infostrada.core.aside import aside
from infostrada.core.calendar import polish_today
from infostrada.core.jobs import runner
from infostrada.core.journal.sealer import seal
from infostrada.core.journal.verifier import verify
from infostrada.core.outbox.delivery import deliver_next
from infostrada.site.records import deed
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.correspondence.edelivery.chore import Boxes
from infostrada.site.records.correspondence.edelivery.simulator import Service
from infostrada.site.records.network.standin import StandIn
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.operations import UnitData
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from tests.days import this_year
from tests.site.records.exchange import Client
from tests.site.records.network import key_pair
from tests.site.records.network import OFFICE_ADE
from tests.site.records.signatures.ca import Authority
from tests.site.records.world import _employ
from tests.site.records.world import PASSWORD

import base64
import docx
import io
import json
import pytest
import transaction


UNIT = "urzad-wojewodzki"
PARTY_ADE = "AE:PL-11111-22222-AAAAA-33"
MAIL = """From: Maria Kowalczyk <maria@example.pl>
To: urzad@example.pl
Subject: Skarga na bezczynnosc
Date: Mon, 02 Nov 2026 10:00:00 +0100
Message-ID: <odbior@example.pl>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Prosze o odpowiedz.
"""
# What the metryka calls an act, and what the journal calls it.
SAME = {
    "case_opened": "records.case.opened",
    "letter_filed": "records.letter.filed",
    "document_added": "records.document.added",
    "document_submitted": "records.document.submit",
    "document_accepted": "records.document.accept",
    "document_signed": "records.document.signed",
    "letter_prepared": "records.outgoing.prepared",
    "letter_queued": "records.outgoing.queued",
    "letter_sent": "records.outgoing.sent",
    "letter_served": "records.outgoing.served",
    "letter_certified": "records.outgoing.certified",
    "case_settled": "records.case.settled",
    "case_finished": "records.case.finished",
    "case_archived": "records.case.archived",
    "case_destroyed": "records.case.destroyed",
}


@pytest.fixture
def office(functional_portal):
    """An office with people and no plan."""
    login(functional_portal.aq_parent, SITE_OWNER_NAME)
    unit = units.create_unit(functional_portal, UnitData(UNIT, "Urząd", "other"))
    units.open_unit(unit)
    structure = structure_of(unit)
    orgs = {
        symbol: units.create_org(structure, title=f"Wydział {symbol}", symbol=symbol)
        for symbol in ("GP", "FN")
    }
    _employ(unit, orgs)
    post = units.create_post(
        structure, title="Archiwista", unit_roles=frozenset({"archivist"}), org_roles=frozenset()
    )
    units.employ(unit, user_id="irena.archiwum", title="Irena Szulc", email="i@example.pl", password=PASSWORD)
    units.assign(post, user_id="irena.archiwum", valid_from=polish_today())
    transaction.commit()
    return functional_portal


@pytest.fixture
def after(monkeypatch):
    """Set the clock of the deeds forward by years."""
    real = deed.now

    def wait(years):
        monkeypatch.setattr(deed, "now", lambda: real() + timedelta(days=366 * years))

    return wait


def file_json(name, data):
    return {"filename": name, "encoding": "base64", "data": base64.b64encode(data).decode()}


def good(answer, status=(200, 201)):
    assert answer.status_code in status, f"{answer.request.method} {answer.request.url}: {answer.text[:2000]}"
    return answer.json()


def template():
    made, out = docx.Document(), io.BytesIO()
    for text in ("{{sprawa.znak}}", "{{strona.nazwa}}", "{{pole.tresc}}"):
        made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


@contextmanager
def network(operator):
    """A stand-in of e-Doręczenia, and the office's box at it."""
    private, public = key_pair()
    service = Service()
    service.know("urzad", public, OFFICE_ADE)
    good(operator.send("PATCH", f"{UNIT}/@unit", {"ade": OFFICE_ADE}), (200, 204))
    with StandIn(service).running() as server:
        base = f"http://127.0.0.1:{server.server_port}"
        box = {
            "url": f"{base}/api/v1",
            "token_url": f"{base}/oauth/token",
            "search_url": f"{base}/bae/search",
        }
        good(operator.send("PUT", f"{UNIT}/@edelivery-box", {**box, "client_id": "urzad", "key": private}))
        yield service


def work():
    """What the worker does in two minutes: what is queued goes out, the boxes are looked into."""
    transaction.begin()
    while deliver_next():
        pass
    for _round in range(3):
        transaction.begin()
        Boxes().run()
    transaction.begin()


def test_from_the_plan_to_destruction(office, after, shared_data):
    base, ca = office.absolute_url(), Authority()
    names = (
        "zofia.koordynator",
        "ewa.kancelaria",
        "jan.wojt",
        "anna.urbanista",
        "piotr.kierownik",
        "irena.archiwum",
    )
    coordinator, registry, head, clerk, manager, archivist = (Client(base, name, PASSWORD) for name in names)
    operator = Client(base, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)

    # the official plan
    data = (shared_data / "pl" / "jrwa" / "jrwa-zespolona-ezdrp-import.json").read_bytes()
    final = next(row["SYMBOL"] for row in json.loads(data) if row["KATARCHMACIERZYSTA"] == "B5")
    body = {"title": "JRWA", "file": file_json("jrwa.json", data)}
    plan = good(coordinator.send("POST", f"{UNIT}/@plans", body))
    assert plan["classes_total"] == 1258
    good(coordinator.send("POST", f"{plan['@id']}/@approval", {"valid_from": f"{this_year()}-01-01"}))

    # a letter from an e-mail, decreed, a case
    mail = {"file": file_json("skarga.eml", MAIL.encode()), "city": "Bydgoszcz"}
    letter = good(registry.send("POST", f"{UNIT}/@mails", mail))
    order = {"assignee": "anna.urbanista", "disposition": "do załatwienia"}
    good(head.send("POST", f"{letter['@id']}/@tasks", order))
    opening = {
        "title": "Skarga na bezczynność",
        "org_id": "gp",
        "class_symbol": final,
        "letter_uid": letter["uid"],
        "parties": [{"name": "Maria Kowalczyk"}],
    }
    case = good(clerk.send("POST", f"{UNIT}/@cases", opening))
    assert (case["category"], case["sign"]) == ("B5", f"GP.{final}.1.{this_year()}")

    # a draft from a template, accepted, signed elsewhere, sent
    given = {
        "title": "Odpowiedź",
        "document_kind": "inne pismo/dokument",
        "file": file_json("o.docx", template()),
    }
    made_of = good(coordinator.send("POST", f"{UNIT}/@templates", given))
    wish = {"template": made_of["uid"], "values": {"pole.tresc": "Sprawę załatwiono."}}
    document = good(clerk.send("POST", f"{case['@id']}/@drafts", wish))
    steps = f"{document['@id']}/@acceptance"
    good(clerk.send("POST", steps, {"step": "submit", "acceptor": "piotr.kierownik"}))
    good(manager.send("POST", steps, {"step": "accept"}))
    good(operator.send("POST", "@trust-list", {"file": file_json("ca.der", ca.root.der)}))
    version = manager.session.get(document["versions"][0]["file"]["download"], timeout=60).content
    back = {"file": file_json("odpowiedz.p7s", ca.sign_cms(version))}
    signed = good(manager.send("POST", f"{document['@id']}/@signatures", back))["signatures"][0]
    assert (signed["report"]["verdict"], signed["report"]["binds"]) == ("valid", True)
    to = {"kind": "person", "surname": "Kowalczyk", "given_names": "Maria", "city": "Bydgoszcz", "role": "strona",
          "street": "Długa", "building": "1", "postal_code": "85-001", "ade": PARTY_ADE}  # fmt: skip
    with network(operator) as service:
        (sent,) = good(clerk.send("POST", f"{document['@id']}/@outgoing", {"addressees": [to]}))["items"]
        queued = good(clerk.send("POST", f"{sent['@id']}/@outgoing", {"act": "send_by_network"}))
        assert (queued["state"], service.messages) == ("ready", {})
        work()
    (message,) = service.messages.values()
    assert message["message"]["messageMetadata"]["to"][0]["eDeliveryAddress"] == PARTY_ADE
    served = good(clerk.send("GET", sent["@id"]))
    codes = {evidence["code"] for evidence in served["evidences"]}
    assert (served["state"], sent["dispatch_method"]) == ("delivered", "e-Doręczenia PURDE")
    assert codes >= {"A.1", "B.1", "E.1", "UPD"}
    today = polish_today().isoformat()

    # closed, ended, in two years handed over
    good(clerk.send("POST", f"{case['@id']}/@closing", {"decision": document["uid"]}))
    good(clerk.send("POST", f"{case['@id']}/@case-end", {"closed_on": today}))
    after(3)
    handover = good(coordinator.send("POST", f"{UNIT}/@handovers", {"org_symbol": "GP"}))
    good(archivist.send("POST", f"{handover['@id']}/@handover-end", {}))
    assert good(archivist.send("GET", case["@id"]))["state"] == "archived"
    package = archivist.session.get(f"{case['@id']}/@@archive-package", timeout=60).content
    report = check_package(io.BytesIO(package), "sprawa.tar")
    assert report.findings == []

    # destroyed after its term, by two approvals and a consent
    early = {"group": "B", "cases": [case["uid"]], "declaration": "Okres przechowywania upłynął"}
    refused = archivist.send("POST", f"{UNIT}/@disposals", early)
    assert (refused.status_code, refused.json()["blockers"][0]["reason"]) == (409, "retention_runs")
    after(7)
    disposal = good(archivist.send("POST", f"{UNIT}/@disposals", early))["@id"]
    good(head.send("POST", f"{disposal}/@approval", {}))
    good(coordinator.send("POST", f"{disposal}/@approval", {}))
    act = {"act": "destroy", "method": "usunięcie plików", "witnesses": "A. Lis"}
    assert archivist.send("POST", f"{disposal}/@disposal", act).status_code == 409
    good(
        archivist.send(
            "POST", f"{disposal}/@disposal", {"act": "consent", "reference": "AP.1", "given_on": today}
        )
    )
    good(archivist.send("POST", f"{disposal}/@disposal", act))
    while runner.run_next():
        transaction.begin()
    transaction.begin()
    ended = good(archivist.send("GET", case["@id"]))
    assert ended["state"] == "destroyed"
    for file in (document["versions"][0]["file"], signed["file"]):
        assert archivist.session.get(file["download"], timeout=60).status_code == 410

    # one story
    told = Counter(step["action"] for step in ended["metryka"] if step["action"] in SAME)
    assert told == Counter(dict.fromkeys(SAME, 1))
    at = [step["at"] for step in ended["metryka"]]
    assert at == sorted(at)
    rows = {
        item["action"]
        for address in (case["@id"], document["@id"], letter["@id"], sent["@id"])
        for item in good(operator.send("GET", f"{address}/@journal?size=200"))["items"]
    }
    assert set(SAME.values()) <= rows
    with aside() as connection:
        while seal(connection):
            pass
        findings = verify(connection)
    assert findings and all(found.sound for found in findings)
