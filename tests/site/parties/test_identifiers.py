"""Identifiers against published vectors and properties of their check digits."""

from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from infostrada.site.parties import rules

import json
import pytest


KINDS = {"regon9": "regon", "regon14": "regon"}


@pytest.fixture(scope="session")
def vectors(shared_data) -> dict:
    return json.loads((shared_data / "pl/tables/identyfikatory.json").read_text("utf-8"))


def test_published_numbers_pass(vectors):
    count = 0
    for name, numbers in vectors["valid"].items():
        for number in numbers:
            checked = rules.check(KINDS.get(name, name), number)
            assert checked == rules.Checked(number), name
            count += 1
    assert count == 17


def test_published_faults_are_named(vectors):
    for name, numbers in vectors["invalid"].items():
        for number in numbers:
            checked = rules.check(KINDS.get(name, name), number)
            assert [finding.reason for finding in checked.findings] == ["check_digit"], name
            assert checked.ok is (name == "ade")


@pytest.mark.parametrize(
    ("kind", "typed", "reason"),
    [
        ("pesel", "", "empty"),
        ("pesel", "8503141951", "length"),
        ("pesel", "8503141951l", "characters"),
        ("pesel", "٨٥٠٣١٤١٩٥١١", "characters"),
        ("pesel", "85023019511", "date"),
        # 1900 and 2100 are no leap years; no month is numbered 13, 20, 33 or 93.
        *(
            ("pesel", f"{born}00000", "date")
            for born in ("000229", "004229", "001301", "002001", "003301", "009301")
        ),
        ("nip", "000-000-00-00", "check_digit"),
        ("regon", "000000000", "check_digit"),
        ("krs", "0000000000", "check_digit"),
        ("nip", "DE 6495654543", "characters"),
        ("nrb", "DE89 3704 0044 0532 0130 00", "characters"),
        ("ade", "PL-68937-11505-VPVKG-16", "form"),
        ("nip", "123", "length"),
        ("regon", "1234567890", "length"),
        ("krs", "12345", "length"),
        ("nrb", "49 2039", "length"),
        ("ade", "AE:PL-1-2-ABCDE-16", "form"),
        ("postcode", "8700", "form"),
        ("postcode", "٨٧-٠٠٠", "form"),
    ],
)
def test_unreadable_text_says_why(kind, typed, reason):
    checked = rules.check(kind, typed)
    assert not checked.ok
    assert [finding.reason for finding in checked.findings] == [reason]


@pytest.mark.parametrize(
    ("kind", "typed", "normal"),
    [
        ("nip", "649-565-45-43", "6495654543"),
        ("nip", "PL 6495654543", "6495654543"),
        ("nrb", "PL49 2039 5012 7946 0613 8387 5302", "49203950127946061383875302"),
        ("krs", "0000012345", "0000012345"),
        ("postcode", "87100", "87-100"),
        ("ade", "ae:pl-68937-11505-vpvkg-16", "AE:PL-68937-11505-VPVKG-16"),
        # As they come along from letters, mails and PDF files.
        ("nip", "NIP: 649–565–45–43", "6495654543"),
        ("nip", "PL649\u201156545-43", "6495654543"),
        ("nip", "nip PL 649\u00a0565\u00a045\u00a043\u200b", "6495654543"),
        ("pesel", "PESEL 85031419511", "85031419511"),
        ("regon", "REGON: 299687456", "299687456"),
        ("krs", "KRS 0000012345", "0000012345"),
        ("nrb", "PL 49\u00a02039 5012–7946 0613 8387 5302", "49203950127946061383875302"),
        ("ade", "AE:PL–68937–11505–VPVKG–16 ", "AE:PL-68937-11505-VPVKG-16"),
        ("ade", "AE: PL-68937-11505-VPVKG-16", "AE:PL-68937-11505-VPVKG-16"),
    ],
)
def test_normal_form(kind, typed, normal):
    assert rules.check(kind, typed) == rules.Checked(normal)


def test_bank_check_digit_is_checked_apart():
    # 1140 2004 is a bank number whose eighth digit is right (3*1+9*1+7*4+1*0+3*2 = 46 -> 4);
    # 1140 2005 is not, though the two leading digits of the account agree with it.
    body = "114020050000300201355387"
    lead = 98 - int(body + "252100") % 97
    checked = rules.check_nrb(f"{lead:02d}{body}")
    assert checked.findings == (rules.Finding("nrb", "bank_check_digit", "4", "5"),)


@pytest.mark.parametrize(
    ("number", "born"),
    [
        ("85031419511", date(1985, 3, 14)),
        ("03310252347", date(2003, 11, 2)),
        ("26222882336", date(2026, 2, 28)),
        # Of other centuries; check digits by hand: 123, 112, 64 and 109 leave 7, 8, 6 and 1 to the next ten.
        ("99923100007", date(1899, 12, 31)),
        ("00422812348", date(2100, 2, 28)),
        ("00222900016", date(2000, 2, 29)),
        ("99723100001", date(2299, 12, 31)),
    ],
)
def test_pesel_tells_the_day_of_birth(number, born):
    assert rules.born_by_pesel(number) == born


SINGLE_DIGIT = {"pesel": "85031419511", "nip": "6495654543", "regon": "299687456"}


@given(data=st.data(), kind=st.sampled_from(sorted(SINGLE_DIGIT)))
def test_one_changed_digit_is_caught(data, kind):
    number = SINGLE_DIGIT[kind]
    place = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    changed = number[:place] + digit + number[place + 1 :]
    # the remainder 10 becomes 0 in REGON, so 0 may stand for two remainders there
    if kind == "regon" and rules.check(kind, changed).ok:
        assert changed[-1] == "0"
    else:
        assert not rules.check(kind, changed).ok


@given(text=st.text(max_size=40), kind=st.sampled_from(sorted(rules.CHECKS)))
def test_any_text_gets_an_answer(text, kind):
    checked = rules.check(kind, text)
    assert checked.ok or checked.findings
    if checked.ok:
        assert rules.check(kind, checked.value).value == checked.value


def test_pesel_is_masked_and_others_are_not():
    assert rules.masked("pesel", "85031419511") == "•••••••••11"
    assert rules.masked("nip", "6495654543") == "6495654543"
