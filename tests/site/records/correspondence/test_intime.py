"""Appeals in time by the day that counts for their way (KPA art. 57 § 5); numbers of KSeF."""

from datetime import date
from infostrada.site.records.correspondence.intime import in_time
from infostrada.site.records.correspondence.intime import Served
from infostrada.site.records.correspondence.intime import served_to
from infostrada.site.records.correspondence.ksef import crc8
from infostrada.site.records.correspondence.ksef import is_ksef_number
from infostrada.site.records.correspondence.rules import letter_faults
from world import LETTER

import pytest


# Served on Thursday 10 December 2026: fourteen days end on Christmas Eve, a day off, so on Monday the 28th.
DECISION = Served("Kowalczyk Maria", "p1", "decyzja", date(2026, 12, 10))
END = date(2026, 12, 28)
OTHERS = Served("Kowalczyk Jan", "p2", "decyzja", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("method", "posted", "received", "kept", "counted"),
    [
        ("list polecony", "2026-12-28", date(2027, 1, 4), True, date(2026, 12, 28)),
        ("list polecony", "2026-12-29", date(2027, 1, 4), False, date(2026, 12, 29)),
        ("list zwykły", "2026-12", date(2027, 1, 4), None, None),
        ("list zwykły", "", date(2026, 12, 28), True, date(2026, 12, 28)),
        ("kurier", "2026-12-28", date(2026, 12, 29), False, date(2026, 12, 29)),
        ("osobiście", "", date(2026, 12, 28), True, date(2026, 12, 28)),
        ("e-Doręczenia", "", date(2026, 12, 29), False, date(2026, 12, 29)),
        ("e-mail", "", date(2026, 12, 29), False, date(2026, 12, 29)),
    ],
)
def test_day_that_counts(method, posted, received, kept, counted):
    found = in_time(DECISION, method, posted, received)
    assert (found.kept, found.end, found.counted) == (kept, END, counted)


def test_term_of_each_addressee_is_their_own():
    listed = (
        DECISION,
        OTHERS,
        DECISION._replace(on=date(2026, 12, 3)),
        DECISION._replace(document_kind="wezwanie"),
    )
    assert served_to(listed, "Kowalczyk Maria", "", "odwołanie") == DECISION
    assert served_to(listed, "Jan Kowalczyk", "p2", "odwołanie") == OTHERS
    assert served_to(listed, "Obcy", "", "odwołanie") is None
    assert served_to(listed, "Kowalczyk Maria", "", "zażalenie") is None
    assert in_time(DECISION._replace(document_kind="informacja"), "osobiście", "", END) is None


@pytest.mark.parametrize(
    ("number", "good"),
    [
        # The example the ministry publishes.
        ("5265877635-20250826-0100001AF629-AF", True),
        (" 5265877635-20250826-0100001af629-af ", True),
        ("5265877635-20250826-0100001AF629-AE", False),
        ("5265877635-20250826-0100001AF628-AF", False),
        ("5265877635-20251301-0100001AF629-AF", False),
        ("5265877634-20250826-0100001AF629-AF", False),
        ("5265877635-20250826-0100001AF629", False),
        ("", False),
    ],
)
def test_numbers_of_ksef(number, good):
    assert is_ksef_number(number) is good


def test_check_of_known_vectors():
    """CRC-8 (poly 0x07, init 0): 0xF4 for "123456789", the catalogue's check value."""
    assert crc8("123456789") == 0xF4


def test_invoice_bears_its_number():
    told = {
        **LETTER,
        "country": "PL",
        "access": "not_public",
        "dcmi_type": "Text",
        "received_date": date(2026, 11, 20),
    }
    told |= {"delivery_method": "KSeF", "letter_date": "2026-11-02"}
    assert [fault.reason for fault in letter_faults(told, today=date(2026, 11, 28))] == ["not_a_ksef_number"]
    told["sender_reference"] = "5265877635-20250826-0100001AF629-AF"
    assert letter_faults(told, today=date(2026, 11, 28)) == []
