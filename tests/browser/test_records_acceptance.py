"""The acceptance of the records domain, clicked: from a new office's plan to the destruction of a case after its term.

Each person works in a browser of their own. The law makes an office wait twelve years here: the message came to
the mailbox then, is registered only now, and the case is settled as of those days; nothing else is set back.
The office itself is made over REST beforehand, as its operator would with a script.
"""

from concurrent.futures import ThreadPoolExecutor
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization import PrivateFormat
from cryptography.hazmat.primitives.serialization import PublicFormat
from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.correspondence.edelivery.simulator import Service
from infostrada.site.records.network.standin import StandIn
from lxml import etree
from tests.browser.people import Person
from tests.days import this_year
from tests.site.records.signatures.ca import Authority

import base64
import docx
import io
import json
import pytest
import requests


pytestmark = pytest.mark.browser

UNIT, ADE = "zarzad-obiegu", "AE:PL-11111-22222-AAAAA-33"
PARTY_ADE = "AE:PL-55555-66666-BBBBB-44"
SUBJECT = "Wniosek o wydanie zaświadczenia"
ANSWER = "Odpowiedź na wniosek"
# Login: name, post, roles in the unit, roles in the department.
PEOPLE = {
    "obieg.kancelaria": ("Ewa Zielińska", "Kancelistka", ["registrar"], []),
    "obieg.dyrektor": ("Jan Dąbrowski", "Dyrektor", ["head", "administrator"], []),
    "obieg.koordynator": ("Zofia Lis", "Koordynatorka czynności kancelaryjnych", ["coordinator"], []),
    "obieg.inspektor": ("Anna Nowak", "Inspektorka", [], ["clerk"]),
    "obieg.kierownik": ("Piotr Wilk", "Kierownik", [], ["manager", "clerk"]),
    "obieg.archiwum": ("Irena Szulc", "Archiwistka", ["archivist"], []),
}
# What the metryka says in Polish, and what the journal calls the same act.
STORY = (
    ("założenie sprawy", "records.case.opened"),
    ("włączenie pisma do akt", "records.letter.filed"),
    ("dodanie dokumentu", "records.document.added"),
    ("przekazanie dokumentu do akceptacji", "records.document.submit"),
    ("akceptacja dokumentu", "records.document.accept"),
    ("zachowano podpisany plik dokumentu", "records.document.signed"),
    ("załatwienie sprawy", "records.case.settled"),
    ("zakończenie sprawy", "records.case.finished"),
    ("przyjęto do archiwum zakładowego", "records.case.archived"),
    ("zniszczono pliki na podstawie protokołu", "records.case.destroyed"),
)


def old():
    """The day everything happened, twelve years ago."""
    return date(this_year() - 12, 5, 6)


def mail_of_then():
    """The message as it lies in the mailbox."""
    return f"""From: Maria Kowalczyk <maria@example.pl>
To: urzad@example.pl
Subject: =?utf-8?b?{base64.b64encode(SUBJECT.encode()).decode()}?=
Date: {old():%a, %d %b %Y} 10:00:00 +0200
Message-ID: <odbior-przegladarka@example.pl>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Proszę o odpowiedź.
"""


def file(name: str, data: bytes, kind: str = "application/octet-stream") -> dict:
    """A file as a file field takes it."""
    return {"name": name, "mimeType": kind, "buffer": data}


def template() -> bytes:
    """A letter with fields of the case and one that is asked for."""
    made, out = docx.Document(), io.BytesIO()
    for text in ("{{sprawa.znak}}", "{{strona.nazwa}}", "{{pole.tresc}}"):
        made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


class Rest:
    """The operator's script."""

    def __init__(self, live_site) -> None:
        self.base = live_site.url
        self.session = requests.Session()
        self.session.auth = live_site.login("operator")
        self.session.headers["Accept"] = "application/json"

    def post(self, path: str, body: dict) -> dict:
        """Send; anything but success ends the test."""
        answer = self.session.post(f"{self.base}/{path}", json=body, timeout=60)
        assert answer.ok, f"{path}: {answer.text[:1000]}"
        return answer.json() if answer.content else {}

    def get(self, url: str) -> dict:
        """Read."""
        answer = self.session.get(url, timeout=60)
        assert answer.ok, answer.text[:1000]
        return answer.json()


@pytest.fixture(scope="module")
def office(live_site):
    """An office with people and nothing else; logins with their passwords."""
    rest = Rest(live_site)
    about = {"unit_id": UNIT, "title": "Zarząd Obiegu Dokumentów", "kind": "other", "ade": ADE}
    rest.post("@units", about)
    org = rest.post(f"{UNIT}/@organisational-units", {"title": "Wydział Spraw", "symbol": "WS"})
    logins = {}
    for login, (name, title, unit_roles, org_roles) in PEOPLE.items():
        roles = {"unit_roles": unit_roles, "org_roles": org_roles}
        place = {"org_id": org["org_id"]} if org_roles else {}
        post = rest.post(f"{UNIT}/@posts", {"title": title, **place, **roles})
        employed = {"user_id": login, "title": name, "email": f"{login}@example.pl"}
        logins[login] = rest.post(f"{UNIT}/@employees", employed)["first_password"]
        rest.post(
            f"{UNIT}/@assignments",
            {"post_id": post["post_id"], "user_id": login, "valid_from": polish_today().isoformat()},
        )
    return rest, logins


@pytest.fixture
def network():
    """The stand-in of e-Doręczenia, and the key the office proves itself with."""
    key = generate_private_key(65537, 2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    service = Service()
    service.know("obieg", public, ADE)
    with StandIn(service).running() as server:
        yield server, private


class Worker(Person):
    """Somebody of the office; long work and downloads too."""

    prefix, narrow, patience = "acceptance", 390, 30_000

    def download(self, label: str) -> bytes:
        """The file behind a link of the page."""
        with self.page.expect_download() as saving:
            self.page.locator("#main").get_by_role("link", name=label).first.click()
        return saving.value.path().read_bytes()

    def job(self) -> None:
        """Wait until the job whose page this is has ended well."""
        self.page.get_by_role("status").filter(has_text="Zakończone").wait_for(timeout=90_000)


@pytest.fixture
def person(live_site, chromium, gallery, office):
    """Log a person in."""
    people = {}

    def person(login):
        if login not in people:
            name = f"obieg.{login}"
            people[login] = Worker(chromium, gallery, f"{live_site.url}/{UNIT}", name, office[1][name])
        return people[login]

    yield person
    for one in people.values():
        one.leave()


def test_from_the_plan_to_destruction(person, office, network, live_site, shared_data):
    rest, _logins = office
    ca = Authority()
    rest.post("@trust-list", {"file": {"filename": "ca.der", "encoding": "base64", "data": base64.b64encode(ca.root.der).decode()}})  # fmt: skip
    symbol = import_plan(person("koordynator"), shared_data)
    connect(person("dyrektor"), network)
    add_template(person("koordynator"))
    letter = register(person("kancelaria"))
    decree(person("dyrektor"), letter)
    case, sign = open_case(person("inspektor"), letter, symbol)
    document = draft(person("inspektor"))
    accept(person("kierownik"), document)
    sign_outside(person("kierownik"), document, ca)
    sent = send(person("inspektor"), document)
    end(person("inspektor"), case)
    keep(person, case, sign)
    served(person("inspektor"), sent, network)
    destroy(person, sign)
    one_story(person("archiwum"), rest, live_site, case, document, letter)


def import_plan(coordinator, shared_data) -> str:
    """The official list is checked, imported and approved; returns a class of category B5."""
    data = (shared_data / "pl" / "jrwa" / "jrwa-zespolona-ezdrp-import.json").read_bytes()
    coordinator.open("@@plans")
    coordinator.send("preview", file=file("jrwa.json", data, "application/json"))
    assert "1258" in coordinator.text()
    coordinator.send("import", title="JRWA urzędu", file=file("jrwa.json", data, "application/json"))
    coordinator.send("approve", valid_from=f"{this_year()}-01-01")
    return next(row["SYMBOL"] for row in json.loads(data) if row["KATARCHMACIERZYSTA"] == "B5")


def connect(administrator, network) -> None:
    """The administrator says how the office's box is reached."""
    server, key = network
    base = f"http://127.0.0.1:{server.server_port}"
    administrator.open("@@edelivery-box")
    addresses = {
        "url": f"{base}/api/v1",
        "token_url": f"{base}/oauth/token",
        "search_url": f"{base}/bae/search",
    }
    administrator.send("keep", client_id="obieg", key=key, **addresses)
    assert key[40:80] not in administrator.page.content()
    administrator.seen("box")


def add_template(coordinator) -> None:
    """The coordinator keeps a template."""
    coordinator.open("@@templates")
    coordinator.send(
        "add", title="Odpowiedź", document_kind="inne pismo/dokument", file=file("o.docx", template())
    )


def register(registrar) -> str:
    """The registrar registers the message; returns the letter's address."""
    registrar.open("@@register-mail")
    mail = file("wniosek.eml", mail_of_then().encode(), "message/rfc822")
    registrar.send("mail", file=mail, city="Bydgoszcz", received_date=old().isoformat())
    assert f"RPW 1/{this_year()}" in registrar.text()
    return registrar.page.url


def decree(head, letter: str) -> None:
    """The head gives the letter to the clerk."""
    head.open(letter)
    head.send("assign", assignee="obieg.inspektor", disposition="do załatwienia")


def open_case(clerk, letter: str, symbol: str) -> tuple[str, str]:
    """The clerk finds the letter in her work and opens the case; returns its address and sign."""
    clerk.open("@@my-work")
    clerk.follow(SUBJECT)
    assert clerk.page.url == letter
    clerk.follow("Załóż sprawę")
    clerk.send("open", class_symbol=symbol)
    sign = f"WS.{symbol}.1.{this_year()}"
    assert sign in clerk.text()
    return clerk.page.url, sign


def draft(clerk) -> str:
    """The clerk drafts the answer from the template and submits it; returns its address."""
    clerk.send("template")
    clerk.send("make", title=ANSWER, dated=old().isoformat(), **{"pole.tresc": "Zaświadczenie wydano."})
    document = clerk.page.url
    clerk.send("submit", acceptor="obieg.kierownik")
    return document


def accept(manager, document: str) -> None:
    """The head of the department accepts."""
    manager.open("@@my-work")
    manager.follow(ANSWER)
    assert manager.page.url == document
    manager.send("accept")


def sign_outside(manager, document: str, ca) -> None:
    """Downloaded, signed elsewhere, brought back: only exactly this version is taken."""
    rows = manager.page.locator("section[aria-labelledby=versions] tbody th a")
    with manager.page.expect_download() as saving:
        rows.first.click()
    version = saving.value.path().read_bytes()
    # The signing library runs an event loop of its own, which Playwright's would forbid in this thread.
    with ThreadPoolExecutor(1) as elsewhere:
        signed = elsewhere.submit(ca.sign_cms, version).result()
    manager.send("signature", file=file("odpowiedz.p7s", signed))
    assert manager.page.url == document
    assert "ważny" in manager.page.locator("section[aria-labelledby=signatures]").inner_text()
    manager.seen("signed")


def send(clerk, document: str) -> str:
    """The clerk sends it by e-Doręczenia; returns the letter's address."""
    clerk.open(document)
    clerk.follow("Przygotuj przesyłki")
    # The office's own address stands in the structure around the letter; no party has it.
    assert ADE not in clerk.text()
    address = {
        "street": "Długa",
        "building": "1",
        "postal_code": "85-001",
        "city": "Bydgoszcz",
        "ade": PARTY_ADE,
    }
    clerk.send("other", kind="person", sender_surname="Kowalczyk", sender_given_names="Maria", **address)
    clerk.follow(f"W/1/{this_year()}")
    return clerk.page.url


def end(clerk, case: str) -> None:
    """The clerk settles the case and ends it, as of then."""
    clerk.open(case)
    clerk.send("close", decision=ANSWER, settled_on=old().isoformat(), note="Wydano zaświadczenie")
    clerk.send("finish", closed_on=old().isoformat())


def keep(person, case: str, sign: str) -> None:
    """Handed over and taken in; the package is sound."""
    coordinator, archivist = person("koordynator"), person("archiwum")
    coordinator.open("@@archive")
    coordinator.send("handover", org_symbol="WS")
    assert sign in coordinator.text()
    archivist.open("@@archive")
    archivist.follow("Spis zdawczo-odbiorczy WS")
    archivist.send("accept")
    archivist.seen("handover-accepted")
    assert etree.fromstring(archivist.download("Spis w XML")).findtext("{*}Sprawa/{*}ZnakSprawy") == sign
    archivist.follow(sign)
    assert archivist.page.url == case
    archivist.follow("Przechowywanie")
    archivist.seen("keeping")
    package = archivist.download("Pobierz paczkę archiwalną")
    assert check_package(io.BytesIO(package), "sprawa.tar").findings == []
    archivist.open("@@archive")
    archivist.send("check", package=file("sprawa.tar", package))
    assert "Paczka jest poprawna." in archivist.text()
    archivist.seen("archive-checked")


def served(clerk, sent: str, network) -> None:
    """The worker has handed the letter to the network and taken its evidences in."""
    sheet = clerk.page.locator(".sheet")
    for _round in range(90):
        clerk.open(sent)
        if "Doręczona" in sheet.inner_text():
            break
        clerk.page.wait_for_timeout(1_000)
    assert "Doręczona" in sheet.inner_text()
    clerk.seen("served")
    assert len(network[0].service.messages) >= 1


def destroy(person, sign: str) -> None:
    """Listed by the archivist, approved by two others, agreed to by the state archive, carried out."""
    archivist, head, coordinator = (person(name) for name in ("archiwum", "dyrektor", "koordynator"))
    archivist.open("@@archive")
    archivist.send(
        "disposal", group="B", declaration="Okres przechowywania upłynął, dokumentacja nie jest potrzebna."
    )
    assert sign in archivist.text()
    disposal = archivist.page.url
    for one in (head, coordinator):
        one.open(disposal)
        one.send("approve")
    archivist.open(disposal)
    archivist.send("consent", reference="AP.421.7", given_on=polish_today().isoformat())
    archivist.send("destroy", method="usunięcie plików", witnesses="Adam Kos, Ewa Zielińska")
    archivist.job()
    archivist.open(disposal)
    archivist.seen("disposal-carried-out")


def one_story(archivist, rest, live_site, case: str, document: str, letter: str) -> None:
    """The metryka in the page and the journal tell the same; its chain of digests is whole."""
    archivist.open(case)
    archivist.follow("Metryka")
    told = archivist.text()
    rows = {
        item["action"]
        for address in (case, document, letter)
        for item in rest.get(address.removesuffix("/view") + "/@journal?size=200")["items"]
    }
    for words, action in STORY:
        assert words in told
        assert action in rows
    done = live_site.told("journal", "verify", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    version = archivist.page.request.get(f"{document.removesuffix('/view')}/@@version/1")
    assert version.status == 410
