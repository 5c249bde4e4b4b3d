"""Entries of registers: written, refused, published, changed, withdrawn; part B; imports that make all or nothing."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from infostrada.core.journal.compensation import CommitLost
from infostrada.core.record import pending
from infostrada.core.record.sql import rows as sql_rows
from infostrada.core.search.interfaces import ISearchableParts
from infostrada.site.bip import log
from infostrada.site.bip.chain.lost import answer_lost
from infostrada.site.bip.chain.rules import moment
from infostrada.site.bip.chain.rules import verify
from infostrada.site.bip.chain.underway import as_in_force
from infostrada.site.bip.operations import PersonalData
from infostrada.site.bip.operations import publish_entry
from infostrada.site.bip.operations import withdraw_entry
from infostrada.site.bip.registers.imports import job
from infostrada.site.bip.registers.imports import store
from infostrada.site.bip.registers.imports.job import check
from infostrada.site.bip.registers.imports.job import make
from infostrada.site.bip.registers.imports.operations import carry_out
from infostrada.site.bip.registers.imports.operations import order_import
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.operations import change_register_entry
from infostrada.site.bip.registers.operations import draft_register_entry
from infostrada.site.bip.registers.operations import RegisterData
from infostrada.site.bip.registers.partb import open_part_b
from infostrada.site.bip.registers.partb import put_part_b
from infostrada.site.bip.registers.partb import sealed_parts
from infostrada.site.bip.registers.rows import by_numbers
from infostrada.site.bip.registers.rows import counted
from infostrada.site.bip.registers.rows import counts
from infostrada.site.bip.registers.rows import pointing_at
from infostrada.site.bip.registers.rows import public_rows
from infostrada.site.bip.timing.operations import due
from infostrada.site.bip.timing.operations import plan_entry
from infostrada.site.bip.versions.editions import editions
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Forbidden
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from infostrada.site.theme.interfaces import IInfostradaTheme
from openpyxl import Workbook
from plone import api
from plone.app.testing import login
from plone.uuid.interfaces import IUUID
from tests.site.bip.registers.examples import EXAMPLES
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import io
import json
import pytest
import transaction


def write(bulletin, name, **changes):
    values = {**EXAMPLES[name], **changes}
    data = RegisterData(
        values={k: v for k, v in values.items() if v is not None}, content_author="Jan Dąbrowski, Wójt"
    )
    return draft_register_entry(bulletin[KINDS[name].section], name, data)


def published(bulletin, name, **changes):
    entry = write(bulletin, name, **changes)
    publish_entry(entry)
    return entry


def as_json(entry):
    from plone.restapi.interfaces import ISerializeToJson

    return getMultiAdapter((entry, entry.REQUEST), ISerializeToJson)()


@pytest.fixture
def editor(office, bulletin, portal):
    login(portal, "maria.bip")
    return bulletin


def every_register_takes_its_entries_and_lists_them(editor):
    unit = editor.aq_parent.unit_id
    for name in EXAMPLES:
        entry = published(editor, name)
        kind = KINDS[name]
        assert entry.portal_type == kind.portal_type
        (row,) = public_rows(kind, unit)
        assert row.title == entry.title and row.uid == IUUID(entry)
        said = as_json(entry)
        assert said["register"] == name and said["values"] == entry.particulars
        assert entry.title in [part.text for part in ISearchableParts(entry).texts()]
    assert set(EXAMPLES) == set(KINDS)


def all_faults_are_told_at_once(editor):
    with pytest.raises(InvalidData) as refused:
        write(editor, "contract", number=None, concluded_on="32.01.2026", value="dużo", unknown="x")
    assert {(f.field, f.reason) for f in refused.value.faults} == {
        ("number", "required"),
        ("concluded_on", "not_a_date"),
        ("value", "not_a_sum"),
        ("unknown", "not_in_list"),
    }


def the_same_number_twice_is_refused_until_the_first_is_withdrawn(editor):
    first = published(editor, "contract")
    with pytest.raises(InvalidData) as refused:
        write(editor, "contract")
    assert refused.value.faults[0].reason == "entry_exists"
    withdraw_entry(first, "Wpis w złym rejestrze")
    write(editor, "contract")


def test_bip_11_a_vote_needs_the_term_and_its_roster(editor):
    with pytest.raises(InvalidData) as refused:
        write(editor, "vote")
    assert refused.value.faults[0].reason == "council_term_unknown"
    published(editor, "term")
    entry = published(editor, "vote")
    assert as_json(entry)["derived"]["totals"] == {
        "votes_for": 3, "against": 1, "abstained": 0, "absent": 1, "not_voted": 0,
    }  # fmt: skip
    with pytest.raises(InvalidData) as refused:
        change_register_entry(entry, {"result": "lost"}, "pomyłka")
    assert refused.value.faults[0].reason == "result_differs"


def relations_lead_both_ways(editor):
    unit = editor.aq_parent.unit_id
    published(editor, "resolution")
    published(
        editor, "resolution", number="XX/9/26", subject="w sprawie zmiany", amends=["XIX/1/26", "I/1/99"]
    )
    kind = KINDS["resolution"]
    assert set(by_numbers(kind, unit, ["XIX/1/26", "I/1/99"])) == {"XIX/1/26"}
    assert [row.number for row in pointing_at(kind, unit, "amends", "XIX/1/26")] == ["XX/9/26"]


def a_change_keeps_what_the_fields_said(editor):
    entry = published(editor, "interpellation")
    with pytest.raises(InvalidData):
        change_register_entry(entry, {"answered_on": "2026-11-10"}, " ")
    change_register_entry(entry, {"answered_on": "2026-11-10"}, "Wpłynęła odpowiedź")
    before, after = editions(entry)
    assert "Data odpowiedzi" not in before.fields and "Data odpowiedzi: 10 listopada 2026" in after.fields
    assert as_json(entry)["derived"]["clock"] == "kept"


def a_draft_is_changed_without_a_reason_and_by_editors_only(editor):
    entry = write(editor, "request")
    change_register_entry(entry, {"subject": "umów o remont dróg"}, "")
    assert entry.title.endswith("umów o remont dróg") and entry.changes == ()
    with api.env.adopt_roles(["Authenticated"]), pytest.raises(Forbidden):
        change_register_entry(entry, {"subject": "x"}, "")


def the_gate_reads_the_fields(editor):
    entry = write(editor, "request", answer="PESEL 44051401359")
    with pytest.raises(PersonalData) as stopped:
        publish_entry(entry)
    assert [item.kind for item in stopped.value.found] == ["pesel"]


def test_bip_08_the_result_of_a_recruitment_ends_after_three_months(editor):
    entry = published(editor, "recruitment")
    assert entry.until is None
    settled = {
        "status": "settled", "chosen": "Karol Lis", "chosen_place": "Lipnowo",
        "reasons": "Najlepszy wynik testu.", "settled_on": "2026-11-20",
    }  # fmt: skip
    change_register_entry(entry, settled, "Rozstrzygnięto nabór")
    today = date.fromisoformat(entry.changed_at.date().isoformat())
    months = (entry.until.year - today.year) * 12 + entry.until.month - today.month
    assert entry.kind == "recruitment_result" and months == 3
    assert entry.expiration_date is not None


def a_declaration_ends_after_six_years(editor):
    assert write(editor, "declaration").until == date(2032, 4, 28)


def test_bip_07_part_b_is_sealed_and_found_nowhere(editor, portal):
    entry = published(editor, "declaration")
    secret = "ulica Tajna 7, Ukrytowo"
    digest = put_part_b(entry, Upload("czesc-b.txt", secret.encode()))
    uid = IUUID(entry)
    pending.flush()
    assert open_part_b(uid, digest) == ("czesc-b.txt", secret.encode())
    assert [sha256 for sha256, _at in sealed_parts(uid)] == [digest]
    change_register_entry(entry, {"remarks": "sprawdzono"}, "Uzupełnienie")
    said = json.dumps([as_json(entry), [item._asdict() for item in editions(entry)]], default=str)
    parts = ISearchableParts(entry)
    assert secret not in said + "".join(part.text for part in parts.texts()) and parts.files() == []
    for table in ("site.bip_register", "core.record", "core.journal", "site.bip_change"):
        found = sql_rows(f"SELECT row_to_json(t)::text AS said FROM {table} AS t")
        assert all("Tajna" not in row["said"] and "czesc-b" not in row["said"] for row in found)
    sealed = sql_rows("SELECT sealed FROM site.bip_sealed_part")[0]["sealed"]
    assert "Tajna" not in sealed
    with pytest.raises(InvalidData):
        put_part_b(published(editor, "petition"), Upload("b.txt", b"x"))


def test_bip_07_a_public_file_is_not_taken_as_part_b(editor):
    data = RegisterData(EXAMPLES["declaration"], "Jan Dąbrowski", files=(Upload("a.txt", b"czesc A"),))
    entry = draft_register_entry(editor["oswiadczenia-majatkowe"], "declaration", data)
    with pytest.raises(InvalidData) as refused:
        put_part_b(entry, Upload("b.txt", b"czesc A"))
    assert refused.value.faults[0].reason == "part_b_is_public"


def entries_of_registers_appear_end_and_are_archived_at_their_moments(editor):
    """BIP-08: the worker follows entries of registers as any other; a notice on property is displayed 21 days."""
    settled = {
        "status": "settled", "chosen": "Karol Lis", "chosen_place": "Lipnowo", "reasons": "Test.", "settled_on": "2026-11-20",
    }  # fmt: skip
    result = published(editor, "recruitment", **settled)
    shown = published(editor, "property", listed_on="2026-11-03")
    planned = write(editor, "contract")
    plan_entry(planned, datetime(2030, 1, 1, 8, 0))
    names = {entry.getId(): entry for entry in (result, shown, planned)}

    def at(*moment):
        found = due(datetime(*moment, tzinfo=WARSAW))
        return {
            path.rpartition("/")[2]: act.__name__ for path, act in found if path.rpartition("/")[2] in names
        }

    # 3 November and 21 days: the last day is the 24th.
    assert at(2026, 11, 24, 23, 59) == {}
    assert at(2026, 11, 25, 0, 1) == {shown.getId(): "archive_displayed"}
    last = result.until
    assert result.getId() not in at(last.year, last.month, last.day, 23, 59)
    after = last + timedelta(days=1)
    assert at(after.year, after.month, after.day)[result.getId()] == "expire_entry"
    assert at(2030, 1, 1, 8, 0)[planned.getId()] == "release"
    for _path, act in [
        item for item in due(datetime(2030, 1, 1, 8, 0, tzinfo=WARSAW)) if item[0].rpartition("/")[2] in names
    ]:
        act(names[_path.rpartition("/")[2]])
    assert [state_of(entry) for entry in (result, shown, planned)] == ["withdrawn", "archived", "published"]
    assert "art. 35 ust. 1 u.g.n." in shown.changes[-1].reason


def pages_of_a_register_go_on_from_a_cursor(editor):
    unit, kind = editor.aq_parent.unit_id, KINDS["contract"]
    for n in range(7):
        published(editor, "contract", number=f"{n}/2026", concluded_on=f"2026-10-0{1 + n // 3}")
    whole = [row.uid for row in public_rows(kind, unit)]
    found, after = [], ""
    while page := list(public_rows(kind, unit, size=2, after=after)):
        found += [row.uid for row in page]
        after = page[-1].cursor
    assert found == whole and len(set(whole)) == 7
    assert [row.uid for row in public_rows(kind, unit, {"year": 2026}, 3, 2)] == whole[2:5]
    for wrong in ("x", "2026-10-01_'; DROP", "2026-13-01_abc", f"2026-10-01_{'a' * 100}"):
        with pytest.raises(InvalidData):
            list(public_rows(kind, unit, after=wrong))


def declarations_and_recruitment_keep_search_engines_away(editor):
    """Pages of registers with personal data say noindex, the others do not (practice of domain page, section 2.1)."""
    for name, wanted in (
        ("declaration", "noindex"),
        ("recruitment", "noindex"),
        ("contract", None),
        ("petition", None),
    ):
        entry = published(editor, name)
        request = entry.REQUEST.clone()
        alsoProvides(request, IInfostradaTheme)
        request.set("ACTUAL_URL", entry.absolute_url())
        view = getMultiAdapter((entry, request), name="view")
        shell = getMultiAdapter((entry, request), name="shell").update(view)
        assert shell.robots == wanted


def a_withdrawn_entry_leaves_lists_and_rows_empty(editor):
    entry = published(editor, "contract")
    withdraw_entry(entry, "Umowa nie doszła do skutku")
    pending.flush()
    assert counted(KINDS["contract"], editor.aq_parent.unit_id) == 0
    (row,) = sql_rows(
        "SELECT data, person, amount FROM site.bip_register WHERE uid = %(uid)s", {"uid": IUUID(entry)}
    )
    assert (row["data"], row["person"], row["amount"]) == ({}, "", None)
    assert "values" not in as_json(entry)


# imports


HEADING = ["Numer", "Data zawarcia", "Miejsce zawarcia", "Strony", "Przedmiot", "Wartość (zł)"]


def workbook(rows, heading=HEADING):
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Umowy")
    sheet.append(heading)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return Upload("umowy.xlsx", out.getvalue())


def contracts(count):
    return [
        [
            f"{n}/2026",
            date(2026, 1 + n % 12, 1 + n % 28),
            "Lipnowo",
            f"Gmina Lipnowo, Firma {n}",
            f"Dostawa {n}",
            n * 1.5,
        ]
        for n in range(1, count + 1)
    ]


def run(bulletin, ordered, resumed_from=None):
    known = store.get(ordered.number, bulletin.aq_parent.unit_id)
    section = bulletin[KINDS[known.register].section]
    state = {"stage": "checking", "made": 0}
    check(known, section, state)
    if state["stage"] == "making":
        for _progress in make(known, section, state, resumed=False):
            pass
    return store.get(ordered.number, bulletin.aq_parent.unit_id)


@pytest.fixture
def joined(monkeypatch):
    """The import's rows read in the test's own transaction, which is thrown away."""
    monkeypatch.setattr(store, "reader", None)

    def rows(statement, values):
        from infostrada.core.sql import session

        result = session().connection().exec_driver_sql(statement, tuple(values))
        return [dict(row) for row in result.mappings()]

    monkeypatch.setattr(store, "_rows", rows)


def an_import_is_checked_then_made(editor):
    section, unit = editor["umowy"], editor.aq_parent.unit_id
    ordered = order_import(section, "contract", workbook(contracts(12)), "Skarbnik", publish=True)
    known = run(editor, ordered)
    assert (known.state, known.row_count, known.fault_count, known.made_count) == ("checked", 12, 0, 0)
    assert counted(KINDS["contract"], unit) == 0
    again = carry_out(section, str(ordered.number))
    assert run(editor, again).state == "done"
    rows = list(public_rows(KINDS["contract"], unit))
    assert len(rows) == 12
    assert {row.values["value"] for row in rows} == {f"{n * 1.5:.2f}" for n in range(1, 13)}
    with pytest.raises(Blocked):
        carry_out(section, str(ordered.number))


def an_import_with_one_fault_makes_nothing(editor):
    rows = contracts(30)
    rows[4][1] = "31.02.2026"
    rows[9][5] = "dużo"
    rows[20][0] = "3/2026"
    rows[25][3] = None
    rows[28][4] = "Pożyczka dla PESEL 44051401359"
    published(editor, "contract", number="12/2026")
    ordered = order_import(
        editor["umowy"], "contract", workbook(rows), "Skarbnik", publish=True, dry_run=False
    )
    known = run(editor, ordered)
    assert (known.state, known.made_count) == ("refused", 0)
    assert [(fault.line, fault.field, fault.reason) for fault in store.faults(ordered.number)] == [
        (6, "concluded_on", "not_a_date"),
        (11, "value", "not_a_sum"),
        (13, "number", "entry_exists"),
        (22, "number", "twice_in_file"),
        (27, "party", "required"),
        (30, "subject", "personal_data_found"),
    ]
    assert counted(KINDS["contract"], editor.aq_parent.unit_id) == 1


def an_import_shows_all_its_entries_at_once(editor, monkeypatch):
    section, unit, kind = editor["umowy"], editor.aq_parent.unit_id, KINDS["contract"]
    published(editor, "contract", number="stara/2026")
    monkeypatch.setattr(job, "BATCH", 4)
    ordered = order_import(
        section, "contract", workbook(contracts(10)), "Skarbnik", publish=True, dry_run=False
    )
    known = store.get(ordered.number, unit)
    state = {"stage": "checking", "made": 0}
    check(known, section, state)
    seen = []
    for _progress in make(known, section, state, resumed=False):
        pending.flush()
        seen.append(
            (len(section), counted(kind, unit), len(list(public_rows(kind, unit))), counts(unit)["contract"])
        )
    assert seen == [(5, 1, 1, 1), (9, 1, 1, 1), (11, 11, 11, 11)]


def what_an_import_makes_is_what_a_person_makes(editor):
    """The same state, history, rights, log and journal, though the import enters them many at a time."""
    section = editor["umowy"]
    by_hand = published(editor, "contract", number="reka/2026")
    ordered = order_import(
        section, "contract", workbook(contracts(2)), "Skarbnik", publish=True, dry_run=False
    )
    run(editor, ordered)
    made = next(entry for entry in section.objectValues() if entry.particulars["number"] == "1/2026")
    tool = api.portal.get_tool("portal_workflow")

    def said(entry):
        history = [
            {name: value for name, value in step.items() if name != "time"}
            for step in entry.workflow_history["bip_entry_workflow"]
        ]
        rights = {
            name: sorted(entry.rolesOfPermission(name), key=str)
            for name in ("View", "Access contents information", "Modify portal content", "Delete objects")
        }
        acts = sql_rows(
            "SELECT action, actor, unit FROM core.journal WHERE uid = %(uid)s ORDER BY id",
            {"uid": IUUID(entry)},
        )
        log = sql_rows("SELECT action, who FROM site.bip_change WHERE uid = %(uid)s", {"uid": IUUID(entry)})
        record = sql_rows(
            "SELECT state, unit, type FROM core.record WHERE uid = %(uid)s", {"uid": IUUID(entry)}
        )
        changes = [(change.action, change.actor.name) for change in entry.changes]
        return tool.getInfoFor(entry, "review_state"), history, rights, acts, log, record, changes

    pending.flush()
    assert said(made) == said(by_hand)
    rows = sql_rows("SELECT place, unit, uid, at, action, title, path, who, reason, before, digest FROM site.bip_change"
                    " ORDER BY place")  # fmt: skip
    assert verify([{**row, "at": moment(row["at"])} for row in rows])[0] == len(rows) == 3


def a_lost_publication_is_answered_in_the_log(editor):
    """The rows of a commit that was lost stay; a row of their own says that it did not happen."""
    entry = published(editor, "contract")
    log.undo(IUUID(entry), "changed")
    answer_lost(CommitLost(IUUID(entry), "x", "bip.entry.published"))
    answer_lost(CommitLost(IUUID(entry), "x", "bip.entry.published"))
    answer_lost(CommitLost(IUUID(entry), "x", "records.letter.registered"))
    log.write(entry, editor.aq_parent.unit_id, entry.changes[-1])
    log.write(entry, editor.aq_parent.unit_id, entry.changes[-1])
    found = sql_rows("SELECT action FROM site.bip_change ORDER BY place")
    assert [row["action"] for row in found] == ["published", "undone", "published", "undone", "published"]


def an_act_not_in_force_is_not_told_as_done(editor):
    """Between the two commits, or after a process died there, the log says that the act is being carried out."""
    entry = published(editor, "contract")
    done = log.LogRow(
        1, IUUID(entry), entry.changes[-1].at, "published", "T", "/", "M", "", 1, "u", "0" * 64, "0" * 64
    )
    lost, answer = done._replace(action="withdrawn"), done._replace(action="undone")
    nowhere = done._replace(uid="0" * 32)
    found = as_in_force([done, lost, nowhere, lost._replace(at=lost.at - timedelta(hours=2))])
    assert [row.action for row in found] == ["published", "underway", "underway", "withdrawn"]
    assert as_in_force([answer, lost, done]) == [answer, lost, done]


def a_killed_import_goes_on_without_twins(editor):
    ordered = order_import(
        editor["umowy"], "contract", workbook(contracts(5)), "Skarbnik", publish=True, dry_run=False
    )
    unit = editor.aq_parent.unit_id
    known, section = store.get(ordered.number, unit), editor["umowy"]
    state = {"stage": "checking", "made": 0}
    check(known, section, state)
    list(make(known, section, dict(state), resumed=False))
    # The last batch's objects are lost, its rows are not: the entries are made again, the others stay.
    lost = next(iter(public_rows(KINDS["contract"], unit)))
    section._delOb(lost.path.rsplit("/", 1)[1])
    list(make(known, section, {**state, "made": 5}, resumed=True))
    assert sorted(entry.particulars["number"] for entry in section.objectValues()) == [
        f"{n}/2026" for n in range(1, 6)
    ]


def a_file_that_is_no_register_is_refused(editor):
    for upload, reason in (
        (Upload("a.xlsx", b"PK\x03\x04broken"), "file_unreadable"),
        (Upload("a.csv", b"Numer;Zmyslona\n1;2\n"), "unknown_column"),
        (Upload("a.csv", b"Numer\n1\n"), "column_missing"),
        (workbook([]), "file_empty"),
    ):
        ordered = order_import(editor["umowy"], "contract", upload, "Skarbnik", dry_run=False)
        assert run(editor, ordered).state == "refused"
        assert store.faults(ordered.number)[0].reason == reason


def each_alone(editor, *steps):
    """Every step begins with the empty bulletin; one office is made for all of them."""
    for step in steps:
        before = transaction.savepoint()
        step(editor)
        before.rollback()


def test_entries_of_registers(editor):
    each_alone(
        editor,
        every_register_takes_its_entries_and_lists_them,
        all_faults_are_told_at_once,
        the_same_number_twice_is_refused_until_the_first_is_withdrawn,
        relations_lead_both_ways,
        a_change_keeps_what_the_fields_said,
        a_draft_is_changed_without_a_reason_and_by_editors_only,
        the_gate_reads_the_fields,
        a_declaration_ends_after_six_years,
        entries_of_registers_appear_end_and_are_archived_at_their_moments,
        pages_of_a_register_go_on_from_a_cursor,
        declarations_and_recruitment_keep_search_engines_away,
        a_withdrawn_entry_leaves_lists_and_rows_empty,
    )


@pytest.mark.usefixtures("joined")
def test_imports(editor, monkeypatch):
    each_alone(
        editor,
        an_import_is_checked_then_made,
        an_import_with_one_fault_makes_nothing,
        what_an_import_makes_is_what_a_person_makes,
        a_lost_publication_is_answered_in_the_log,
        an_act_not_in_force_is_not_told_as_done,
        lambda bulletin: an_import_shows_all_its_entries_at_once(bulletin, monkeypatch),
        a_killed_import_goes_on_without_twins,
        a_file_that_is_no_register_is_refused,
    )
