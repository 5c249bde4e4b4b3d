"""Identity, pieces of the key, envelopes and receipts: pure rules of the vote."""

from datetime import date
from infostrada.core.journal.merkle import leaf
from infostrada.core.journal.merkle import root
from infostrada.site.participation.budget.voting import envelope
from infostrada.site.participation.budget.voting import identity
from infostrada.site.participation.budget.voting import receipts
from infostrada.site.participation.budget.voting import shares
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.participation.budget.voting.opening import groups
from infostrada.site.parties.rules import born_by_pesel
from itertools import combinations

import pytest


DAY = date(2026, 11, 28)


def test_dates_of_birth_in_pesel():
    # the example of the Ministry's page on the register, and the same day in other centuries
    assert born_by_pesel("44051401359") == date(1944, 5, 14)
    assert born_by_pesel("02070803628") == date(1902, 7, 8)
    assert born_by_pesel("02270803624") == date(2002, 7, 8)
    for wrong in ("44051401358", "4405140135", "44133101358", "", "abcdefghijk", "٤٤٠٥١٤٠١٣٥٩"):
        assert born_by_pesel(wrong) is None


def test_one_person_writes_one_way():
    ways = ("Łucja-Maria Żółć", " łucja  MARIA żółć ", "Lucja Maria Zolc")
    assert {identity.even(way) for way in ways} == {"lucja maria zolc"}
    assert identity.phone_number("601 602 603") == identity.phone_number("+48 601-602-603") == "+48601602603"
    assert identity.phone_number("0049 30 123456") == "+4930123456"
    assert identity.phone_number("12345") is None


@pytest.mark.parametrize(
    ("method", "person", "fault"),
    [
        ("pesel", Person("Jan", "Kos", pesel="44051401358"), ("pesel", "pesel_wrong")),
        ("pesel", Person("Jan", "Kos"), ("pesel", "required")),
        ("pesel", Person("", "-", pesel="44051401359"), ("given_name", "required")),
        ("sms", Person("Jan", "Kos", date(1944, 5, 14), phone="112", address="x"), ("phone", "phone_wrong")),
        ("sms", Person("Jan", "Kos", date(1944, 5, 14), phone="601602603"), ("address", "required")),
        ("pesel-sms", Person("Jan", "Kos", phone="601602603", address="x"), ("pesel", "required")),
        ("pesel-sms", Person("Jan", "Kos", pesel="44051401359", address="x"), ("phone", "phone_wrong")),
        ("account", Person("Jan", "Kos"), ("born", "required")),
        ("account", Person("Jan", "Kos", date(2030, 1, 1)), ("born", "born_wrong")),
        ("account", Person("Jan", "Kos", date(1850, 1, 1)), ("born", "born_wrong")),
        ("account", Person("Ola", "Kos", date(2013, 11, 29)), ("guardian", "guardian_missing")),
    ],
)
def test_personal_data_with_faults(method, person, fault):
    with pytest.raises(identity.IdentityFaulty) as caught:
        identity.checked(person, method, DAY)
    assert fault in [tuple(found) for found in caught.value.faults]
    assert "Kos" not in str(caught.value)


def test_guardian_until_the_thirteenth_birthday():
    assert identity.checked(Person("Ola", "Kos", date(2013, 11, 28)), "account", DAY).born
    child = Person("Ola", "Kos", date(2013, 11, 29), guardian="Anna Kos")
    assert identity.checked(child, "account", DAY).guardian
    assert identity.age_on(date(2012, 2, 29), date(2025, 2, 28)) == 12
    assert [identity.band(age) for age in (0, 12, 13, 66, 101)] == [
        "0-12",
        "0-12",
        "13-17",
        "66-120",
        "66-120",
    ]


def test_tags_meet_across_ways_of_voting_and_not_across_votes():
    person = identity.checked(Person("Jan", "Kos", pesel="44051401359"), "pesel", DAY)
    other_way = identity.checked(Person("JAN", "kos", date(1944, 5, 14)), "account", DAY)
    one, two = identity.tags(b"a" * 32, person), identity.tags(b"a" * 32, other_way)
    assert one.person == two.person and one.proof and two.proof is None
    assert identity.tags(b"b" * 32, person).person != one.person


def test_any_two_of_three_pieces_and_never_one():
    secret = bytes(range(32))
    pieces = shares.split(secret, 2, 3)
    assert all(shares.join(pair) == secret for pair in combinations(pieces, 2))
    assert all(shares.join([piece]) != secret for piece in pieces)
    assert shares.join([f" {pieces[0].upper()} ", pieces[2]]) == secret


@pytest.mark.parametrize("reason", ["share_twice", "share_miswritten", "share_missing"])
def test_pieces_miswritten(reason):
    first, second = shares.split(bytes(32), 2, 2)
    given = {
        "share_twice": [first, first],
        "share_miswritten": [first, second.replace(second[5], "0" if second[5] != "0" else "1", 1)],
        "share_missing": [],
    }[reason]
    with pytest.raises(shares.SharesWrong) as caught:
        shares.join(given)
    assert caught.value.reason == reason


def test_an_envelope_opens_with_both_halves_only():
    key = envelope.opening_key(b"s" * 32, b"h" * 32)
    public = envelope.public_bytes(key)
    sealed = envelope.close(public, "vote", {"choices": {"miasto": [["1", 1]]}})
    assert envelope.open_envelope(key, "vote", sealed) == {"choices": {"miasto": [["1", 1]]}}
    one_half = envelope.opening_key(b"s" * 32, b"x" * 32)
    damaged = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for other, election, box in ((one_half, "vote", sealed), (key, "other", sealed), (key, "vote", damaged)):
        with pytest.raises(envelope.EnvelopeDamaged):
            envelope.open_envelope(other, election, box)


def test_envelopes_do_not_differ_by_size_nor_repeat():
    public = envelope.public_bytes(envelope.opening_key(b"s" * 32, b"h" * 32))
    small = envelope.close(public, "vote", {"choices": {}})
    large = envelope.close(public, "vote", {"choices": {"miasto": [["1", 1]] * 20}})
    assert len(small) == len(large) and small != envelope.close(public, "vote", {"choices": {}})


def test_receipts_and_what_is_none():
    code, key = bytes(range(16)), b"k" * 32
    written = receipts.written(code, key, "vote")
    assert len(written.replace("-", "")) == 32
    assert receipts.read(written.lower().replace("-", " "), key, "vote") == code
    forged = ("A" if written[0] != "A" else "B") + written[1:]
    for given, election, reason in (
        (written[:-2], "vote", "receipt_length"),
        ("", "vote", "receipt_length"),
        (written[:-1] + "!", "vote", "receipt_signs"),
        (forged, "vote", "receipt_forged"),
        (written, "another", "receipt_forged"),
    ):
        with pytest.raises(receipts.ReceiptWrong) as caught:
            receipts.read(given, key, election)
        assert caught.value.reason == reason


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 100])
def test_paths_lead_to_the_root(size):
    leaves = [leaf(bytes([number])) for number in range(size)]
    for place in range(size):
        steps = receipts.path(leaves, place)
        assert receipts.climb(leaves[place], steps) == root(leaves)
        assert receipts.climb(leaf(b"forged"), steps) != root(leaves)


def ballot(person, proof="", document=True, at=0):
    return {"person": person, "proof": proof, "document": bool(proof) and document, "at": at}


@pytest.mark.parametrize(
    ("ballots", "people"),
    [
        ([ballot("jan"), ballot("jan", "P1")], 1),
        ([ballot("jan", "P1"), ballot("jan", "P2")], 2),
        ([ballot("jan", "P1"), ballot("jan", "K1", document=False)], 1),
        ([ballot("jan", "P1"), ballot("janek", "P1")], 1),
        ([ballot("jan"), ballot("ewa")], 2),
        ([ballot("jan", "P1"), ballot("jan", "P2"), ballot("jan", "P2")], 2),
    ],
)
def test_ballots_of_one_person(ballots, people):
    assert len(groups(ballots)) == people
