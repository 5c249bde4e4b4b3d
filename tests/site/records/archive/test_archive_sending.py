"""The application and the package go to the state archive by e-Doręczenia; what proves it comes back."""

from base64 import b64decode
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records.archive import sending
from infostrada.site.records.archive.address import address_of
from infostrada.site.records.archive.address import ArchiveAddress
from infostrada.site.records.archive.carrier import Carrier
from infostrada.site.records.archive.carrier import hand_over
from infostrada.site.records.archive.sending import letters_of
from infostrada.site.records.archive.sending import listed
from infostrada.site.records.archive.sending import send_to_archive
from infostrada.site.records.archive.sending import sent_next
from infostrada.site.records.archive.transfer import confirm_transfer
from infostrada.site.records.archive.transfer import MakePackage
from infostrada.site.records.archive.transfer import note_application
from infostrada.site.records.archive.transfer import note_consent
from infostrada.site.records.archive.transfer import propose_transfer
from infostrada.site.records.correspondence.edelivery.client import Client
from infostrada.site.records.correspondence.edelivery.sending import follow
from infostrada.site.records.correspondence.edelivery.sending import give_back
from infostrada.site.records.correspondence.edelivery.settings import box_of
from infostrada.site.records.correspondence.outgoing.dispatch import send_letter
from infostrada.site.records.correspondence.outgoing.operations import cancel_letter
from infostrada.site.records.correspondence.outgoing.operations import file_of
from infostrada.site.records.correspondence.outgoing.operations import may_act
from infostrada.site.records.correspondence.outgoing.ways import ELECTRONIC
from infostrada.site.records.correspondence.outgoing.ways import EMPLOYEE
from infostrada.site.records.correspondence.outgoing.ways import REGISTERED_PROOF
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from io import BytesIO
from lxml import etree
from network import attempt
from network import OFFICE_ADE
from network import stand_in
from plone import api
from plone.restapi.interfaces import ISerializeToJson
from plone.uuid.interfaces import IUUID
from pypdf import PdfReader
from tests.site.records.archive.test_archive_life import archived
from tests.site.records.archive.test_archive_life import ARCHIVIST
from tests.site.records.archive.test_archive_life import CLERK
from tests.site.records.archive.test_archive_life import office  # noqa: F401 - a fixture
from tests.site.records.archive.test_archive_life import run
from zope.component import getMultiAdapter

import hashlib
import pytest


STATE_ARCHIVE = ArchiveAddress("AE:PL-55555-66666-BBBBB-44", "Toruń")


@pytest.fixture
def transfer(office):  # noqa: F811
    (case,) = archived(office, "670")
    with office.acting(ARCHIVIST):
        return propose_transfer(office.unit, "Archiwum Państwowe w Toruniu", [IUUID(case)])


def attachments(service, place):
    """Names and bytes of a message the office sent."""
    message = service.messages[service.boxes[OFFICE_ADE]["SENT"][place]]["message"]
    files = [each["file"] for each in message["attachments"]]
    return message, {each["fileMetadata"]["filename"]: b64decode(each["file"]) for each in files}


def arrived(letter, unit):
    attempt(letter)
    follow(letter, Client(box_of(unit)))
    return sorted({each.code for each in letter.evidences} - {"UPD"})


def test_application_and_package_go_and_their_evidences_come_back(office, transfer, portal):  # noqa: F811
    unit = office.unit
    with stand_in(unit) as service, office.acting(ARCHIVIST):
        letter = send_to_archive(transfer, STATE_ARCHIVE)
        assert address_of(unit) == STATE_ARCHIVE
        assert (state_of(transfer), transfer.application.reference) == ("applied", letter.rpw_number)
        assert (letter.addressee.org_name, letter.case_sign) == (transfer.archive, f"1/{polish_today().year}")
        assert may_act(letter) and api.user.has_permission("View", obj=letter)
        with pytest.raises(Blocked):
            send_to_archive(transfer, STATE_ARCHIVE)
        assert arrived(letter, unit) == ["A.1", "B.1", "BP.OX", "D.1", "E.1"]
        message, files = attachments(service, 0)
        assert message["messageMetadata"]["to"][0]["eDeliveryAddress"] == STATE_ARCHIVE.ade
        assert list(files) == ["wniosek.xml", "spis-zdawczo-odbiorczy.xml"]
        listed = etree.fromstring(files["spis-zdawczo-odbiorczy.xml"])
        assert [each.text for each in listed.iterfind("{*}Sprawa/{*}ZnakSprawy")] == [transfer.rows[0].sign]

        note_consent(transfer, "OA.5000.7", polish_today(), paper=Upload("zgoda.pdf", b"%PDF-1.4 zgoda"))
        run(MakePackage(), transfer=IUUID(transfer))
        second = send_to_archive(transfer, STATE_ARCHIVE)
        with pytest.raises(Blocked) as problem:
            send_to_archive(transfer, STATE_ARCHIVE)
        assert problem.value.reason == "already_on_its_way"
        arrived(second, unit)
        _message, files = attachments(service, 1)
        package = files[f"paczka-1-{polish_today().year}.tar"]
        assert hashlib.sha256(package).hexdigest() == transfer.parcel.sha256
        confirm_transfer(transfer, "OA.5000.9", polish_today())

        told = getMultiAdapter((transfer, portal.REQUEST), ISerializeToJson)()
    assert [each["rpwych_number"] for each in told["letters"]] == [letter.rpw_number, second.rpw_number]
    assert {each["state"] for each in told["letters"]} == {"delivered"}
    assert {"E.1", "UPD"} <= {each["code"] for each in told["letters"][1]["evidences"]}
    assert (told["consent"]["noted_by"]["name"], told["consent"]["file"]["filename"]) == (
        "Irena Szulc", "zgoda.pdf",
    )  # fmt: skip
    assert told["receipt"]["file"] is None
    with office.acting(CLERK):
        assert not may_act(letter)
        assert not api.user.has_permission("View", obj=letter)


def test_an_application_that_did_not_go_is_sent_again(office, transfer):  # noqa: F811
    office.unit.ade = OFFICE_ADE
    with office.acting(ARCHIVIST):
        first = send_to_archive(transfer, STATE_ARCHIVE)
        with pytest.raises(Blocked):
            send_to_archive(transfer, STATE_ARCHIVE)
        give_back(IUUID(first), "401 from the token service")
        cancel_letter(first, "pomyłka w adresie")
        second = send_to_archive(transfer, STATE_ARCHIVE._replace(city="Bydgoszcz"))
    assert (transfer.application.reference, state_of(transfer)) == (second.rpw_number, "applied")
    assert [state_of(each) for each in letters_of(transfer)] == ["cancelled", "ready"]
    assert (second.addressee.city, address_of(office.unit).city) == ("Bydgoszcz", "Bydgoszcz")


@pytest.mark.parametrize(
    ("ade", "city", "field", "reason"),
    [
        ("", "Toruń", "ade", "required"),
        ("AE:PL-55555", "Toruń", "ade", "not_an_ade"),
        (STATE_ARCHIVE.ade, " ", "city", "required"),
        # The office has no address of its own to send from.
        (STATE_ARCHIVE.ade, "Toruń", "ade", "way_needs_box"),
    ],
)
def test_an_address_that_is_none_sends_nothing(office, transfer, ade, city, field, reason):  # noqa: F811
    with office.acting(CLERK), pytest.raises(Forbidden):
        send_to_archive(transfer, STATE_ARCHIVE)
    with office.acting(ARCHIVIST), pytest.raises(InvalidData) as problem:
        send_to_archive(transfer, ArchiveAddress(ade, city))
    assert [(fault.field, fault.reason) for fault in problem.value.faults] == [(field, reason)]
    assert (letters_of(transfer), state_of(transfer)) == ([], "proposed")


def test_a_package_too_large_goes_on_a_carrier(office, transfer, monkeypatch):  # noqa: F811
    """Covering letter, list and receipt to be signed; what they say of the file is what the file is."""
    seat = ArchiveAddress("", "Toruń", "pl. Rapackiego 4", "87-100")
    stick = Carrier("dysk USB", "A-1/2026")
    office.unit.ade = OFFICE_ADE
    with office.acting(ARCHIVIST):
        note_application(transfer, "RPWych 1/2026", polish_today())
        with pytest.raises(Blocked) as problem:
            hand_over(transfer, stick, seat, EMPLOYEE)
        assert problem.value.reason == "package_missing"
        note_consent(transfer, "OA.5000.7", polish_today())
        run(MakePackage(), transfer=IUUID(transfer))
        monkeypatch.setattr(sending, "LARGEST", transfer.parcel.size - 1)
        with pytest.raises(Blocked) as problem:
            send_to_archive(transfer, STATE_ARCHIVE)
        assert problem.value.reason == "package_needs_carrier"
        for carrier, to, method, wrong in (
            (Carrier(" ", "x" * 121), seat, ELECTRONIC, ["kind", "marking", "method"]),
            (stick, ArchiveAddress(city="Toruń"), EMPLOYEE, ["street", "postal_code"]),
        ):
            with pytest.raises(InvalidData) as problem:
                hand_over(transfer, carrier, to, method)
            assert [fault.field for fault in problem.value.faults] == wrong
        letter = hand_over(transfer, stick, seat, REGISTERED_PROOF)
        # the address of e-Doręczenia kept before stays beside the new one
        assert address_of(office.unit) == seat._replace(ade=STATE_ARCHIVE.ade)
        assert letter.addressee.address == "pl. Rapackiego 4, 87-100 Toruń"
        assert sent_next(transfer) is None
        with pytest.raises(Blocked) as problem:
            hand_over(transfer, stick, seat, EMPLOYEE)
        assert problem.value.reason == "already_on_its_way"
        cancel_letter(letter, "nośnik uszkodzony")
        letter = hand_over(transfer, stick._replace(marking="A-2/2026"), seat, EMPLOYEE)
        send_letter(letter)
        assert (state_of(letter), may_act(letter)) == ("sent", True)
        names = [each.filename for each in letter.enclosures]
        assert names == ["pismo-przewodnie.pdf", "spis-zdawczo-odbiorczy.xml", "potwierdzenie-przejecia.pdf"]
        for place in (0, 2):
            page = PdfReader(BytesIO(file_of(letter.enclosures[place]).data)).pages[0].extract_text()
            said = "".join(page.split())
            for word in (transfer.parcel.sha256, f"{transfer.parcel.size}B", "A-2/2026", "OA.5000.7"):
                assert word in said
        assert file_of(letter.enclosures[1]).data == listed(transfer).data
        confirm_transfer(transfer, "OA.5000.9", polish_today(), Upload("potwierdzenie.pdf", b"%PDF-1.4"))
        assert state_of(transfer) == "received"
    with office.acting(CLERK), pytest.raises(Forbidden):
        hand_over(transfer, stick, seat, EMPLOYEE)
