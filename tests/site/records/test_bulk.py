"""One act on many records over REST and from "my work": each item answers for itself."""

from exchange import Client
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from test_desk_pages import Browser
from test_registers import send
from world import LETTER
from world import PASSWORD

import transaction


UNIT = "gmina-lipnowo"


def test_each_item_answers_for_itself(site):
    unit, base = site[UNIT], site.absolute_url()
    with api.env.adopt_user(username="ewa.kancelaria"):
        letters = [IUUID(register_letter(unit, LETTER, [])) for _each in range(3)]
    with api.env.adopt_user(username="anna.urbanista"):
        case = open_case(unit, Opening("Warunki zabudowy", "gp", "6730"))
        papers = [
            add_document(case, Draft(f"Pismo {n}", "zawiadomienie"), Upload("pismo.txt", b"tekst"))
            for n in range(4)
        ]
        documents = [IUUID(paper) for paper in papers]
    transaction.commit()
    head, clerk, manager = (
        Client(base, user, PASSWORD) for user in ("jan.wojt", "anna.urbanista", "piotr.kierownik")
    )
    url = f"{UNIT}/@bulk"

    order = {"act": "assign", "assignee": "anna.urbanista", "disposition": "do załatwienia"}
    body = {**order, "items": [letters[0], {"uid": letters[1], "instruction": "pilne"}, documents[0], "nic"]}
    key = {"Idempotency-Key": "dekretacja-hurtem-1"}
    answer = head.send("POST", url, body, record="bulk_post", headers=key)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["done"], told["refused"]) == (2, 2)
    assert [item["status"] for item in told["items"]] == [200, 200, 404, 404]
    assert [item["state"] for item in told["items"][:2]] == ["assigned", "assigned"]
    assert told["items"][2]["problem"]["reason"] == "unknown_object"
    again = head.send("POST", url, body, headers=key).json()
    assert (again["repeated"], again["done"]) == (True, 0)
    transaction.begin()
    letter = api.content.get(UID=letters[1])
    assert len(letter.tasks) == 1

    wrong = head.send("POST", url, {**order, "disposition": "żadna", "items": letters[2:]}).json()
    assert wrong["items"][0]["status"] == 400
    assert wrong["items"][0]["problem"]["faults"][0] == {
        "field": "disposition", "reason": "not_in_list",
        "message": wrong["items"][0]["problem"]["faults"][0]["message"],
    }  # fmt: skip
    for bad in ({"act": "erase", "items": letters}, {"act": "assign", "items": []}, {"act": "assign"},
                {"act": "assign", "items": [1]}, {**order, "items": letters * 70}):  # fmt: skip
        assert head.send("POST", url, bad).status_code == 400, bad

    stranger = Client(base, "adam.obcy", PASSWORD)
    refused = stranger.send("POST", url, {"act": "submit", "acceptor": "jan.wojt", "items": documents}).json()
    assert {item["status"] for item in refused["items"]} == {403}
    sent = clerk.send("POST", url, {"act": "submit", "acceptor": "piotr.kierownik", "items": documents})
    assert sent.json()["done"] == 4
    twice = manager.send("POST", url, {"act": "accept", "items": [documents[0], documents[1], documents[0]]})
    assert [item["status"] for item in twice.json()["items"]] == [200, 200, 409]

    page = Browser(base, "piotr.kierownik").open(f"{UNIT}/@@my-work")
    ids = page.page.xpath("//@id")
    assert len(ids) == len(set(ids)), "each list of the page counts its own ticked rows"
    send(page, "bulk-reject", documents[2:3])
    assert page.answer.status_code == 400
    assert "Wypełnij to pole" in page.text
    assert not page.page.xpath("//*[@data-folds]"), "the ticked rows stand there on a telephone too"
    send(page, "bulk-accept", [documents[2], documents[1]])
    assert page.answer.status_code == 200, page.text[:1500]
    assert "Nie wszystko się udało" in page.text
    assert "Pismo 1: ktoś zajął się tym w międzyczasie, stan: Zaakceptowany" in page.text
    transaction.begin()
    assert [state_of(api.content.get(UID=uid)) for uid in documents] == ["accepted"] * 3 + ["submitted"]
