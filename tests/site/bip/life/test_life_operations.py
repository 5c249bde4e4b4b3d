"""An entry's life: planned, published at its moment, ended by its term; the log verified; exclusions; editions."""

from click.testing import CliRunner
from datetime import date
from datetime import datetime
from datetime import timedelta
from infostrada.core.sql import session
from infostrada.site.bip import log
from infostrada.site.bip import operations
from infostrada.site.bip.chain.rules import verify
from infostrada.site.bip.command import bip
from infostrada.site.bip.exclusion.operations import exclude
from infostrada.site.bip.exclusion.operations import ExclusionData
from infostrada.site.bip.interfaces import IEntryPublished
from infostrada.site.bip.timing.moments import gone
from infostrada.site.bip.timing.moments import served_on
from infostrada.site.bip.timing.operations import due
from infostrada.site.bip.timing.operations import plan_entry
from infostrada.site.bip.timing.operations import unplan_entry
from infostrada.site.bip.versions.editions import edition
from infostrada.site.bip.versions.editions import editions
from infostrada.site.records.deed import now
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from plone import api
from sqlalchemy import text
from tests.site.bip.gate.files import PESEL
from tests.site.bip.test_bip_operations import DATA
from tests.site.bip.test_bip_operations import may_see
from zope.component import getGlobalSiteManager
from zope.component import provideHandler

import json
import pytest


SOON = timedelta(minutes=10)


@pytest.fixture
def draft(office, section):
    with office.acting("maria.bip"):
        return operations.draft_entry(section, DATA)


@pytest.fixture
def public(office, draft):
    with office.acting("maria.bip"):
        operations.publish_entry(draft)
    return draft


def follow(moment):
    """What the worker does at a moment, as nobody."""
    found = due(moment)
    with api.env.adopt_roles(["Anonymous"]):
        for path, act in found:
            act(api.portal.get().unrestrictedTraverse(path))
    return [path.rpartition("/")[2] for path, _act in found]


def test_planned_entry_becomes_public_at_its_moment(office, draft):
    at = now() + SOON
    with office.acting("maria.bip"):
        plan_entry(draft, at, until=at.date() + timedelta(days=30))
    assert state_of(draft) == "planned" and not may_see(draft)
    assert follow(at - timedelta(seconds=5)) == []
    assert follow(at) == [draft.getId()]
    assert may_see(draft) and draft.published_by.name == "Maria Redaktor"
    assert [change.action for change in draft.changes] == ["published"]
    assert follow(at) == []


def test_planned_entry_is_not_touched_until_taken_back(office, draft):
    with office.acting("maria.bip"):
        plan_entry(draft, now() + SOON)
        with pytest.raises(Blocked):
            operations.change_entry(draft, {"title": "Inny"}, "x")
        with pytest.raises(Blocked):
            exclude(draft, ExclusionData("a", "b", "c", "d"))
        unplan_entry(draft)
    assert state_of(draft) == "draft" and follow(now() + 2 * SOON) == []


def test_planning_passes_the_gate_and_looks_ahead(office, section, draft):
    with office.acting("maria.bip"):
        with pytest.raises(InvalidData):
            plan_entry(draft, now() - SOON)
        with pytest.raises(InvalidData):
            plan_entry(draft, now() + SOON, until=date(2020, 1, 1))
        entry = operations.draft_entry(section, DATA._replace(body=f"PESEL {PESEL}"))
        with pytest.raises(operations.PersonalData):
            plan_entry(entry, now() + SOON)
    assert state_of(entry) == "draft"


def test_bip_08_result_of_a_recruitment_goes_after_three_months(office, section):
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(kind="recruitment_result"))
        operations.publish_entry(entry)
    months = entry.published_at.month - 1 + 3
    assert (entry.until.year, entry.until.month) == (entry.published_at.year + months // 12, months % 12 + 1)
    last = datetime(entry.until.year, entry.until.month, entry.until.day, 23, 59, 30, tzinfo=WARSAW)
    assert follow(last) == []
    assert follow(last + timedelta(seconds=31)) == [entry.getId()]
    assert state_of(entry) == "withdrawn" and gone(entry) and may_see(entry)
    assert "art. 15" in entry.withdrawn_reason
    assert [change.action for change in entry.changes] == ["published", "expired"]
    # The tombstone is in the list for everybody.
    assert api.content.find(portal_type="bip_entry", id=entry.getId())


def test_the_editors_own_last_day_may_be_sooner_than_the_laws(office, section):
    soon = now().date() + timedelta(days=5)
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(kind="recruitment_result", until=soon))
        operations.publish_entry(entry)
    assert entry.until == soon


def test_nobody_sees_it_after_its_last_day_even_before_the_worker_comes(office, public):
    from DateTime import DateTime

    assert not gone(public)
    public.setExpirationDate(DateTime() - 0.001)
    assert gone(public)


def test_a_notice_tells_its_day_of_service(office, section):
    heard = []

    def hear(event):
        heard.append(event.service_date)

    provideHandler(hear, (IEntryPublished,))
    try:
        with office.acting("maria.bip"):
            entry = operations.draft_entry(section, DATA._replace(kind="notice"))
            operations.publish_entry(entry)
    finally:
        getGlobalSiteManager().unregisterHandler(hear, (IEntryPublished,))
    assert heard == [served_on(entry)] == [entry.published_at.date() + timedelta(days=14)]


def rows_of(office):
    columns = "place, unit, uid, at, action, title, path, who, reason, before, digest, number"
    found = session().execute(text(f"SELECT {columns} FROM site.bip_change ORDER BY place")).mappings()
    return [log.LogRow(**row).published() for row in found]


def test_bip_03_the_log_is_a_chain(office, public):
    with office.acting("maria.bip"):
        operations.change_entry(public, {"body": "Nowa"}, "Sprostowanie")
        operations.withdraw_entry(public, "Uchylona")
    rows = rows_of(office)
    assert [row["action"] for row in rows] == ["published", "changed", "withdrawn"]
    assert verify(rows)[0:3:2] == (3, "")


def test_bip_03_tampering_past_the_trigger_is_detected(office, public):
    with session().begin_nested():
        session().execute(text("ALTER TABLE site.bip_change DISABLE TRIGGER bip_change_is_kept"))
        session().execute(text("UPDATE site.bip_change SET who = 'Ktoś inny'"))
    found = verify(rows_of(office))
    assert (found.rows, found.fault, found.place) == (0, "changed", 1)


def test_a_downloaded_log_is_verified_by_the_command(office, public, tmp_path):
    file = tmp_path / "log.jsonl"
    rows = rows_of(office)
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    head = rows[-1]["digest"]
    done = CliRunner().invoke(bip, ["verify-log", "--file", str(file), "--head", head, "--json"])
    assert done.exit_code == 0 and json.loads(done.output)[0]["head"] == head
    assert CliRunner().invoke(bip, ["verify-log", "--file", str(file), "--head", "ab" * 32]).exit_code == 1
    file.write_text(file.read_text().replace("Maria", "Marta"))
    assert CliRunner().invoke(bip, ["verify-log", "--file", str(file)]).exit_code == 1


@pytest.mark.parametrize("gap", ["scope", "basis", "person", "interest"])
def test_bip_05_an_exclusion_names_four_things(office, draft, gap):
    whole = ExclusionData(
        "Imiona stron", "art. 5 ust. 2 u.d.i.p.", "Maria Redaktor, redaktor", "osoba fizyczna"
    )
    with office.acting("maria.bip"):
        with pytest.raises(InvalidData) as caught:
            exclude(draft, whole._replace(**{gap: " "}))
        assert [fault.field for fault in caught.value.faults] == [gap]
        assert draft.exclusions == ()
        exclude(draft, whole)
    assert draft.exclusions[0].basis == "art. 5 ust. 2 u.d.i.p."


def test_an_exclusion_of_a_public_entry_is_a_change(office, public):
    data = ExclusionData(
        "Imiona stron", "art. 5 ust. 2 u.d.i.p.", "Maria Redaktor, redaktor", "osoba fizyczna"
    )
    with office.acting("maria.bip"):
        with pytest.raises(InvalidData):
            exclude(public, data)
        exclude(public, data._replace(reason="Uzupełnienie"))
    assert [change.action for change in public.changes] == ["published", "changed"]


def test_bip_04_editions(office, public):
    with office.acting("maria.bip"):
        operations.change_entry(public, {"body": "Druga."}, "Sprostowanie")
        operations.change_entry(public, {"body": "Trzecia."}, "Dane osobowe", hide=True)
    first, second, third = editions(public)
    assert (first.body, second.body, third.body) == (DATA.body, "", "Trzecia.")
    assert (first.hidden, second.hidden, third.hidden) == (False, True, False)
    assert first.since == public.published_at and first.until == second.since
    assert edition(public, "2").files == ()
    assert edition(public, "4") is edition(public, "0") is edition(public, "x") is None
