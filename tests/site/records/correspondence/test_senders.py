"""Several senders of one letter: what each must tell, and everywhere they have to turn up."""

from infostrada.core.errors import Forbidden
from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.pages import page
from infostrada.core.record.sql import rows
from infostrada.site.parties.operations import add_party
from infostrada.site.records.archive.package.cases import case_entries
from infostrada.site.records.bundle.codec import encode
from infostrada.site.records.bundle.exporting import line_of
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.cases.participants import party_from
from infostrada.site.records.correspondence.eml import read_mail
from infostrada.site.records.correspondence.intake import register_mail
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.correspondence.operations import void_letter
from infostrada.site.records.correspondence.outgoing.parties import known_parties
from infostrada.site.records.correspondence.sender_acts import add_sender
from infostrada.site.records.correspondence.sender_acts import remove_sender
from infostrada.site.records.correspondence.senders import MOST_SENDERS
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.correspondence.senders import sender_faults
from infostrada.site.records.correspondence.typed_senders import typed_senders
from infostrada.site.records.listings import LETTERS
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.routing import keep_rules
from infostrada.site.records.tasks.routing import Rule
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from world import LETTER

import pytest


REGISTRAR, CLERK, HEAD = "ewa.kancelaria", "anna.urbanista", "jan.wojt"
WIFE = Sender(sender_surname="Kowalczyk", sender_given_names="Anna")
FIRM = Sender(
    sender_org_name="Budowa sp. z o.o.",
    postal_code="85-005",
    city="Bydgoszcz",
    street="Gdańska",
    building="10",
)
MAIL = (
    b"From: Jan Lis <jan@example.pl>, =?utf-8?Q?Gmina_=C5=BBnin?= <gmina@example.pl>, Nowak, Ewa <e@example.pl>\r\n"
    b"Sender: jan@example.pl\r\nSubject: Uwagi do planu\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\n\r\nTekst\r\n"
)


@pytest.mark.parametrize(
    ("sender", "faults"),
    [
        (WIFE, []),
        (FIRM, []),
        (Sender(city="Toruń"), [("sender_org_name", "sender_missing")]),
        (Sender(sender_surname="Lis"), [("sender_given_names", "required")]),
        (FIRM._replace(city=""), [("city", "required")]),
        (FIRM._replace(country="Polska"), [("country", "not_a_country")]),
        (WIFE._replace(email="anna"), [("email", "not_an_email")]),
        (FIRM._replace(sender_org_name="x" * 501), [("sender_org_name", "too_long")]),
        (WIFE._replace(street="a\x00", city="Toruń"), [("street", "text_unwritable")]),
    ],
)
def test_what_each_must_tell(sender, faults):
    found = sender_faults([WIFE, sender])
    assert [(one.field, one.reason) for one in found] == [
        (f"other_senders.1.{name}", reason) for name, reason in faults
    ]


def test_senders_typed_one_in_a_line():
    typed = "Nowak Anna\n\n Wspólnota Mieszkaniowa Polna 5, ul. Polna 5, 87-100 Toruń \nGmina Żnin\nvan der Berg Jan\n"
    assert [(one.line, one.city, one.street, one.building) for one in typed_senders(typed)] == [
        ("Nowak Anna", "", "", ""),
        ("Wspólnota Mieszkaniowa Polna 5", "Toruń", "Polna", "5"),
        ("Gmina Żnin", "", "", ""),
        ("van der Berg Jan", "", "", ""),
    ]
    assert typed_senders(" \n") == ()


def test_one_entry_stands_once_and_namesakes_are_two_people():
    assert sender_faults([WIFE, WIFE]) == []
    twice = [WIFE._replace(party="p1"), FIRM._replace(party="p1")]
    assert [(one.field, one.reason) for one in sender_faults(twice)] == [("other_senders.1.party", "doubled")]
    assert [one.reason for one in sender_faults([WIFE] * MOST_SENDERS)] == ["too_many"]
    assert sender_faults([WIFE] * (MOST_SENDERS - 1)) == []


def test_mail_may_be_from_several():
    read = read_mail(MAIL)
    assert (read.sender_name, read.sender_email) == ("Jan Lis", "jan@example.pl")
    assert read.others == (("Gmina Żnin", "gmina@example.pl"), ("Nowak, Ewa", "e@example.pl"))
    assert read_mail(b"From: a@b.pl, a@b.pl\r\nSubject: x\r\n\r\n").others == ()


@pytest.fixture
def letter(office):
    with office.acting(REGISTRAR):
        return register_letter(office.unit, {**LETTER, "other_senders": (WIFE, FIRM)}, [])


def rows_for(words):
    found = page(LETTERS, principals(), Question(unit="gmina-lipnowo", q=words))
    return [row["sender"] for row in found.rows]


def test_every_sender_is_in_the_register_and_found_there(office, letter):
    assert letter.from_whom == "Kowalczyk Maria; Kowalczyk Anna; Budowa sp. z o.o."
    assert letter.sender == "Kowalczyk Maria"
    # Spouses live together, the firm elsewhere.
    assert [each.address for each in letter.senders] == [
        "Wiślana 4, 87-100 Lipnowo",
        "Wiślana 4, 87-100 Lipnowo",
        "Gdańska 10, 85-005 Bydgoszcz",
    ]
    with office.acting(REGISTRAR):
        assert rows_for("anna kowalczyk") == rows_for("budowa") == [letter.from_whom]
        assert rows_for("kowalska") == []


def test_what_is_refused(office, letter):
    for wrong, reason in ((", 87-100 Toruń", "sender_line_wrong"), ("Nowak Anna\n" * 100, "too_many")):
        with pytest.raises(InvalidData) as caught:
            typed_senders(wrong)
        assert [(each.field, each.reason) for each in caught.value.faults] == [("others", reason)]
    with office.acting(REGISTRAR):
        party, _warnings = add_party(office.unit, {"surname": "Lis", "given_names": "Ewa"})
        uid = IUUID(party)
        for others, told in (
            ((WIFE._replace(party="brak"),), ("other_senders.0.party", "unknown_object")),
            ((WIFE._replace(party=uid),), ("other_senders.0.party", "doubled")),
            ((WIFE, Sender()), ("other_senders.1.sender_org_name", "sender_missing")),
        ):
            with pytest.raises(InvalidData) as caught:
                register_letter(office.unit, {**LETTER, "party": uid, "other_senders": others}, [])
            assert [(one.field, one.reason) for one in caught.value.faults] == [told]
        with pytest.raises(InvalidData) as caught:
            add_sender(letter, Sender(sender_surname="Lis"))
        assert [(one.field, one.reason) for one in caught.value.faults] == [
            ("sender_given_names", "required")
        ]
        with pytest.raises(InvalidData):
            remove_sender(letter, 2)
    with office.acting(CLERK), pytest.raises(Forbidden):
        add_sender(letter, FIRM)
    with office.acting(REGISTRAR):
        void_letter(letter, "omyłka")
        with pytest.raises(Blocked):
            add_sender(letter, FIRM)


def test_found_out_afterwards_leaves_a_trace_and_calls_the_rules(office):
    with office.acting(REGISTRAR):
        keep_rules(office.unit, [Rule("budowy", CLERK, "do załatwienia", sender="budowa")])
        letter = register_letter(office.unit, LETTER, [])
        assert state_of(letter) == "registered"
        add_sender(letter, FIRM)
        assert state_of(letter) == "assigned"
    with office.acting(CLERK):
        case = open_case(office.unit, Opening("Sprawa", "gp", "6730", letter))
    with office.acting(REGISTRAR):
        add_sender(letter, WIFE)
        remove_sender(letter, 0)
    assert letter.other_senders == (WIFE,)
    assert [step.label for step in case.metryka if step.action == "letter_senders"] == [
        f"RPW {letter.rpw_number}"
    ] * 2
    found = rows("SELECT action FROM core.journal WHERE uid = %(uid)s ORDER BY id", {"uid": IUUID(letter)})
    acts = [row["action"].rpartition(".")[2] for row in found]
    assert [act for act in acts if act.startswith("sender")] == [
        "sender_added",
        "sender_added",
        "sender_removed",
    ]


def test_all_of_them_are_parties_written_to_and_kept(office, letter):
    with office.acting(HEAD):
        assign(letter, Order(CLERK, "do załatwienia"))
    with office.acting(CLERK):
        parties = tuple(map(party_from, letter.senders))
        case = open_case(office.unit, Opening("Sprawa", "gp", "6730", letter, parties=parties))
        assert [(to.line, to.kind, to.street, to.city) for to in known_parties(case)] == [
            ("Kowalczyk Maria", "person", "Wiślana", "Lipnowo"),
            ("Kowalczyk Anna", "person", "Wiślana", "Lipnowo"),
            ("Budowa sp. z o.o.", "body", "Gdańska", "Bydgoszcz"),
        ]
    told = [each.open().read().decode() for each in case_entries(case) if each.name.startswith("metadane/")]
    (paper,) = [text for text in told if letter.title in text and "Dekretacja" not in text]
    for word in ("Maria", "Anna", "Budowa sp. z o.o.", "Gdańska"):
        assert paper.count(word) == 1
    kept = line_of("letters", letter)["other_senders"]
    assert kept == encode((WIFE, FIRM)) and kept[1]["city"] == "Bydgoszcz"


def test_message_from_several_is_a_letter_from_all(office):
    with office.acting(REGISTRAR):
        letter = register_mail(office.unit, Upload("uwagi.eml", MAIL), {"city": "Żnin"})
    assert letter.from_whom == "Lis Jan; Gmina Żnin; Nowak Ewa"
    assert [each.email for each in letter.senders] == ["jan@example.pl", "gmina@example.pl", "e@example.pl"]
