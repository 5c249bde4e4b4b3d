"""Terms, votes and fields of the registers: expected values from the acts and by hand."""

from datetime import date
from infostrada.site.bip.registers.clocks import Clock
from infostrada.site.bip.registers.fields import Field
from infostrada.site.bip.registers.fields import parse
from infostrada.site.bip.registers.fields import Wrong
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.rules import carried
from infostrada.site.bip.registers.rules import eli_of
from infostrada.site.bip.registers.rules import faults
from infostrada.site.bip.registers.rules import supervised_until
from infostrada.site.bip.registers.rules import Tally
from infostrada.site.bip.registers.rules import vote_faults

import csv
import pytest


TERM = {
    "number": 9,
    "starts_on": "2024-05-07",
    "seats": 5,
    "members": [
        {"name": "Anna Bąk", "since": "2024-05-07"},
        {"name": "Jan Cis", "since": "2024-05-07", "to": "2026-03-31"},
        {"name": "Ewa Dąb", "since": "2024-05-07"},
        {"name": "Piotr Gil", "since": "2024-05-07"},
        {"name": "Ola Hoc", "since": "2024-05-07"},
        {"name": "Adam Jar", "since": "2026-06-15"},
    ],
}


def vote(day, ballots, majority="simple", result="carried"):
    rows = [{"name": name, "choice": choice} for name, choice in ballots.items()]
    return {"term": 9, "held_on": day, "ballots": rows, "majority": majority, "result": result}


FIVE = {
    "Anna Bąk": "for",
    "Ewa Dąb": "for",
    "Piotr Gil": "against",
    "Ola Hoc": "absent",
    "Adam Jar": "abstained",
}


@pytest.mark.parametrize(
    ("counted", "majority", "seats", "passed"),
    [
        # 8:7 with abstentions: enough for a simple majority, not for an absolute one.
        (Tally(8, 7, 0, 0, 0), "simple", 15, True),
        (Tally(7, 7, 1, 0, 0), "simple", 15, False),
        (Tally(7, 5, 3, 0, 0), "absolute", 15, False),
        (Tally(8, 4, 3, 0, 0), "absolute", 15, True),
        # Art. 28 u.s.g. and the like: of the statutory number, whoever is absent.
        (Tally(8, 0, 0, 7, 0), "absolute_of_all", 15, True),
        (Tally(7, 0, 0, 8, 0), "absolute_of_all", 15, False),
        (Tally(9, 1, 0, 5, 0), "three_fifths", 15, True),
        (Tally(8, 1, 0, 6, 0), "three_fifths", 15, False),
        # Less than half in the room: nothing is carried (art. 14 par. 1 u.s.g.).
        (Tally(7, 0, 0, 8, 0), "simple", 15, False),
        (Tally(7, 0, 0, 7, 1), "simple", 15, True),
    ],
)
def test_bip_11_the_result_follows_from_the_majority(counted, majority, seats, passed):
    assert carried(counted, majority, seats) is passed


def test_bip_11_the_roster_of_that_day_votes():
    assert list(vote_faults(vote("2026-07-01", FIVE), TERM)) == []
    # Jan Cis voted until March; in May his mandate is empty and four vote.
    before = {**FIVE, "Jan Cis": "for"}
    del before["Adam Jar"]
    assert list(vote_faults(vote("2026-03-31", before), TERM)) == []
    assert list(vote_faults(vote("2026-05-01", before), TERM)) == [("ballots", "not_a_councillor")]


def test_bip_11_totals_are_the_mandates_of_the_day():
    missing = {name: choice for name, choice in FIVE.items() if name != "Ola Hoc"}
    assert list(vote_faults(vote("2026-07-01", missing), TERM)) == [("ballots", "councillor_missing")]
    twice = vote("2026-07-01", FIVE)
    twice["ballots"].append({"name": "Anna Bąk", "choice": "against"})
    assert list(vote_faults(twice, TERM)) == [("ballots", "councillor_twice")]
    wrong = vote("2026-07-01", FIVE, majority="absolute_of_all")
    assert list(vote_faults(wrong, TERM)) == [("result", "result_differs")]
    assert list(vote_faults(vote("2026-07-01", FIVE), None)) == [("term", "council_term_unknown")]
    assert ("held_on", "not_in_term") in list(vote_faults(vote("2024-05-06", FIVE), TERM))


@pytest.mark.parametrize(
    ("name", "values", "due"),
    [
        # 14 days from Monday 2 November 2026: Monday 16 November.
        ("interpellation", {"filed_on": "2026-11-02"}, date(2026, 11, 16)),
        # Handed in on Saturday 12 December: the 14th day is Saturday 26 December, a holiday; Monday 28.
        ("request", {"filed_on": "2026-12-12"}, date(2026, 12, 28)),
        ("request", {"filed_on": "2026-11-02", "extended_until": "2027-01-02"}, date(2027, 1, 2)),
        # Three months from 30 November end on the last day of February (KPA 57 par. 3), a Sunday in 2027.
        ("petition", {"filed_on": "2026-11-30"}, date(2027, 3, 1)),
        ("property", {"listed_on": "2026-11-02"}, date(2026, 11, 23)),
    ],
)
def test_terms_of_the_law(name, values, due):
    assert KINDS[name].clock.due(values) == due


def test_a_clock_is_kept_late_or_missed():
    clock = Clock("filed_on", "answered_on", 14, "day", shift=False, basis="")
    filed = {"filed_on": "2026-11-02"}
    assert clock.standing(filed, date(2026, 11, 16)) == "running"
    assert clock.standing(filed, date(2026, 11, 17)) == "late"
    assert clock.standing({**filed, "answered_on": "2026-11-16"}, date(2026, 12, 1)) == "kept"
    assert clock.standing({**filed, "answered_on": "2026-11-17"}, date(2026, 12, 1)) == "missed"
    assert clock.standing({}, date(2026, 12, 1)) is None


@pytest.mark.parametrize(
    ("name", "values", "wrong"),
    [
        ("recruitment", {"announced_on": "2026-11-02", "offers_until": "2026-11-11", "status": "open"}, ("offers_until", "ten_days_needed")),
        ("recruitment", {"announced_on": "2026-11-02", "offers_until": "2026-11-12", "status": "open", "chosen": "Jan Nowak"}, ("status", "not_settled")),
        ("recruitment", {"announced_on": "2026-11-02", "offers_until": "2026-11-12", "status": "settled"}, ("chosen", "required")),
        ("petition", {"filed_on": "2026-11-02", "status": "open", "author": "Jan Nowak"}, ("author", "consent_needed")),
        ("petition", {"filed_on": "2026-11-02", "status": "rejected"}, ("settled_on", "required")),
        ("request", {"filed_on": "2026-11-02", "status": "open", "extended_until": "2027-01-03"}, ("extended_until", "two_months_at_most")),
        ("procurement", {"bzp": "2026/BZP 123"}, ("bzp", "number_malformed")),
        ("procurement", {"ocds": "ocds-148610-zz"}, ("ocds", "number_malformed")),
        ("contract", {"valid_from": "2026-02-01", "valid_to": "2026-01-31"}, ("valid_to", "before_the_beginning")),
        ("contract", {"cofunded": True}, ("cofunding", "required")),
        ("term", {**TERM, "seats": 4}, ("members", "more_than_mandates")),
    ],
)  # fmt: skip
def test_what_the_law_wants_beside_the_fields(name, values, wrong):
    assert wrong in list(faults(name, values))


def test_right_numbers_of_procurement_pass():
    values = {"bzp": "2026/BZP 00012345/01", "ocds": "ocds-148610-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"}
    assert list(faults("procurement", values)) == []


def test_the_address_of_an_act_and_the_end_of_supervision():
    values = {"journal_year": 2026, "journal_position": 1234, "supervision_on": "2026-11-05"}
    wanted = "http://www.edzienniki.bydgoszcz.uw.gov.pl/eli/POL_WOJ_KP/2026/1234/ogl/pol/pdf"
    assert eli_of(values, "0408052") == wanted
    assert eli_of(values, "1465011") == ""
    assert eli_of({**values, "eli": "https://example.pl/eli"}, "0408052") == "https://example.pl/eli"
    assert supervised_until(values) == date(2026, 12, 5)


@pytest.mark.parametrize(
    ("type_", "given", "value"),
    [
        ("day", "28.11.2026", "2026-11-28"),
        ("day", "28.11.2026 r.", "2026-11-28"),
        ("day", date(2026, 11, 28), "2026-11-28"),
        ("sum", "1 234,50 zł", "1234.50"),
        ("sum", "1.234.567,8", "1234567.80"),
        ("sum", 1234.5, "1234.50"),
        ("sum", "-12", "-12.00"),
        ("number", 12.0, 12),
        ("yesno", "Tak", True),
        ("refs", "XX/1/26; XX/2/26\nXX/1/26", ["XX/1/26", "XX/2/26"]),
        ("url", "https://example.pl/a?b=1", "https://example.pl/a?b=1"),
        ("text", "  ", None),
    ],
)
def test_values_as_people_write_them(type_, given, value):
    assert parse(Field("x", "x", type_), given) == value


@pytest.mark.parametrize(
    ("type_", "given", "word"),
    [
        ("day", "31.02.2026", "not_a_date"),
        ("sum", "12,345", "not_a_sum"),
        ("sum", "NaN", "not_a_sum"),
        ("number", "-1", "not_a_count"),
        ("yesno", "może", "not_in_list"),
        ("url", "javascript:alert(1)", "not_an_address"),
        ("text", "a\x00b", "control_characters"),
        ("text", "x" * 501, "too_long"),
        ("text", ["x"], "json_not_text"),
        ("rows", "a; b; c", "row_malformed"),
    ],
)
def test_values_that_are_none(type_, given, word):
    field = Field("x", "x", type_, parts=(Field("name", "n"),) if type_ == "rows" else ())
    with pytest.raises(Wrong, match=f"^{word}$"):
        parse(field, given)


def test_the_environmental_card_has_the_fields_of_the_table(shared_data):
    with (shared_data / "pl/tables/karta-wykazu-srodowisko.csv").open(encoding="utf-8-sig") as file:
        wanted = [row["field_id"] for row in csv.DictReader(file, delimiter=";")]
    assert list(KINDS["environment"].names) == wanted


def test_every_register_has_its_key_day_and_section():
    for kind in KINDS.values():
        assert kind.field(kind.day).type == "day" and kind.field(kind.day).required
        assert all(kind.field(name).required for name in kind.key)
        assert {kind.number, kind.status, kind.person, kind.amount} - {""} <= set(kind.names)
