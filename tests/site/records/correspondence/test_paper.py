"""Letters from e-mail, paper outside the system, the chronological store (EOD-11, EOD-12)."""

from email.message import EmailMessage
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records.cases.operations.ending import blockers
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.intake import register_mail
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.paper import lend
from infostrada.site.records.correspondence.paper import note_scan
from infostrada.site.records.correspondence.paper import shelve
from infostrada.site.records.correspondence.paper import take_back
from infostrada.site.records.listings import NOT_SCANNED
from infostrada.site.records.listings import page_of_unit
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from plone.uuid.interfaces import IUUID
from world import LETTER

import outlook
import pytest


REGISTRY, CLERK, HEAD = "ewa.kancelaria", "anna.urbanista", "jan.wojt"
UNIT = "gmina-lipnowo"


def outside(which):
    return page_of_unit(NOT_SCANNED, UNIT, {which: "yes"}, None, 50).rows


def eml(sender="Maria Kowalczyk <maria@example.pl>", winmail=b""):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = sender, "Wniosek"
    mail["Date"] = "Thu, 26 Nov 2026 10:00:00 +0100"
    mail.set_content("Dzień dobry")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="../../plan.pdf")
    if winmail:
        mail.add_attachment(winmail, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    return Upload("wiadomosc.eml", mail.as_bytes())


def test_message_becomes_one_letter_with_its_files(office):
    sent = eml()
    with office.acting(REGISTRY):
        with pytest.raises(InvalidData) as problem:
            register_mail(office.unit, sent, {})
        assert [fault.field for fault in problem.value.faults] == ["city"]
        letter = register_mail(office.unit, sent, {"city": "Lipnowo", "matter": "petition"})
        firm = register_mail(
            office.unit, eml("Zakład Usług Komunalnych sp. z o.o. <z@b.pl>"), {"city": "Toruń"}
        )
        saved = outlook.compound(
            outlook.texts({0x001A: "IPM.Note", 0x0037: "Zgłoszenie", 0x0042: "Nowak, Jan", 0x5D02: "j@n.pl"})
        )
        other = register_mail(office.unit, Upload("zgłoszenie.msg", saved), {"city": "Lipno"})
        torn = outlook.tnef((0x00069002, bytes(14)), (0x0006800F, b"tekst"))[:-3]
        damaged = register_mail(office.unit, eml(winmail=torn), {"city": "Lipnowo", "remarks": "pilne"})
        with pytest.raises(InvalidData):
            register_mail(office.unit, Upload("a.eml", b"nic"), {"city": "Lipnowo"})
    with office.acting(CLERK), pytest.raises(Forbidden):
        register_mail(office.unit, eml("x@y.pl"), {"city": "Lipnowo"})
    assert (letter.number, firm.number) == (1, 2)
    assert (letter.title, letter.sender, letter.email) == ("Wniosek", "Kowalczyk Maria", "maria@example.pl")
    assert [file.filename for file in letter.files] == ["wiadomosc.eml", "plan.pdf"]
    assert (letter.delivery_method, letter.letter_date, letter.matter) == ("e-mail", "2026-11-26", "petition")
    assert (other.title, other.sender, other.email) == ("Zgłoszenie", "Nowak Jan", "j@n.pl")
    assert [(file.filename, file.contentType) for file in other.files] == [
        ("zgłoszenie.msg", "application/vnd.ms-outlook")
    ]
    assert damaged.remarks.splitlines() == [
        "Uszkodzony załącznik winmail.dat: plików leżących w nim za uszkodzeniem nie odczytano. "
        "Wiadomość jest zachowana w całości.",
        "pilne",
    ]
    assert firm.sender == "Zakład Usług Komunalnych sp. z o.o."


def test_eod_11_list_equals_the_truth_table(office):
    paper, electronic = "list polecony", "e-Doręczenia"
    scan = [Upload("skan.pdf", b"%PDF")]
    table = [
        # way, files, noted scan, carriers, in the list
        (paper, [], None, "", True),
        (paper, scan, None, "", False),
        (paper, scan, "full", "", False),
        (paper, scan, "partial", "", True),
        (paper, scan, "full", "płyta CD", True),
        (paper, scan, "none", "", True),
        (electronic, [], None, "", False),
    ]
    expected = []
    with office.acting(REGISTRY):
        for way, files, noted, media, listed in table:
            letter = register_letter(office.unit, {**LETTER, "delivery_method": way}, files)
            if noted:
                note_scan(letter, noted, "mapa A0, 40 stron", media)
            expected += [letter.number] * listed
        with pytest.raises(InvalidData) as problem:
            note_scan(letter, "partial", "", "")
        assert problem.value.faults[0].field == "note"
        assert sorted(row["number"] for row in outside("outside")) == expected


def test_eod_12_borrowed_paper_stands_against_closing(office):
    with office.acting(REGISTRY):
        letter = register_letter(office.unit, LETTER, [])
        with pytest.raises(Blocked):
            lend(letter, "Anna Nowak", "wgląd")
        shelve(letter, "partial", "A-12/2026")
        with pytest.raises(Blocked):
            take_back(letter)
    with office.acting(HEAD):
        assign(letter, Order(CLERK, "do załatwienia"))
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Sprawa", "gp", "6730", letter))
        with pytest.raises(Forbidden):
            lend(letter, "Anna Nowak", "wgląd")
    with office.acting(REGISTRY):
        lend(letter, "Anna Nowak", "wgląd do mapy")
        with pytest.raises(Blocked):
            lend(letter, "Jan Kos", "wgląd")
        assert [row["borrower"] for row in outside("lent")] == ["Anna Nowak"]
    with office.acting(CLERK):
        found = blockers(case, decision=None, closes_on=polish_today())
        assert ("paper_lent", IUUID(letter)) in [(one.reason, one.uid) for one in found]
    with office.acting(REGISTRY):
        take_back(letter)
        assert outside("lent") == []
    with office.acting(CLERK):
        found = blockers(case, decision=None, closes_on=polish_today())
        assert [one.reason for one in found] == ["decision_missing"]
