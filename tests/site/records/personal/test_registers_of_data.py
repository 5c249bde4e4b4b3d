"""Registers of personal data: activities, authorisations, breaches, disclosures, requests (RODO art. 12-34)."""

from datetime import datetime
from datetime import timedelta
from infostrada.core.errors import Forbidden
from infostrada.core.errors import NotFound
from infostrada.core.record.sql import rows
from infostrada.site.parties.operations import add_party
from infostrada.site.records import listings
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.deed import now
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.find import record_at
from infostrada.site.records.personal.registers import rules
from infostrada.site.records.personal.registers.exporting import table
from infostrada.site.records.personal.registers.fields import REGISTERS
from infostrada.site.records.personal.registers.fields import STEPS
from infostrada.site.records.personal.registers.fields import TITLES
from infostrada.site.records.personal.registers.operations import add_entry
from infostrada.site.records.personal.registers.operations import change_entry
from infostrada.site.records.personal.registers.operations import close_entry
from infostrada.site.records.personal.registers.operations import entry_of
from infostrada.site.records.personal.registers.operations import restrictions
from infostrada.site.records.personal.registers.store import page
from infostrada.site.records.personal.report import person_report
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from openpyxl import load_workbook
from plone.uuid.interfaces import IUUID
from tests.site.records.personal.test_person_report import officer  # noqa: F401 - a fixture

import io
import pytest


CLERK, OFFICER, UNIT = "anna.urbanista", "olga.iod", "gmina-lipnowo"
NOW = datetime(2026, 11, 28, 12, tzinfo=WARSAW)
BREACH = {
    "found_at": "2026-11-20T10:00",
    "nature": "list wysłany do innej osoby",
    "consequences": "ujawnienie adresu",
    "measures": "odebrano list",
    "risk": "risk",
}
REQUEST = {
    "person": "Maria Kowalczyk",
    "right": "access",
    "received_on": "2026-01-31",
    "told": "kopia danych",
}


def wrong(register, given):
    return rules.read(register, given, NOW)[1]


class TestRules:
    def test_seventy_two_hours_run_from_when_the_breach_was_found(self):
        entry, faults = rules.read("breaches", BREACH, NOW)
        assert faults == []
        # 20 November 10:00 and 72 hours (art. 33(1)).
        assert rules.due_at("breaches", entry, WARSAW) == datetime(2026, 11, 23, 10, tzinfo=WARSAW)
        assert rules.due_at("breaches", {**entry, "risk": "none"}, WARSAW) is None
        assert rules.due_at("breaches", {**entry, "reported_at": "2026-11-21T08:00+01:00"}, WARSAW) is None

    def test_a_late_report_says_why(self):
        intime, late = {"reported_at": "2026-11-23T10:00"}, {"reported_at": "2026-11-23T10:01"}
        assert wrong("breaches", {**BREACH, **intime}) == []
        assert wrong("breaches", {**BREACH, **late}) == [("delay", "breach_reported_late")]
        assert wrong("breaches", {**BREACH, **late, "delay": "awaria"}) == []
        assert wrong("breaches", {**BREACH, "reported_at": "2026-11-19T10:00"}) == [
            ("reported_at", "before_start")
        ]

    def test_a_month_to_answer_and_three_when_extended(self):
        entry, _faults = rules.read("requests", REQUEST, NOW)
        # 31 January and a month: 28 February 2026 is a Saturday, so Monday 2 March.
        assert rules.due_at("requests", entry, WARSAW).date().isoformat() == "2026-03-02"
        longer = {**entry, "extended": "wiele spraw"}
        assert rules.due_at("requests", longer, WARSAW).date().isoformat() == "2026-04-30"
        assert rules.due_at("requests", {**entry, "answered_on": "2026-02-10"}, WARSAW) is None

    @pytest.mark.parametrize(
        ("register", "changed", "fault"),
        [
            ("breaches", {"found_at": "wczoraj"}, ("found_at", "not_a_moment")),
            ("breaches", {"found_at": "2026-11-29T10:00"}, ("found_at", "in_future")),
            ("breaches", {"people": "-1"}, ("people", "not_a_count")),
            ("breaches", {"risk": "straszne"}, ("risk", "not_in_list")),
            ("breaches", {"nature": " "}, ("nature", "required")),
            ("breaches", {"inne": "x"}, ("inne", "field_unknown")),
            ("breaches", {"nature": "x" * 20_001}, ("nature", "too_long")),
            ("requests", {"received_on": "2026-02-30"}, ("received_on", "not_a_date")),
            ("requests", {"answered_on": "2026-02-10"}, ("outcome", "required")),
            ("requests", {"outcome": "refused", "answered_on": "2026-02-10"}, ("answer", "required")),
            ("activities", {"classes": "6730; x"}, ("classes", "symbol_malformed")),
        ],
    )
    def test_what_is_wrong_is_told_by_field(self, register, changed, fault):
        given = {"breaches": BREACH, "requests": REQUEST}.get(register, {})
        assert fault in wrong(register, {**given, **changed})

    def test_what_must_be_said_before_the_end(self):
        assert rules.missing("breaches", {"risk": "none"}) == []
        assert rules.missing("breaches", {"risk": "high"}) == ["reported_at", "told_on"]
        assert rules.missing("breaches", {"risk": "high", "reported_at": "x", "not_told": "szyfr"}) == []
        granted = {"right": "restriction", "outcome": "granted", "answered_on": "x"}
        assert rules.missing("requests", granted) == ["lifted_on"]

    def test_a_restriction_holds_until_it_is_refused_or_lifted(self):
        assert rules.restricts({"right": "restriction"})
        assert not rules.restricts({"right": "restriction", "outcome": "refused"})
        assert not rules.restricts({"right": "restriction", "outcome": "granted", "lifted_on": "2026-01-02"})
        assert not rules.restricts({"right": "access"})

    def test_every_register_has_a_title(self):
        assert REGISTERS.keys() == TITLES.keys()

    @pytest.mark.parametrize("register", list(REGISTERS))
    def test_every_datum_has_its_step_and_nothing_needed_is_left_for_later(self, register):
        placed = [name for step in STEPS[register] for name in step.fields]
        assert sorted(placed) == sorted(field.name for field in REGISTERS[register])
        later = {name for step in STEPS[register] if step.later for name in step.fields}
        assert not later & {field.name for field in REGISTERS[register] if field.needed}


@pytest.fixture
def person(office):
    """A person of the register with an open case."""
    with office.acting("ewa.kancelaria"):
        party, _warnings = add_party(office.unit, {"surname": "Kowalczyk", "given_names": "Maria"})
    with office.acting(CLERK):
        mine = (Participant("Maria Kowalczyk", "strona", IUUID(party)),)
        open_case(office.unit, Opening("Warunki", "gp", "6730", parties=mine))
    return party


def test_entries_are_numbered_changed_and_never_lost(office, officer):  # noqa: F811
    found_at = (now() - timedelta(hours=80)).isoformat(timespec="minutes")
    breach = {**BREACH, "found_at": found_at}
    with office.acting(CLERK), pytest.raises(Forbidden):
        add_entry(office.unit, "breaches", breach)
    with office.acting(OFFICER):
        with pytest.raises(NotFound):
            add_entry(office.unit, "inny", breach)
        first, second = (add_entry(office.unit, "breaches", breach) for _time in range(2))
        assert (first.number, second.number, first.closed) == (1, 2, False)
        assert first.due_at < now()
        with pytest.raises(InvalidData) as problem:
            close_entry(office.unit, first.uid)
        assert [fault.field for fault in problem.value.faults] == ["reported_at"]
        reported = {**breach, "reported_at": now().isoformat(timespec="minutes")}
        with pytest.raises(InvalidData):
            change_entry(office.unit, first.uid, reported)
        change_entry(office.unit, first.uid, {**reported, "delay": "święto"})
        closed = close_entry(office.unit, first.uid)
        assert closed.closed
        assert ["reported_at" in each["data"] for each in closed.history] == [False, True]
        assert [entry.uid for entry in page(UNIT, "breaches", 10, running=True)] == [second.uid]
        assert [entry.number for entry in page(UNIT, "breaches", 1, (second.year, 2))] == [1]
        # Sent twice under one key it is filed once; the key for something else is refused.
        kept = [add_entry(office.unit, "breaches", breach, "olga:1").uid for _time in range(2)]
        assert len(set(kept)) == 1
        with pytest.raises(Blocked):
            add_entry(office.unit, "breaches", {**breach, "risk": "high"}, "olga:1")
        sheet = load_workbook(
            io.BytesIO(table(office.unit, "breaches", "xlsx", office.portal.REQUEST))
        ).active
        assert [row[0] for row in sheet.iter_rows(values_only=True)][1:] == [
            f"3/{second.year}", f"2/{second.year}", f"1/{second.year}",
        ]  # fmt: skip
    told = rows("SELECT action FROM core.journal WHERE uid = %(uid)s ORDER BY id", {"uid": first.uid})
    assert [row["action"] for row in told] == [
        "personal.entry.added", "personal.entry.changed", "personal.entry.closed",
    ]  # fmt: skip


def test_a_restriction_is_seen_on_the_case_and_does_not_stop_it(office, officer, person):  # noqa: F811
    uid = IUUID(person)
    asked = {**REQUEST, "right": "restriction", "party": uid, "received_on": now().date().isoformat()}
    with office.acting(OFFICER):
        entry = add_entry(office.unit, "requests", asked)
        add_entry(
            office.unit,
            "disclosures",
            {"day": now().date().isoformat(), "recipient": "Sąd Rejonowy", "basis": "art. 6 ust. 1 lit. c",
             "data": "akta sprawy", "party": uid, "case": f"GP.6730.1.{now().year}"},
        )  # fmt: skip
        report = person_report(person)
    assert [each.uid for each in restrictions(UNIT, [uid, ""])] == [entry.uid]
    assert [row["right"] for row in report["requests"]] == ["restriction"]
    assert [row["recipient"] for row in report["disclosures"]] == ["Sąd Rejonowy"]
    with office.acting(CLERK):
        case = record_at(listings.case_by_sign(UNIT, f"GP.6730.1.{now().year}"))
        assert add_document(case, Draft("Notatka", "notatka"), Upload("n.txt", b"n"))
    with office.acting(OFFICER):
        done = {"outcome": "granted", "answered_on": asked["received_on"], "lifted_on": asked["received_on"]}
        change_entry(office.unit, entry.uid, {**asked, **done})
    assert restrictions(UNIT, [uid]) == []


def test_nothing_is_erased_while_a_category_runs(office, officer, person):  # noqa: F811
    asked = {**REQUEST, "right": "erasure", "party": IUUID(person)}
    with office.acting(OFFICER):
        entry = add_entry(office.unit, "requests", asked)
        with pytest.raises(Blocked) as problem:
            change_entry(office.unit, entry.uid, {**asked, "outcome": "granted", "answered_on": "2026-02-10"})
        assert [(each.reason, each.title) for each in problem.value.blockers] == [
            ("retention_runs", f"GP.6730.1.{now().year}")
        ]
        refused = {"outcome": "refused", "answered_on": "2026-02-10", "answer": "art. 17 ust. 3 lit. d"}
        change_entry(office.unit, entry.uid, {**asked, **refused})
        assert close_entry(office.unit, entry.uid).closed


@pytest.mark.parametrize(
    ("register", "given", "fault"),
    [
        ("authorisations", {"person": "nikt", "scope": "x", "given_on": "2026-01-02"}, ("person", "principal_unknown")),
        ("requests", {**REQUEST, "party": "0" * 32}, ("party", "unknown_object")),
        ("disclosures", {"day": "2026-01-02", "recipient": "x", "basis": "x", "data": "x", "case": "GP.1.1.2020"},
         ("case", "case_unknown")),
    ],
)  # fmt: skip
def test_what_an_entry_names_is_there(office, officer, register, given, fault):  # noqa: F811
    with office.acting(OFFICER), pytest.raises(InvalidData) as problem:
        add_entry(office.unit, register, given)
    assert [(each.field, each.reason) for each in problem.value.faults] == [fault]
    with office.acting(OFFICER), pytest.raises(NotFound):
        entry_of(office.unit, "0" * 32)
