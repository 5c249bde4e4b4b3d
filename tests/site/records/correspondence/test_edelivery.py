"""e-Doręczenia against a stand-in of the service over HTTP: EOD-13 and the faults of networks."""

from base64 import b64encode
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization import PrivateFormat
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.core.outbox import standing
from infostrada.core.sql import session
from infostrada.site.parties.operations import add_party
from infostrada.site.records.browser.words import EVIDENCES
from infostrada.site.records.correspondence.edelivery.addresses import find_for
from infostrada.site.records.correspondence.edelivery.addresses import write_address
from infostrada.site.records.correspondence.edelivery.chore import Boxes
from infostrada.site.records.correspondence.edelivery.client import Client
from infostrada.site.records.correspondence.edelivery.client import ServiceError
from infostrada.site.records.correspondence.edelivery.names import original_name
from infostrada.site.records.correspondence.edelivery.names import plain_name
from infostrada.site.records.correspondence.edelivery.names import plain_names
from infostrada.site.records.correspondence.edelivery.receiving import take_message
from infostrada.site.records.correspondence.edelivery.receiving import unseen
from infostrada.site.records.correspondence.edelivery.sending import follow
from infostrada.site.records.correspondence.edelivery.sending import give_back
from infostrada.site.records.correspondence.edelivery.sending import given_up
from infostrada.site.records.correspondence.edelivery.sending import running
from infostrada.site.records.correspondence.edelivery.settings import box_of
from infostrada.site.records.correspondence.edelivery.settings import keep_box
from infostrada.site.records.correspondence.edelivery.status import advance
from infostrada.site.records.correspondence.edelivery.status import code_of
from infostrada.site.records.correspondence.edelivery.status import FINAL
from infostrada.site.records.correspondence.edelivery.status import status_of
from infostrada.site.records.correspondence.edelivery.status import STATUSES
from infostrada.site.records.correspondence.outgoing.networks import key_of
from infostrada.site.records.correspondence.outgoing.networks import send_by_network
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.listings import register
from infostrada.site.records.mywork import my_work
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.unit_settings import UnitSettings
from infostrada.site.records.workflow import state_of
from itertools import permutations
from letters import make_matter
from letters import MARIA
from letters import prepared
from network import attempt
from network import key_pair
from network import OFFICE_ADE
from network import stand_in
from plone import api
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from tests.days import this_year

import csv
import hashlib
import pytest
import requests
import transaction
import uuid


CITIZEN = MARIA._replace(ade="AE:PL-11111-22222-AAAAA-33")


# pure: statuses and names


def test_eod_13_only_listed_transitions():
    assert advance("Nadana", "Wysłana") == "Wysłana"
    assert advance("Wysłana", "Nadana") == "Wysłana"
    assert advance("W trakcie weryfikacji", "Doręczona") == "Doręczona"  # through those not seen
    for final in FINAL:
        assert [advance(final, other) for other in STATUSES] == [final] * len(STATUSES)


def test_eod_13_status_from_evidences_in_any_order():
    """edoreczenia-dowody.csv: A.1 posted, B.1 sent, D.1 waits, E.1 delivered; BP.OX without E.1 deemed."""
    for codes in permutations(("A.1", "B.1", "D.1", "E.1", "BP.OX")):
        assert status_of(codes) == "Doręczona"
    assert status_of(["A.1", "B.1", "D.1", "BP.OX"]) == "Uznana za doręczoną"
    assert status_of(["A.1", "A.1"]) == "Nadana"
    assert status_of(["A.2"]) == "Odrzucona"
    assert status_of(["A.1", "B.1", "D.2"]) == "Niedoręczona"
    assert status_of(["BP.WX", "D.3"]) == ""
    assert [code_of(text) for text in ("BPOX", "A1", "HEPO", "D.1", "C2")] == [
        "BP.OX", "A.1", "H.EPO", "D.1", "C2",
    ]  # fmt: skip


def test_every_code_of_the_table_is_known(shared_data):
    with (shared_data / "pl" / "tables" / "edoreczenia-dowody.csv").open(encoding="utf-8") as file:
        codes = [row["kod"] for row in csv.DictReader(file, delimiter=";")]
    assert len(codes) == 17
    assert all(code_of(code) == code == code_of(code.replace(".", "")) for code in codes)
    assert set(codes) <= set(EVIDENCES)


def test_eod_13_names_are_made_plain_and_come_back():
    names = ["Decyzja nr 5/2026 (odpis).PDF", "mapa.pdf", "mapa.PDF", "?.docx", "ą" * 200 + ".pdf", "bez"]
    plain = plain_names(names)
    assert plain[:4] == ["Decyzja_nr_5_2026_(odpis).pdf", "mapa.pdf", "mapa_2.pdf", "plik.docx"]
    assert all(len(name) <= 128 and not set(name) & set(' ~"#%&*:<>?!/\\{|}') for name in plain)
    assert len(set(plain)) == len(names)
    assert [original_name(p, n) for p, n in zip(plain[:3], names[:3], strict=True)] == names[:3]
    assert original_name("faktura.pdf", "zupełnie inny opis") == "faktura.pdf"
    assert plain_name("a\x00b.exe") == "a_b.exe"


# over HTTP


@dataclass
class World:
    """An office with a box at the stand-in, and a clerk's decision."""

    office: object
    service: object
    client: object
    matter: object

    def queued(self, to=CITIZEN):
        (letter,) = prepared(self.office, self.matter, to)
        with self.office.acting("anna.urbanista"):
            send_by_network(letter)
        return letter

    def attempt(self, letter, number=1):
        attempt(letter, number)

    def sent(self):
        return self.service.boxes[OFFICE_ADE]["SENT"]


@pytest.fixture(scope="module")
def key():
    return key_pair()


@pytest.fixture
def world(office, key):
    with stand_in(office.unit) as service:
        client = Client(box_of(office.unit))
        yield World(office, service, client, make_matter(office, "Decyzja nr 5 (26).pdf"))


def test_box_is_kept_sealed_and_by_the_administrator(office, key):
    office.unit.ade = OFFICE_ADE
    given = {"url": "https://ua.example/api/v1", "token_url": "https://ua.example/t", "client_id": "u",
             "key": key[0]}  # fmt: skip
    with office.acting("ewa.kancelaria"), pytest.raises(Forbidden):
        keep_box(office.unit, given)
    for name, value, reason in (
        ("url", "http://ua.example", "not_an_address"),
        ("url", "https://[ua", "not_an_address"),
        ("key", "-----BEGIN", "not_a_key"),
        ("client_id", "", "required"),
    ):
        with pytest.raises(InvalidData) as caught:
            keep_box(office.unit, {**given, name: value})
        assert [(f.field, f.reason) for f in caught.value.faults] == [(name, reason)]
    keep_box(office.unit, given)
    keep_box(office.unit, {**given, "key": "", "client_id": "v"})
    assert box_of(office.unit).key == key[0].strip()
    assert "PRIVATE" not in str(UnitSettings("infostrada.site.edelivery").of(office.unit.unit_id))


def delivered_with_evidences_kept_once(world):
    letter = world.queued()
    assert (letter.method, letter.channel_status) == ("e-Doręczenia PURDE", "W kolejce")
    with world.office.acting("anna.urbanista"), pytest.raises(Blocked):
        send_by_network(letter)
    world.attempt(letter)
    assert (state_of(letter), letter.channel_status) == ("ready", "W trakcie weryfikacji")
    assert running(world.office.unit.unit_id) == [IUUID(letter)]
    world.service.repeats = True
    for _again in range(2):
        follow(letter, world.client)
    assert (state_of(letter), letter.channel_status) == ("delivered", "Doręczona")
    assert (letter.sent_on, letter.served_on) == (polish_today(), polish_today())
    assert letter.service_basis.endswith("art. 41")
    assert sorted(each.code for each in letter.evidences) == ["A.1", "B.1", "BP.OX", "D.1", "E.1", "UPD"]
    certificate = letter.evidence(f"UPD-{IUUID(letter)}").file.data.decode()
    received = next(each for each in letter.evidences if each.code == "E.1")
    assert received.id in certificate and CITIZEN.ade in certificate
    assert (
        received.at.astimezone(WARSAW).replace(tzinfo=None).isoformat(timespec="milliseconds") in certificate
    )
    assert letter.enclosures[0].sha256 in certificate
    assert b"EvidenceIdentifier" in letter.evidences[0].file.data
    assert running(world.office.unit.unit_id) == []
    sent = world.service.messages[world.sent()[0]]["message"]
    (attachment,) = sent["attachments"]
    about = attachment["file"]["fileMetadata"]
    assert (about["filename"], about["description"]) == ("Decyzja_nr_5_(26).pdf", "Decyzja nr 5 (26).pdf")
    assert sent["messageMetadata"]["caseId"] == str(world.matter.case.sign)
    actions = [step.action for step in world.matter.case.metryka]
    assert actions[-5:] == [
        "letter_prepared", "letter_queued", "letter_sent", "letter_served", "letter_certified",
    ]  # fmt: skip


def lost_answer_is_not_sent_twice(world):
    """The service took the letter, its answer got lost; the repetition finds it by our key."""
    before = len(world.sent())
    world.service.faults = ["lose"]
    letter = world.queued()
    with pytest.raises(ServiceError):
        world.attempt(letter)
    assert state_of(letter) == "ready"
    world.attempt(letter, 2)
    world.attempt(letter, 3)
    assert len(world.sent()) == before + 1
    assert letter.message_id == world.sent()[-1]
    follow(letter, world.client)
    assert state_of(letter) == "delivered"


def failing_service_is_tried_again_and_a_late_one_waited_for(world):
    before = len(world.sent())
    world.service.faults = ["fail", "late"]
    letter = world.queued()
    with pytest.raises(ServiceError):
        world.attempt(letter)
    world.attempt(letter, 2)
    assert letter.channel_status == "W trakcie weryfikacji"
    for _round in range(2):
        follow(letter, world.client)
        assert state_of(letter) == "ready"
    follow(letter, world.client)
    assert state_of(letter) == "delivered"
    assert len(world.sent()) == before + 1


def test_eod_13_letters_come_through_whatever_the_network_does(world):
    """One world, three letters: a smooth way, a lost answer, a service that fails and is late."""
    delivered_with_evidences_kept_once(world)
    world.service.repeats = False
    lost_answer_is_not_sent_twice(world)
    failing_service_is_tried_again_and_a_late_one_waited_for(world)


def test_letters_that_end_otherwise(world):
    """Refused at once, rejected later, lying in the box, printed by the hybrid service."""
    for fault in ("refuse", "reject"):
        refused_letter_ends_undelivered_with_the_words_of_the_service(world, fault)
    hybrid_letter_goes_to_a_postal_address(world)
    fiction_needs_fourteen_days_in_the_box(world)


def test_letter_given_up_comes_back_to_the_desk(world):
    """A dead message is no letter "in the queue": it says why, can be sent again, and is never sent twice."""
    letter, unit = world.queued(), world.office.unit.unit_id
    world.service.faults = ["lose"]
    with pytest.raises(ServiceError):
        world.attempt(letter)
    assert given_up() == []
    dead = (
        "UPDATE core.outbox SET state = 'dead', attempts = 20, error = 'ServiceError: 503' WHERE key = :key"
    )
    session().execute(text(dead), {"key": key_of(letter)})
    for uid, why in given_up():
        give_back(uid, why)
    assert (state_of(letter), letter.channel_status, letter.queued_at) == ("ready", "Niewysłana", None)
    assert letter.channel_fault == "ServiceError: 503"
    assert world.matter.case.metryka[-1].action == "letter_not_sent"
    assert (given_up(), running(unit)) == ([], [])
    for person, registry, seen in (
        ("anna.urbanista", False, True), ("adam.obcy", False, False), ("ewa.kancelaria", True, True),
    ):  # fmt: skip
        found = my_work(unit, (person,), registry=registry).lists["unsent"]
        assert [row["uid"] for row in found] == [IUUID(letter)] * seen
    with world.office.acting("anna.urbanista"):
        send_by_network(letter)
    assert standing(key_of(letter))[:2] == ("waiting", 0)
    assert (letter.channel_status, letter.channel_fault) == ("W kolejce", "")
    world.attempt(letter)
    assert letter.message_id == world.sent()[-1]
    assert len(world.sent()) == 1
    give_back(IUUID(letter), "late")
    assert letter.channel_status == "Przekazana do realizacji"


def refused_letter_ends_undelivered_with_the_words_of_the_service(world, fault):
    world.service.faults = [fault]
    letter = world.queued()
    world.attempt(letter)
    if fault == "reject":
        follow(letter, world.client)
    assert (state_of(letter), letter.channel_status) == ("undelivered", "Odrzucona")
    assert "odrzucona przez usługę" in letter.remarks or "nie istnieje" in letter.remarks
    assert world.matter.case.metryka[-1].action == "letter_undelivered"


def fiction_needs_fourteen_days_in_the_box(world):
    """Art. 42: D.1, then nothing; only BP.OX after the fourteenth day makes it served, on that day."""
    begun = datetime.now(UTC) - timedelta(days=40)
    world.service.clock = begun
    world.service.faults = ["waiting"]
    letter = world.queued()
    letter.registered_at -= timedelta(days=41)
    world.attempt(letter)
    follow(letter, world.client)
    assert (state_of(letter), letter.channel_status) == ("sent", "Czeka na doręczenie")
    world.service.clock = begun + timedelta(days=20)
    world.service.evidence(letter.message_id, "BP.OX")
    follow(letter, world.client)
    assert (state_of(letter), letter.channel_status) == ("deemed", "Uznana za doręczoną")
    earliest = begun.date() + timedelta(days=14)
    assert earliest <= letter.served_on <= earliest + timedelta(days=5)
    assert letter.service_basis.endswith("art. 42")


def hybrid_letter_goes_to_a_postal_address(world):
    letter = world.queued(MARIA)
    assert letter.method == "e-Doręczenia PUH"
    world.attempt(letter)
    follow(letter, world.client)
    assert (state_of(letter), letter.channel_status) == ("delivered", "Doręczona")
    told = world.service.messages[world.sent()[-1]]["message"]["messageMetadata"]
    assert told["to"][0]["address"]["postalCode"] == "87-100"
    assert told["hybridShipment"]["procedingType"] == "administrative"
    assert world.matter.case.stops[0].reason == "hybrid_delivery"


def incoming(subject="Odwołanie od decyzji", answered="", data=b"%PDF-1.7 odw", digest=""):
    metadata = {
        "from": {
            "eDeliveryAddress": CITIZEN.ade,
            "contributor": {"firstName": "Maria", "lastName": "Kowalczyk"},
            "address": {"country": "PL", "city": "Lipnowo", "postalCode": "87-100", "street": "Wiślana"},
        },
        "to": [{"eDeliveryAddress": OFFICE_ADE}],
        "subject": subject,
        "refToMessageId": answered,
    }
    about = {"fileId": uuid.uuid4().hex, "filename": "odwolanie_(1).pdf", "contentType": "application/pdf",
             "size": len(data), "alg": "SHA-3", "hash": digest or hashlib.sha3_256(data).hexdigest(),
             "description": "odwołanie.pdf"}  # fmt: skip
    file = {"fileMetadata": about, "file": b64encode(data).decode()}
    return {"messageMetadata": metadata, "textBody": "W załączeniu odwołanie.",
            "attachments": [{"attachmentId": "a1", "file": file}]}  # fmt: skip


def test_messages_of_the_box(world):
    """Registered once, an answer into its case, a damaged one not at all; letters between two boxes meet."""
    message_of_the_box_is_registered_once_with_its_evidence(world)
    world.service.repeats = False
    answer_joins_the_case_of_our_letter(world)
    letters_between_two_boxes_meet(world)
    nothing_a_message_carries_keeps_it_out(world)
    damaged_attachment_registers_nothing(world)


def message_of_the_box_is_registered_once_with_its_evidence(world):
    unit = world.office.unit
    world.service.put(OFFICE_ADE, incoming())
    world.service.repeats = True
    (message_id,) = unseen(unit.unit_id, world.client)
    letter = take_message(unit, world.client, message_id)
    assert (letter.sender, letter.city, letter.delivery_method) == (
        "Kowalczyk Maria",
        "Lipnowo",
        "e-Doręczenia",
    )
    assert letter.received_date == polish_today()
    assert [(file.filename, file.data) for file in letter.files] == [("odwolanie_(1).pdf", b"%PDF-1.7 odw")]
    assert [each.code for each in letter.evidences] == ["BP.OX"]
    assert unseen(unit.unit_id, world.client) == []
    assert letter.sender_ade == CITIZEN.ade


def answer_joins_the_case_of_our_letter(world):
    letter = world.queued()
    world.attempt(letter)
    follow(letter, world.client)
    world.service.put(OFFICE_ADE, incoming(answered=letter.message_id))
    (message_id,) = unseen(world.office.unit.unit_id, world.client)
    answer = take_message(world.office.unit, world.client, message_id)
    assert answer.case_uid == IUUID(world.matter.case)
    assert state_of(answer) == "in_case"
    last = world.matter.case.metryka[-1]
    assert (last.action, last.actor.name) == ("letter_filed", "e-Doręczenia")


def damaged_attachment_registers_nothing(world):
    world.service.put(OFFICE_ADE, incoming(digest="0" * 64))
    (message_id,) = unseen(world.office.unit.unit_id, world.client)
    with pytest.raises(ServiceError):
        take_message(world.office.unit, world.client, message_id)
    assert unseen(world.office.unit.unit_id, world.client) == [message_id]


def nothing_a_message_carries_keeps_it_out(world):
    """An attachment without a byte, a text longer than the remarks take: registered the same day."""
    long = {**incoming(subject="", data=b""), "textBody": "Treść pisma. " * 500}
    world.service.put(OFFICE_ADE, long)
    (message_id,) = unseen(world.office.unit.unit_id, world.client)
    letter = take_message(world.office.unit, world.client, message_id)
    assert letter.title == "Wiadomość bez tematu" and letter.remarks.startswith(
        "Załączniki bez zawartości: odwo"
    )
    assert [(file.filename, file.data.decode()) for file in letter.files] == [
        ("tresc-wiadomosci.txt", long["textBody"])
    ]


def letters_between_two_boxes_meet(world):
    """A letter to another box of the service lies there with the name its file had."""
    other = "AE:PL-55555-66666-BBBBB-44"
    world.service.know("inny", world.service.keys["urzad"], other)
    letter = world.queued(MARIA._replace(ade=other))
    world.attempt(letter)
    (arrived,) = world.service.boxes[other]["INBOX"]
    held = world.service.messages[arrived]["message"]
    about = held["attachments"][0]["file"]["fileMetadata"]
    assert original_name(about["filename"], about["description"]) == letter.enclosures[0].filename


def test_base_of_addresses_and_strangers(world):
    world.service.entries = [{"pesel": "44051401359", "name": "Jan Testowy", "ade": CITIZEN.ade}]
    (found,) = world.client.find_addresses({"pesel": "44051401359"})
    assert found["ade"] == CITIZEN.ade
    assert world.client.find_addresses({"pesel": "00000000000"}) == []

    unit = world.office.unit
    party, _warnings = add_party(unit, {"surname": "Testowy", "given_names": "Jan", "pesel": "44051401359"})
    nameless, _warnings = add_party(unit, {"surname": "Bez", "given_names": "Numeru"})
    assert find_for(party) == [(CITIZEN.ade, "Jan Testowy")]
    with pytest.raises(InvalidData) as caught:
        find_for(nameless)
    assert caught.value.faults[0].reason == "party_without_number"
    with pytest.raises(InvalidData) as caught:
        write_address(party, OFFICE_ADE)
    assert caught.value.faults[0].reason == "ade_not_found"
    write_address(party, CITIZEN.ade)
    assert party.ade == CITIZEN.ade
    with world.office.acting("anna.urbanista"), pytest.raises(Forbidden):
        find_for(party)
    asked = session().execute(text("SELECT count(*) FROM core.access_log WHERE action = 'records.bae'"))
    assert asked.scalar_one() >= 3

    stranger = generate_private_key(65537, 2048)
    pem = stranger.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    box = box_of(world.office.unit)
    with pytest.raises(ServiceError, match="401"):
        Client(box._replace(key=pem)).evidences("x")
    bare = requests.get(f"{box.url}/{OFFICE_ADE}/messages", timeout=30)
    assert bare.status_code == 401


def test_worker_visits_the_boxes(site, key):
    """The chore commits what each message brings; a broken one holds up nothing, a repeated round doubles nothing."""
    with stand_in(site["gmina-lipnowo"]) as service:
        transaction.commit()
        service.put(OFFICE_ADE, incoming("Pierwsze"))
        service.put(OFFICE_ADE, incoming("Zepsute", digest="0" * 64))
        service.put(OFFICE_ADE, incoming("Trzecie"))
        for _round in range(2):
            Boxes().run()
        transaction.begin()
        with api.env.adopt_user(username="ewa.kancelaria"):
            rows = register("gmina-lipnowo").rows
    assert [(row["number"], row["title"]) for row in rows] == [(2, "Trzecie"), (1, "Pierwsze")]
    assert numbers.gaps(numbers.Series("gmina-lipnowo", "rpw", this_year())) == []
