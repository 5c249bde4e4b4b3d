"""The archive by browser and by REST: handover, package, destruction with two approvals."""

from datetime import date
from exchange import Client
from infostrada.core.calendar import polish_today
from infostrada.core.jobs import runner
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.operations.ending import finish_case
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.upload import Upload
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from lxml import etree
from plone import api
from plone.uuid.interfaces import IUUID
from test_desk_pages import Browser
from tests.days import this_year
from world import PASSWORD

import io
import psycopg
import pytest
import transaction


def old():
    """Its ten years are over since January."""
    return date(this_year() - 12, 5, 6)


UNIT = "gmina-lipnowo"


@pytest.fixture
def unit(site):
    """The office with an archivist."""
    unit = site[UNIT]
    post = units.create_post(
        structure_of(unit), title="Archiwista", unit_roles=frozenset({"archivist"}), org_roles=frozenset()
    )
    units.employ(unit, user_id="irena.archiwum", title="Irena Szulc", email="i@example.pl", password=PASSWORD)
    units.assign(post, user_id="irena.archiwum", valid_from=polish_today())
    return unit


def ended(unit, symbol):
    """A case that ended twelve years ago."""
    with api.env.adopt_user(username="anna.urbanista"):
        case = open_case(unit, Opening("Sprawa dawna", "gp", symbol, started_on=old()))
        draft = Draft("Decyzja", "decyzja", dated=old())
        document = add_document(case, draft, Upload("decyzja.txt", b"tekst decyzji"))
    with api.env.adopt_user(username="piotr.kierownik"):
        accept_document(document)
        close_case(case, decision=IUUID(document), settled_on=old())
        finish_case(case, old())
    transaction.commit()
    return case


@pytest.fixture
def sign(unit):
    """Sign of an ended case of category B."""
    return str(ended(unit, "6730").sign)


def taken(database):
    """Grounds of the rows of the access log about files of the archive's lists, and whatever else tells of them."""
    query = "SELECT reason, action FROM core.access_log WHERE action ~ 'archive.list|handover-xml|disposal-paper|^view list' ORDER BY id"
    with psycopg.connect(database) as connection:
        return connection.execute(query).fetchall()


def test_from_handover_to_destruction(site, sign, database):
    coordinator, archivist, head = (
        Browser(site.absolute_url(), user) for user in ("zofia.koordynator", "irena.archiwum", "jan.wojt")
    )
    coordinator.open(f"{UNIT}/@@archive").fill("handover", org_symbol="FN")
    assert coordinator.answer.status_code == 400
    coordinator.open(f"{UNIT}/@@archive")
    assert coordinator.page.xpath("//select[@name='org_symbol']/option[@value!='']/@value") == ["GP"]
    assert "GP (1)" in coordinator.text
    coordinator.fill("handover", org_symbol="GP")
    assert sign in coordinator.text
    handover = coordinator.answer.url
    data = coordinator.session.get(handover.replace("/view", "/@@handover-xml"), timeout=60).content
    assert etree.fromstring(data).findtext("{*}Sprawa/{*}ZnakSprawy") == sign
    assert taken(database)[-1:] == [("handover", "archive.list")]
    archivist.open(handover).fill("accept")
    assert archivist.answer.status_code == 200, archivist.text[:2000]

    rest = Client(site.absolute_url(), "irena.archiwum", PASSWORD)
    listed = rest.send("GET", f"{UNIT}/@listing?name=retention&due=destroy", record="retention_get").json()
    (row,) = listed["items"]
    package = archivist.session.get(f"{row['@id']}/@@archive-package", timeout=60)
    assert check_package(io.BytesIO(package.content), "p.tar").findings == []
    files = {"package": ("p.tar", package.content)}
    archivist.open(f"{UNIT}/@@archive").fill("check", files=files)
    assert "Paczka jest poprawna." in archivist.text
    archivist.open(f"{UNIT}/@@archive").fill("check", files={"package": ("p.tar", package.content[:600])})
    assert "Archiwum jest uszkodzone." in archivist.text

    archivist.open(f"{UNIT}/@@archive").fill("disposal", group="BE", declaration="Upłynął")
    assert archivist.answer.status_code == 409
    made = rest.send(
        "POST",
        f"{UNIT}/@disposals",
        {"group": "B", "cases": [row["uid"]], "declaration": "Okres przechowywania upłynął"},
        record="disposals_post",
    )
    assert made.status_code == 201, made.text
    disposal = made.json()["@id"]
    destroying = {"act": "destroy", "method": "usunięcie plików", "witnesses": "A. Lis"}
    refused = rest.send("POST", f"{disposal}/@disposal", destroying, record="disposal_post_409")
    assert (refused.status_code, refused.json()["reason"]) == (409, "two_approvals")
    head.open(f"{disposal}/view").fill("approve")
    coordinator.open(f"{disposal}/view").fill("approve")
    archivist.open(f"{disposal}/view")
    assert "destroy" not in archivist.page.xpath("//input[@name='do']/@value")
    refused = rest.send("POST", f"{disposal}/@disposal", {"act": "destroy", "method": "x", "witnesses": "y"})
    assert refused.status_code == 409
    assert "Bez niej niczego z tego spisu nie można zniszczyć" in archivist.text
    paper = {"file": ("zgoda.pdf", b"%PDF-1.4 zgoda")}
    day = polish_today().isoformat()
    archivist.open(f"{disposal}/view").fill("consent", files=paper, reference="OA.7.2026", given_on=day)
    (noted,) = archivist.page.xpath("//section[@aria-labelledby='consent']//tbody/tr")
    for word in ("OA.7.2026", "zgoda.pdf", "Irena Szulc", "dla tego spisu"):
        assert word in noted.text_content()
    got = archivist.session.get(f"{disposal}/@@paper/consent", timeout=60)
    assert (got.content, got.headers["Content-Type"]) == (b"%PDF-1.4 zgoda", "application/pdf")
    told = rest.send("GET", disposal).json()["consent"]
    assert (told["noted_by"]["id"], told["file"]["size"]) == ("irena.archiwum", 14)
    listed = archivist.session.get(f"{disposal}/@@disposal-paper/list.pdf", timeout=60)
    assert (listed.content[:5], listed.headers["Cache-Control"]) == (b"%PDF-", "private, no-store")
    assert taken(database)[-2:] == [("handover", "archive.list"), ("list", "archive.list")]
    archivist.fill("destroy", method="usunięcie plików", witnesses="A. Lis")
    assert "@@job/" in archivist.answer.url
    transaction.begin()
    assert runner.run_next()
    transaction.begin()
    case = rest.send("GET", row["@id"], record="case_destroyed").json()
    assert case["state"] == "destroyed"
    (document,) = case["documents"]
    gone = rest.session.get(f"{document['@id']}/@@version/1", timeout=60)
    assert gone.status_code == 410
    assert case["metryka"][-1]["action"] == "case_destroyed"


def test_archival_material_goes_on_a_carrier(site, unit):
    """The same steps as on the pages, by programs: list, application, consent, package, letter, receipt."""
    case, base = ended(unit, "670"), site.absolute_url()
    coordinator, archivist = (
        Client(base, name, PASSWORD) for name in ("zofia.koordynator", "irena.archiwum")
    )
    listed = coordinator.send("POST", f"{UNIT}/@handovers", {"org_symbol": "GP"}, record="handovers_post")
    assert listed.status_code == 201, listed.text
    end = f"{listed.json()['@id']}/@handover-end"
    assert archivist.send("POST", end, {}, record="handover_end_post").json()["state"] == "accepted"
    place = f"{case.absolute_url()}/@archival"
    held = archivist.send("POST", place, {"hold": "kontrola RIO"}, record="archival_post")
    assert held.status_code == 200, held.text
    (kept,) = archivist.send("GET", f"{UNIT}/@listing?name=retention&due=held").json()["items"]
    assert kept["hold"] == "kontrola RIO"
    asked = {"archive": "Archiwum Państwowe w Toruniu"}
    assert archivist.send("POST", f"{UNIT}/@transfers", asked).status_code == 400
    archivist.send("POST", place, {"hold": ""})
    made = archivist.send("POST", f"{UNIT}/@transfers", asked, record="transfers_post")
    assert made.status_code == 201, made.text
    step, day = f"{made.json()['@id']}/@transfer", polish_today().isoformat()

    def take(act, record="", **more):
        answer = archivist.send("POST", step, {"act": act, **more}, record=record)
        assert answer.status_code == 200, answer.text
        while runner.run_next():
            transaction.begin()
        transaction.begin()
        return answer.json()

    take("application", reference="OR.1610.1.2026", day=day)
    take("consent", reference="OA.5000.7", day=day)
    package = take("package", "transfer_post_package")
    assert package["job"]
    carrier = {"kind": "dysk USB", "marking": "A-1/2026", "method": "doręczenie przez pracownika",
               "street": "pl. Rapackiego 4", "postal_code": "87-100", "city": "Toruń"}  # fmt: skip
    told = take("carrier", "transfer_post_carrier", **carrier)
    assert [each["rpwych_number"] for each in told["letters"]] == [f"W/1/{polish_today().year}"]
    again = archivist.send("POST", step, {"act": "carrier", **carrier}, record="transfer_post_carrier_409")
    assert (again.status_code, again.json()["reason"]) == (409, "already_on_its_way")
    take("receipt", reference="OA.5000.9", day=day)
    assert archivist.send("GET", case.absolute_url()).json()["state"] == "transferred"
    reviewed = archivist.send("POST", f"{UNIT}/@preservation", {"act": "review"}, record="preservation_post")
    assert reviewed.status_code in (200, 201, 202), reviewed.text
    told = archivist.send("GET", f"{UNIT}/@preservation", record="preservation_get")
    assert told.status_code == 200, told.text
