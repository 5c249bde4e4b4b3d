"""What comes after being public: successor, archive, back; changes with personal data wait for a second person."""

from infostrada.core.record import pending
from infostrada.core.sql import session
from infostrada.site.bip import operations
from infostrada.site.bip.exclusion.operations import exclude
from infostrada.site.bip.exclusion.operations import ExclusionData
from infostrada.site.bip.lists import entries_of
from infostrada.site.bip.review.operations import approve_change
from infostrada.site.bip.review.operations import refuse_change
from infostrada.site.bip.rules import change_waits
from infostrada.site.bip.succession import past
from infostrada.site.bip.succession.operations import archive_entry
from infostrada.site.bip.succession.operations import restore_entry
from infostrada.site.bip.succession.operations import supersede_entry
from infostrada.site.bip.timing.moments import gone
from infostrada.site.bip.versions.editions import editions
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Forbidden
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from tests.site.bip.gate.files import PESEL
from tests.site.bip.test_bip_operations import DATA
from tests.site.bip.test_bip_operations import may_see

import pytest


PHONE = "Telefon do właściciela: 601 234 567."


@pytest.mark.parametrize(
    ("personal", "settled", "hides", "waits"),
    [
        ((), (), False, False),
        (("a",), (), False, True),
        (("a",), ("a",), False, True),
        (("a",), ("a", "b"), True, False),
        (("a", "c"), ("a",), True, True),
    ],
)
def test_which_changes_wait(personal, settled, hides, waits):
    assert change_waits(frozenset(personal), frozenset(settled), hides) is waits


@pytest.fixture
def make(office, section):
    def made(title):
        with office.acting("maria.bip"):
            entry = operations.draft_entry(section, DATA._replace(title=title))
            operations.publish_entry(entry)
        return entry

    return made


def titles(place, **more):
    return [row["title"] for row in entries_of(place, **more)]


def test_a_successor_an_archive_and_the_way_back(office, section, bulletin, make):
    old, new = make("Regulamin z 2024"), make("Regulamin z 2026")
    with office.acting("maria.bip"):
        for successor in (old, section, bulletin):
            with pytest.raises(InvalidData):
                supersede_entry(old, successor, "Nowy regulamin")
        with pytest.raises(InvalidData):
            supersede_entry(old, new, " ")
        supersede_entry(old, new, "Nowy regulamin")
        with pytest.raises(InvalidData):
            supersede_entry(new, old, "koło")
        with pytest.raises(Blocked):
            supersede_entry(old, new, "drugi raz")
        assert (state_of(old), old.superseded_by, new.supersedes) == ("superseded", IUUID(new), (IUUID(old),))
        assert may_see(old) and not gone(old)
        archive_entry(old, "Tylko do wglądu")
        assert state_of(old) == "archived" and may_see(old)
        assert titles(section) == ["Regulamin z 2026"]
        assert titles(bulletin, states=past.ARCHIVE) == ["Regulamin z 2024"]
        restore_entry(old, "Nowy uchylony")
        assert (state_of(old), old.superseded_by, new.supersedes) == ("published", None, ())
        archive_entry(new, "Uchylony")
        operations.withdraw_entry(new, "Dane osobowe")
    assert [change.action for change in old.changes] == ["published", "superseded", "archived", "restored"]
    assert gone(new) and titles(bulletin, states=past.ARCHIVE) == []
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        archive_entry(old, "x")


def test_an_archived_entry_can_still_be_corrected_and_its_term_ends(office, make):
    from DateTime import DateTime

    entry = make("Karta usługi")
    with office.acting("maria.bip"):
        archive_entry(entry, "Nieaktualna")
        assert operations.change_entry(entry, {"body": "Poprawiona."}, "Omyłka")
    assert state_of(entry) == "archived" and len(editions(entry)) == 2
    entry.setExpirationDate(DateTime() - 0.001)
    assert gone(entry)
    operations.expire_entry(entry)
    assert state_of(entry) == "withdrawn"


def test_past_editions_are_listed_with_their_numbers(office, make, monkeypatch):
    entry, hidden = make("Ogłoszenie"), make("Wycofane")
    with office.acting("maria.bip"):
        for number in range(1, 4):
            operations.change_entry(entry, {"body": f"Wersja {number}."}, f"powód {number}")
        operations.change_entry(hidden, {"body": "Inna."}, "powód")
        operations.withdraw_entry(hidden, "Pomyłka")
    pending.flush()
    values = {"unit": office.unit.unit_id, "states": ["published"], "before": None, "size": 10}
    statement = past.EDITIONS.replace("%(before)s::bigint", "CAST(%(before)s AS bigint)")
    found = session().connection().exec_driver_sql(statement, values).mappings().all()
    assert [(row["edition"], row["reason"]) for row in found] == [
        (3, "powód 3"),
        (2, "powód 2"),
        (1, "powód 1"),
    ]
    assert editions(entry)[2].body == "Wersja 2."


def test_a_change_with_personal_data_waits_for_a_second_person(office, make):
    entry = make("Przetarg")
    with office.acting("maria.bip"):
        with pytest.raises(operations.PersonalData):
            operations.change_entry(entry, {"body": PHONE}, "Kontakt")
        assert not operations.change_entry(
            entry, {"body": PHONE}, "Kontakt", confirmation="zgoda właściciela"
        )
        assert entry.body == DATA.body and len(entry.changes) == 1 and len(editions(entry)) == 1
        with pytest.raises(Blocked) as caught:
            operations.change_entry(entry, {"body": "Inna."}, "x")
        assert caught.value.reason == "change_waits"
        with pytest.raises(Blocked) as caught:
            approve_change(entry)
        assert caught.value.reason == "proposed_by_yourself"
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        approve_change(entry)
    with office.acting("jan.wojt"):
        approve_change(entry)
        with pytest.raises(Blocked):
            approve_change(entry)
    assert entry.body == PHONE and entry.proposal is None
    assert [(change.action, change.actor.name, change.reason) for change in entry.changes][1:] == [
        ("changed", "Jan Dąbrowski", "Kontakt")
    ]
    assert [shown.body for shown in editions(entry)] == [DATA.body, PHONE]


def test_a_refused_change_leaves_no_trace_outside(office, make):
    entry = make("Przetarg")
    with office.acting("maria.bip"):
        operations.change_entry(entry, {"body": PHONE}, "Kontakt", confirmation="zgoda")
    with office.acting("jan.wojt"):
        refuse_change(entry, "bez zgody na piśmie")
    assert (entry.body, entry.proposal, len(entry.changes)) == (DATA.body, None, 1)
    found = session().execute(text("SELECT data FROM core.journal WHERE action = 'bip.entry.change_refused'"))
    assert [row["reason"] for (row,) in found] == ["bez zgody na piśmie"]


def test_taking_data_away_never_waits(office, section):
    both = f"{PHONE}\n\nPESEL {PESEL}"
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(body=both))
    with office.acting("jan.wojt"):
        operations.publish_entry(entry, confirmation="pomyłka urzędu")
        assert operations.change_entry(entry, {"body": PHONE}, "Dane osobowe", hide=True)
        assert not operations.change_entry(entry, {"description": "Skrót."}, "Streszczenie")
    assert entry.body == PHONE and [item.hidden for item in editions(entry)] == [True, False]


def test_an_exclusion_beside_personal_data_waits_whole(office, section):
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(body=PHONE))
    with office.acting("jan.wojt"):
        operations.publish_entry(entry, confirmation="funkcja publiczna")
        exclude(
            entry,
            ExclusionData("Adres", "art. 5 ust. 2 u.d.i.p.", "Jan Dąbrowski", "osoba fizyczna", "Braki"),
        )
        assert entry.exclusions == ()
    with office.acting("maria.bip"):
        approve_change(entry)
    assert [item.scope for item in entry.exclusions] == ["Adres"]
