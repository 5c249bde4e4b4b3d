"""Sent twice, done once: over REST by the key, in the browser by the form; and numbers reserved beforehand."""

from base64 import b64encode
from exchange import Client
from infostrada.core.calendar import polish_today
from letters import make_matter
from test_desk_pages import Browser
from tests.days import this_year
from world import LETTER
from world import make_office
from world import PASSWORD

import pytest
import transaction


UNIT = "gmina-lipnowo"
FILLED = {name: LETTER[name] for name in LETTER if name not in ("postal_code", "street", "building")}
OWN = {"title": "Przegląd planu", "org_id": "gp", "class_symbol": "6730"}


@pytest.fixture
def clerk(site):
    return Client(site.absolute_url(), "anna.urbanista", PASSWORD)


@pytest.fixture
def registry(site):
    return Client(site.absolute_url(), "ewa.kancelaria", PASSWORD)


def key(text):
    return {"Idempotency-Key": text}


def test_a_case_without_a_letter_is_opened_once(clerk):
    first = clerk.send("POST", f"{UNIT}/@cases", OWN, headers=key("sprawa"))
    again = clerk.send("POST", f"{UNIT}/@cases", OWN, headers=key("sprawa"))
    assert [first.status_code, again.status_code] == [201, 201], again.text
    assert first.json()["uid"] == again.json()["uid"]
    other = clerk.send("POST", f"{UNIT}/@cases", OWN | {"title": "Inna"}, headers=key("sprawa"))
    assert (other.status_code, other.json()["reason"]) == (409, "idempotency_key_reused")
    second = clerk.send("POST", f"{UNIT}/@cases", OWN, headers=key("sprawa-2")).json()
    assert [first.json()["sign"], second["sign"]] == [f"GP.6730.1.{this_year()}", f"GP.6730.2.{this_year()}"]


def test_verbs_of_a_case_are_done_once(site, clerk):
    matter = make_matter(make_office(site))
    transaction.commit()
    case = clerk.base + "/" + "/".join(matter.case.getPhysicalPath()[2:])

    def twice(service, body):
        answers = [clerk.send("POST", f"{case}/{service}", body, headers=key(service)) for _ in range(2)]
        first, again = ((answer.status_code, answer.json()) for answer in answers)
        assert first == again
        assert first[0] in (200, 201), answers[0].text
        return first[1]

    twice("@documents", {"title": "Notatka", "document_kind": "notatka", "file": _file(b"Notatka")})
    stopped = twice("@clock", {"act": "stop", "reason": "mediation"})
    assert len(stopped["stops"]) == 1
    started = clerk.send("POST", f"{case}/@clock", {"act": "start"}, headers=key("rusza")).json()
    assert [stop["last"] for stop in started["stops"]] == [polish_today().isoformat()]
    wrong = clerk.send("POST", f"{case}/@clock", {"act": "start"}, headers=key("@clock"))
    assert (wrong.status_code, wrong.json()["reason"]) == (409, "idempotency_key_reused")
    draft = f"{clerk.base}/{'/'.join(matter.draft.getPhysicalPath()[2:])}/@acceptance"
    clerk.send("POST", draft, {"step": "cancel"})
    note = next(one for one in clerk.send("GET", case).json()["documents"] if one["title"] == "Notatka")
    clerk.send("POST", f"{note['@id']}/@acceptance", {"step": "cancel"})
    twice("@closing", {"decision": matter.decision.UID()})
    twice("@case-end", {})


def _file(data):
    return {"filename": "notatka.txt", "encoding": "base64", "data": b64encode(data).decode()}


def test_a_form_sent_twice(site):
    """A double click sends the very same form: one letter, one case. Another content is another letter."""
    registry = Browser(site.absolute_url(), "ewa.kancelaria")
    registry.open(f"{UNIT}/@@register-letter")
    page = registry.answer
    places = []
    for title in (LETTER["title"], LETTER["title"], "Skarga"):
        registry.answer = page
        registry.fill("register", **(FILLED | {"title": title}))
        places.append(registry.answer.url)
    assert places[0] == places[1] != places[2]
    assert f"1/{this_year()}" in registry.open(places[0]).text
    assert f"2/{this_year()}" in registry.open(places[2]).text


def test_numbers_are_reserved_used_and_given_back(site, registry, clerk):
    wanted = {"register": "letters", "count": 3, "note": "etykiety na poczt\u0119"}
    kept = registry.send("POST", f"{UNIT}/@numbers", wanted, headers=key("etykiety"), record="numbers_post")
    assert kept.status_code == 201, kept.text
    assert kept.json()["numbers"] == [f"{place}/{this_year()}" for place in (1, 2, 3)]
    again = registry.send("POST", f"{UNIT}/@numbers", wanted, headers=key("etykiety"))
    assert again.json() == kept.json()

    usual = registry.send("POST", f"{UNIT}/@letters", LETTER).json()
    held = registry.send("POST", f"{UNIT}/@letters", LETTER | {"reserved": f"2/{this_year()}"})
    assert [usual["rpw_number"], held.json()["rpw_number"]] == [f"4/{this_year()}", f"2/{this_year()}"]
    for number in (
        f"2/{this_year()}",
        f"4/{this_year()}",
        f"1/{this_year() - 1}",
        "dwa",
        f"GP.6730.1.{this_year()}",
    ):
        refused = registry.send("POST", f"{UNIT}/@letters", LETTER | {"reserved": number})
        assert (refused.status_code, refused.json()["reason"]) == (409, "number_not_reserved"), number

    released = registry.send("POST", f"{UNIT}/@numbers", {"act": "release", "numbers": [f"1/{this_year()}"]})
    assert released.status_code == 200, released.text
    rows = registry.send("GET", f"{UNIT}/@numbers", record="numbers_get").json()["items"]
    assert [(row["number"], row["state"], row["remark"]) for row in rows] == [
        (f"1/{this_year()}", "cancelled", "rezerwacja niewykorzystana"),
        (f"3/{this_year()}", "reserved", None),
    ]


def test_signs_are_reserved_for_their_holder(site, clerk):
    head = Client(site.absolute_url(), "piotr.kierownik", PASSWORD)
    wanted = {"register": "cases", "org_id": "gp", "class_symbol": "6730", "count": 2}
    assert clerk.send("POST", f"{UNIT}/@numbers", wanted).json()["numbers"] == [
        f"GP.6730.{place}.{this_year()}" for place in (1, 2)
    ]
    sign = {"reserved": f"GP.6730.2.{this_year()}"}
    refused = head.send("POST", f"{UNIT}/@cases", OWN | sign)
    assert (refused.status_code, refused.json()["reason"]) == (409, "number_not_reserved")
    other = clerk.send("POST", f"{UNIT}/@cases", OWN | sign | {"class_symbol": "6733"})
    assert other.json()["reason"] == "number_not_reserved"
    assert clerk.send("POST", f"{UNIT}/@cases", OWN | sign).json()["sign"] == sign["reserved"]
    assert clerk.send("POST", f"{UNIT}/@cases", OWN).json()["sign"] == f"GP.6730.3.{this_year()}"
    given_back = {"act": "release", "numbers": [f"GP.6730.1.{this_year()}"]}
    assert head.send("POST", f"{UNIT}/@numbers", given_back).json()["reason"] == "number_not_reserved"
    coordinator = Client(site.absolute_url(), "zofia.koordynator", PASSWORD)
    assert coordinator.send("POST", f"{UNIT}/@numbers", given_back).status_code == 200

    for change, field, reason in (
        ({"class_symbol": "67"}, "class_symbol", "class_not_final"),
        ({"org_id": "nie"}, "org_id", "org_unknown"),
        ({"count": 101}, "count", "count_out_of_range"),
        ({"count": "3"}, "count", "json_not_a_number"),
        ({"days": 400}, "days", "days_out_of_range"),
        ({"register": "faktury"}, "register", "not_in_list"),
    ):
        wrong = clerk.send("POST", f"{UNIT}/@numbers", wanted | change)
        assert (wrong.status_code, wrong.json()["field"], wrong.json()["reason"]) == (400, field, reason)
    foreign = clerk.send("POST", f"{UNIT}/@numbers", {"register": "letters"})
    assert foreign.status_code == 403


def test_numbers_of_outgoing_letters_are_reserved_for_their_holder(site, registry, clerk):
    wanted = {"register": "outgoing", "count": 3}
    assert clerk.send("POST", f"{UNIT}/@numbers", wanted).json()["numbers"] == [
        f"W/{place}/{this_year()}" for place in (1, 2, 3)
    ]
    assert (
        Client(site.absolute_url(), "jan.wojt", PASSWORD).send("POST", f"{UNIT}/@numbers", wanted).status_code
        == 403
    )
    case = clerk.send("POST", f"{UNIT}/@cases", OWN).json()["@id"]
    letter = {
        "title": "Decyzja",
        "document_kind": "decyzja",
        "file": {"filename": "d.pdf", "data": "JVBERi0xLjc="},
    }
    document = clerk.send("POST", f"{case}/@documents", letter).json()["@id"]
    head = Client(site.absolute_url(), "piotr.kierownik", PASSWORD)
    head.send("POST", f"{document}/@acceptance", {"step": "accept"})
    to = {
        "surname": "Lis",
        "given_names": "Jan",
        "city": "Toru\u0144",
        "postal_code": "87-100",
        "street": "Polna",
    }

    def sent(*reserved):
        body = {"addressees": [{**to, **({"reserved": each} if each else {})} for each in reserved]}
        return clerk.send("POST", f"{document}/@outgoing", body)

    made = sent(f"W/2/{this_year()}", "")
    assert [each["number"] for each in made.json()["items"]] == [2, 4], made.text
    # One used, one given twice, one of the other register, one nobody has: none of them makes a letter.
    for wrong in (
        (f"W/2/{this_year()}",),
        (f"W/3/{this_year()}",) * 2,
        (f"3/{this_year()}",),
        (f"W/9/{this_year()}",),
    ):
        assert (sent(*wrong).status_code, sent(*wrong).json()["reason"]) == (409, "number_not_reserved"), (
            wrong
        )
    page = Browser(site.absolute_url(), "anna.urbanista").open(f"{document}/@@send")
    assert page.page.xpath("//select[@name='other.reserved' or @name='reserved']/option/@value") != []
    page.fill("other", sender_surname="Lis", sender_given_names="Jan", city="Toru\u0144", postal_code="87-100", street="Polna", reserved=f"W/3/{this_year()}")  # fmt: skip
    assert f"W/3/{this_year()}" in page.text, page.text[:1500]
    rows = clerk.send("GET", f"{UNIT}/@numbers").json()["items"]
    assert [(row["register"], row["number"], row["state"]) for row in rows] == [
        ("outgoing", f"W/1/{this_year()}", "reserved")
    ]


def test_the_page_of_reserved_numbers(site):
    registry = Browser(site.absolute_url(), "ewa.kancelaria")
    registry.open(f"{UNIT}/@@numbers").fill("letters", count="2", note="etykiety")
    assert f"Numery od 1/{this_year()} do 2/{this_year()} są zarezerwowane dla Ciebie." in registry.text
    registry.fill("release", number=f"1/{this_year()}")
    assert "rezerwacja niewykorzystana" in registry.text
    registry.open(f"{UNIT}/@@register-letter?reserved=2/{this_year()}")
    assert f"Pismo dostanie zarezerwowany numer 2/{this_year()}." in registry.text
    registry.fill("register", **FILLED)
    assert registry.page.cssselect("h1")[0].text_content() == LETTER["title"]
    assert f"RPW 2/{this_year()}" in registry.text
    refused = registry.open(f"{UNIT}/@@numbers").fill("letters", count="0")
    assert "Zarezerwuj od 1 do 100 numerów naraz." in refused.text
