"""Participants, letters of the procedure, approvals, authorisations, letters without a case: by browser and by REST."""

from base64 import b64encode
from exchange import Client
from infostrada.core.calendar import polish_today
from test_desk_pages import Browser
from tests.days import this_year
from world import LETTER
from world import PASSWORD

import pytest


UNIT = "gmina-lipnowo"
MAIL = b"From: Jan Lis <jan@example.pl>\r\nSubject: Uwagi\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\n\r\nTekst\r\n"


def file(name, data):
    return {"filename": name, "data": b64encode(data).decode(), "encoding": "base64"}


@pytest.fixture
def rest(site):
    return lambda user: Client(site.absolute_url(), user, PASSWORD)


@pytest.fixture
def person(site):
    return lambda user: Browser(site.absolute_url(), user)


@pytest.fixture
def case(rest):
    body = {
        "title": "Warunki zabudowy",
        "org_id": "gp",
        "class_symbol": "6730",
        "term": "inquiry",
        "parties": [{"name": "Kowalczyk Maria"}],
    }
    return rest("anna.urbanista").send("POST", f"{UNIT}/@cases", body).json()


def test_by_rest(rest, case):
    clerk, head = rest("anna.urbanista"), rest("jan.wojt")
    url = case["@id"]
    power = clerk.send(
        "POST", f"{url}/@documents",
        {"title": "Pełnomocnictwo", "document_kind": "pełnomocnictwo", "file": file("p.pdf", b"%PDF-1.7")},
    ).json()  # fmt: skip
    attorney = {
        "act": "add", "name": "Mróz Adam", "role": "pełnomocnik", "represents": "Kowalczyk Maria", "scope": "whole",
        "power": power["uid"], "fee": "due",
    }  # fmt: skip
    assert clerk.send("POST", f"{url}/@participants", {**attorney, "fee": ""}).status_code == 400
    listed = clerk.send("POST", f"{url}/@participants", attorney, record="participants_post").json()
    assert [(one["name"], one["served_to"], one["basis"]) for one in listed["items"]] == [
        ("Kowalczyk Maria", ["Mróz Adam"], "KPA art. 40 § 2"),
        ("Mróz Adam", [], None),
    ]
    assert clerk.send("GET", f"{url}/@participants", record="participants_get").json() == listed
    assert rest("adam.obcy").send("GET", f"{url}/@participants").status_code in (401, 403)

    call = {"act": "draft", "sort": "call", "what": "mapa", "days": 5}
    refused = clerk.send("POST", f"{url}/@procedure", call).json()
    assert [(one["field"], one["reason"]) for one in refused["faults"]] == [("days", "shorter_than_law")]
    drafted = clerk.send("POST", f"{url}/@procedure", {**call, "days": 14}, record="procedure_post").json()
    assert [(one["sort"], one["days"]) for one in drafted["items"]] == [("call", 14)]
    assert (
        clerk.send("GET", f"{url}/@procedure", record="procedure_get").json()["sorts"][2]["least_days"] == 7
    )

    # A file of the same size every day: the example says it.
    document = power["@id"]
    step = {"step": "submit", "acceptor": "piotr.kierownik"}
    assert clerk.send("POST", f"{document}/@acceptance", step).status_code == 200
    onward = {"step": "pass_on", "acceptor": "jan.wojt", "remark": "zgodne"}
    passed = rest("piotr.kierownik").send(
        "POST", f"{document}/@acceptance", onward, record="acceptance_pass_on"
    )
    assert [one["actor"]["name"] for one in passed.json()["approvals"]] == ["Piotr Wilk"]
    assert clerk.send("GET", f"{document}/@wholeness").json()["checked"] is False

    given = {
        "act": "give", "reference": "7/2026", "given_on": polish_today().isoformat(), "person": "piotr.kierownik",
        "authority": "Wójta", "classes": ["673"],
    }  # fmt: skip
    assert clerk.send("POST", f"{UNIT}/@authorisations", given).status_code in (401, 403)
    register = head.send("POST", f"{UNIT}/@authorisations", given, record="authorisations_post").json()
    assert register["items"][0]["in_force"] is True
    assert clerk.send("GET", f"{UNIT}/@authorisations", record="authorisations_get").json() == register
    text = {"title": "Decyzja", "document_kind": "decyzja", "file": file("d.txt", "Wójt orzeka".encode())}
    decision = clerk.send("POST", f"{url}/@documents", text).json()["@id"]
    clerk.send("POST", f"{decision}/@acceptance", step)
    lacks = clerk.send("GET", f"{decision}/@wholeness", record="wholeness_get").json()
    parts = [one["part"] for one in lacks["missing"]]
    assert (
        lacks["readable"] and "appeal" in parts and not {"authority", "ruling", "authorisation"} & set(parts)
    )
    accepted = rest("piotr.kierownik").send("POST", f"{decision}/@acceptance", {"step": "accept"}).json()
    assert accepted["signed_as"].startswith("z up. Wójta (upoważnienie 7/2026")

    mail = {"file": file("uwagi.eml", MAIL)}
    filed = clerk.send("POST", f"{url}/@mails", mail, record="case_mails_post")
    assert (filed.status_code, filed.json()["state"]) == (201, "accepted")
    # A case without documents: filed in one second they stand in any order, and examples say the same every day.
    body = {"title": "Inwestycja celu publicznego", "org_id": "gp", "class_symbol": "6730"}
    bare = clerk.send("POST", f"{UNIT}/@cases", body).json()["@id"]
    moved = {"class_symbol": "6733", "reason": "zła klasa"}
    assert clerk.send("POST", f"{bare}/@reclassification", moved).status_code in (401, 403)
    sign = rest("zofia.koordynator").send(
        "POST", f"{bare}/@reclassification", moved, record="reclassification_post"
    )
    assert sign.json()["sign"] == f"GP.6733.1.{this_year()}"

    given = {"officer": "piotr.kierownik", "reason": "urlop"}
    led = rest("zofia.koordynator").send("POST", f"{bare}/@officer", given, record="officer_post")
    assert led.json()["officer_name"] == "Piotr Wilk"

    letter = rest("ewa.kancelaria").send("POST", f"{UNIT}/@letters", LETTER).json()["@id"]
    wrong = head.send(
        "POST", f"{letter}/@tasks", {"assignee": "adam.obcy", "disposition": "do załatwienia"}
    ).json()
    instead = {
        "instead": {"assignee": "anna.urbanista", "disposition": "do załatwienia"},
        "reason": "pomyłka",
    }
    right = head.send("POST", f"{wrong['@id']}/@task-end", instead, record="task_instead")
    assert (right.status_code, right.json()["assignee"]) == (201, "anna.urbanista")
    assert (
        clerk.send("POST", f"{right.json()['@id']}/@task-end", {"transcribed": True}).json()["transcribed"][
            "by"
        ]["name"]
        == "Anna Nowak"
    )
    outside = {"act": "outside", "class_symbol": "01"}
    assert (
        clerk.send("POST", f"{letter}/@way", outside, record="letter_way").json()["state"] == "outside_case"
    )
    found = head.send("GET", f"{UNIT}/@letters?class_symbol=01").json()["items"]
    assert [row["@id"] for row in found] == [letter]


def test_by_browser(rest, person, case):
    clerk, head = person("anna.urbanista"), person("jan.wojt")
    url = case["@id"]
    clerk.open(f"{url}/@@participants")
    clerk.fill("join", name="Starosta Lipnowski", role="organ współdziałający")
    assert "Starosta Lipnowski jest od teraz uczestnikiem sprawy" in clerk.text
    clerk.fill("join", name="Mróz Adam", role="pełnomocnik")
    assert clerk.answer.status_code == 400 and "Wskaż stronę sprawy" in clerk.text
    clerk.open(f"{url}/@@participants").fill("leave", place="1", reason="pomyłka")
    assert "Starosta Lipnowski nie jest już" in clerk.text

    clerk.open(f"{url}/@@clock").fill("procedure", sort="call", what="mapa", days="14")
    assert "Wezwanie do usunięcia braków podania" in clerk.text
    document = clerk.answer.url
    clerk.fill("submit", acceptor="piotr.kierownik")
    person("piotr.kierownik").open(document).fill("pass-on", acceptor="jan.wojt", remark="zgodne z planem")
    assert "zgodne z planem" in head.open(document).text
    assert "Wezwanie" in head.open(f"{UNIT}/@@my-work").text
    head.open(document).fill("accept")
    assert "Jan Dąbrowski" in head.text

    head.open(f"{UNIT}/@@authorisations")
    head.fill("give", reference="7/2026", person="piotr.kierownik", authority="Wójta", classes="67, 01")
    assert head.answer.status_code == 200 and "67, 01" in head.text and "obowiązuje" in head.text
    head.fill("revoke", place="0", reason="zmiana stanowiska")
    assert "odwołane: zmiana stanowiska" in head.text

    clerk.open(f"{url}/view").fill("mail", files={"file": ("uwagi.eml", MAIL, "message/rfc822")})
    assert "Uwagi" in clerk.text and "Zaakceptowany" in clerk.text
    coordinator = person("zofia.koordynator").open(f"{url}/@@ties")
    coordinator.fill("reclassify", class_symbol="6733", reason="zła klasa")
    assert f"GP.6733.1.{this_year()}" in coordinator.text and f"GP.6730.1.{this_year()}" in coordinator.text

    coordinator.open(f"{url}/view").fill("hand-over", officer="piotr.kierownik", reason="urlop")
    assert "Sprawę prowadzi teraz: Piotr Wilk" in coordinator.text

    letter = rest("ewa.kancelaria").send("POST", f"{UNIT}/@letters", LETTER).json()["@id"]
    head.open(f"{letter}/view").fill("assign", assignee="adam.obcy", disposition="do załatwienia")
    task = head.page.xpath("//section[@aria-labelledby='tasks']//a/@href")[0]
    head.open(task).fill("correct", assignee="anna.urbanista", disposition="do załatwienia", reason="pomyłka")
    assert head.answer.status_code == 200 and "Anna Nowak" in head.text
    clerk.open(f"{letter}/view").fill("incomplete", what="brak strony 2")
    clerk.fill("complete", note="jest")
    clerk.fill("outside", class_symbol="01")
    assert "01 Organizacja urzędu" in clerk.text
    head.open(f"{UNIT}/@@outside-cases")
    assert "Organizacja urzędu" in head.text
    listed = head.open(head.page.xpath("//table//a/@href")[0]).text
    assert LETTER["title"] in listed


def test_exceptions_of_the_way_of_keeping(rest, person):
    coordinator, clerk = rest("zofia.koordynator"), rest("anna.urbanista")
    order = {
        "act": "enter", "symbol": "670", "mode": "paper", "first": polish_today().isoformat(),
        "basis": "Zarządzenie nr 4/2026",
    }  # fmt: skip
    assert clerk.send("POST", f"{UNIT}/@mode-exceptions", order).status_code in (401, 403)
    listed = coordinator.send("POST", f"{UNIT}/@mode-exceptions", order, record="mode_exceptions_post").json()
    assert [(one["symbol"], one["in_force"]) for one in listed["items"]] == [("670", True)]
    assert clerk.send("GET", f"{UNIT}/@mode-exceptions", record="mode_exceptions_get").json() == listed
    refused = coordinator.send("POST", f"{UNIT}/@mode-exceptions", order).json()
    assert [(one["field"], one["reason"]) for one in refused["faults"]] == [("symbol", "exception_overlaps")]

    page = person("anna.urbanista").open(f"{UNIT}/@@open-case")
    assert "670 Studia i plany (A; papierowo)" in page.text
    page.fill("open", title="Studium", org_id="gp", class_symbol="670")
    assert "papierow" in page.text
    page.open(f"{UNIT}/@@cases?kept=paper")
    assert "Studium" in page.text
    page.open(f"{UNIT}/@@cases?kept=ezd")
    assert "Studium" not in page.text
    page = person("zofia.koordynator").open(f"{UNIT}/@@mode-exceptions")
    page.fill("enter", symbol="6733", mode="paper", basis="Zarządzenie nr 5/2026")
    assert "Zarządzenie nr 5/2026" in page.text and "obowiązuje" in page.text
    page.fill("end", place="0", basis="Zarządzenie nr 6/2026")
    assert page.answer.status_code == 200 and "Zarządzenie nr 6/2026" in page.text


def test_folders_of_papers(rest, person):
    coordinator, clerk = rest("zofia.koordynator"), rest("anna.urbanista")
    order = {
        "act": "enter", "symbol": "670", "mode": "paper", "first": polish_today().isoformat(),
        "basis": "Zarządzenie nr 4/2026",
    }  # fmt: skip
    coordinator.send("POST", f"{UNIT}/@mode-exceptions", order)
    case = clerk.send(
        "POST", f"{UNIT}/@cases", {"title": "Studium", "org_id": "gp", "class_symbol": "670"}
    ).json()
    begin = {
        "act": "begin",
        "org_symbol": "GP",
        "class_symbol": "670",
        "first_year": this_year() - 1,
        "last_year": this_year(),
    }
    assert clerk.send("POST", f"{UNIT}/@folders", begin).status_code in (401, 403)
    made = coordinator.send("POST", f"{UNIT}/@folders", begin, record="folders_post")
    assert made.status_code == 201 and made.json()["due_from"] is None
    uid = made.json()["uid"]
    listed = clerk.send("GET", f"{UNIT}/@folders?size=1", record="folders_get").json()
    assert [one["uid"] for one in listed["items"]] == [uid] and listed["next_cursor"] is None
    one = clerk.send("GET", f"{UNIT}/@folders?folder={uid}", record="folder_get").json()
    assert [(year["year"], [each["uid"] for each in year["cases"]]) for year in one["years"]] == [
        (this_year() - 1, []),
        (this_year(), [case["uid"]]),
    ]
    assert clerk.send("GET", f"{UNIT}/@folders?cursor=x").status_code == 400
    refused = coordinator.send(
        "POST", f"{UNIT}/@folders", {"act": "hand_over", "folders": [uid]}, record="folders_hand_over"
    )
    assert refused.status_code == 409
    assert [each["reason"] for each in refused.json()["blockers"]] == ["case_not_ended"]

    page = person("zofia.koordynator").open(f"{UNIT}/@@folders?folder={uid}")
    assert "GP.670" in page.text and f"Spis spraw, rok {this_year() - 1}" in page.text
    page.fill("change", last_year=str(this_year()), volumes="2", contents="uchwały")
    assert "uchwały" in page.text
    page.fill("hand-over")
    assert page.answer.status_code == 409 and case["sign"] in page.text
    assert page.open(f"{UNIT}/@@folder-description?folder={uid}").answer.content.startswith(b"%PDF")
    assert page.open(f"{UNIT}/@@folder-lists?folder={uid}").answer.content.startswith(b"%PDF")
    page.open(f"{UNIT}/@@folders").fill(
        "begin", org_symbol="GP", class_symbol="670", first_year=str(this_year())
    )
    assert page.answer.status_code == 400 and "ma już teczkę" in page.text


def test_acts_by_eli(rest, person, case):
    coordinator, clerk = rest("zofia.koordynator"), rest("anna.urbanista")
    act = {"eli": "Dz.U. 2003 nr 80 poz. 717", "title": "ustawa o planowaniu"}
    assert clerk.send("POST", f"{UNIT}/@acts", act).status_code in (401, 403)
    listed = coordinator.send("POST", f"{UNIT}/@acts", act, record="acts_post").json()
    assert {"DU/2003/717", "DU/1960/168"} <= {one["eli"] for one in listed["items"]}
    assert clerk.send("GET", f"{UNIT}/@acts", record="acts_get").json() == listed
    kind = {"title": "Zabudowa", "class_symbol": "6730", "basis": ["DU/2003/717 art. 59"]}
    made = coordinator.send("POST", f"{UNIT}/@case-types", kind).json()
    (named,) = made["versions"][0]["basis"]
    assert named["url"] == "https://eli.gov.pl/eli/DU/2003/717/ogl" and named["provision"] == "art. 59"
    again = coordinator.send("POST", f"{made['@id']}/@versions", {**kind, "basis": [named]}).json()
    assert again["versions"][1]["basis"] == [named]
    assert coordinator.send("POST", f"{UNIT}/@case-types", {**kind, "basis": ["KPA"]}).status_code == 400
    text = {"title": "Decyzja", "document_kind": "decyzja", "file": file("d.txt", "Wójt orzeka".encode())}
    document = clerk.send("POST", f"{case['@id']}/@documents", text).json()["@id"]
    sent = {"basis": ["DU/2003/717 art. 59 ust. 1", {"eli": "DU/1960/168", "provision": "art. 104"}]}
    told = clerk.send("POST", f"{document}/@legal-basis", sent, record="legal_basis_post").json()
    assert [one["eli"] for one in told["basis"]] == ["DU/2003/717", "DU/1960/168"]

    page = person("anna.urbanista").open(f"{document}/view")
    assert "https://eli.gov.pl/eli/DU/1960/168/ogl" in page.page.xpath("//a/@href")
    page.fill("basis", basis="DU/1960/168 art. 104\nbzdura")
    assert page.answer.status_code == 400 and "identyfikator aktu" in page.text
    page.open(f"{document}/view").fill("basis", basis="DU/1960/168 art. 104")
    links = page.page.xpath("//a/@href")
    assert page.answer.status_code == 200 and "https://eli.gov.pl/eli/DU/2003/717/ogl" not in links
    coordinator_page = person("zofia.koordynator").open(f"{UNIT}/@@acts")
    coordinator_page.fill("enter", eli="DU/2003/717", title="ustawa o planowaniu", last="2026-01-01")
    assert "Zapisano akt: Dz.U. 2003 poz. 717" in coordinator_page.text
    coordinator_page.open(f"{made['@id']}/view")
    assert "https://eli.gov.pl/eli/DU/2003/717/ogl" in coordinator_page.page.xpath("//a/@href")


def test_mail_that_needs_no_registering(rest, person):
    registry, url = rest("ewa.kancelaria"), f"{UNIT}/@unregistered-mail"
    registry.send("POST", f"{UNIT}/@mails", {"file": file("u.eml", MAIL), "city": "Lipnowo"})
    note = {"act": "note", "kind": "newsletter", "file": file("u.eml", MAIL)}
    assert registry.send("POST", url, note).json()["reason"] == "mail_registered"
    note["file"] = file("n.eml", MAIL.replace(b"Uwagi", b"Biuletyn"))
    assert rest("anna.urbanista").send("POST", url, note).status_code in (401, 403)
    assert registry.send("POST", url, {**note, "kind": ""}).json()["field"] == "kind"
    noted = registry.send("POST", url, note, record="unregistered_mail_post")
    assert (noted.status_code, noted.json()["subject"]) == (201, "Biuletyn"), noted.text
    listed = registry.send("GET", url, record="unregistered_mail_get").json()
    assert (listed["items"], listed["days"], listed["next_cursor"]) == ([noted.json()], 90, None)
    raw = registry.session.get(noted.json()["message"], timeout=60)
    assert raw.content == MAIL.replace(b"Uwagi", b"Biuletyn")
    assert raw.headers["Content-Disposition"].startswith("attachment")

    page = person("ewa.kancelaria").open(f"{UNIT}/@@unregistered-mail")
    assert "Biuletyn" in page.text and "Dni przechowywania" not in page.text
    page.fill("noted", files={"file": ("s.eml", MAIL.replace(b"Uwagi", b"Wygrana"))}, kind="spam")
    assert "Wygrana" in page.text and "Wiadomości niezarejestrowane: 1" in page.text
    page.fill("register", uid=noted.json()["uid"], city="Lipnowo")
    assert "Biuletyn" in page.text and "RPW" in page.text
    told = registry.send("GET", url).json()["items"]
    registered = {one["subject"]: bool(one["letter_uid"]) for one in told}
    assert registered == {"Wygrana": False, "Biuletyn": True}
