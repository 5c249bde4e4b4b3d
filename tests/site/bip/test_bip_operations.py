"""From a draft to the tombstone, with the traces each step leaves."""

from datetime import date
from infostrada.core.errors import Conflict
from infostrada.core.errors import Forbidden
from infostrada.core.sql import session
from infostrada.site.bip import operations
from infostrada.site.bip.operations import EntryData
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from plone import api
from sqlalchemy import text

import pytest


DATA = EntryData(
    title="Decyzja o warunkach zabudowy",
    kind="decision",
    content_author="Piotr Wilk, kierownik",
    created_on=date(2026, 11, 20),
    description="Dom jednorodzinny przy ul. Wiślanej.",
    body="Ustala się warunki zabudowy.\n\nDecyzja jest ostateczna.",
    files=(Upload("decyzja-jawna.txt", "Treść jawna".encode(), "text/plain"),),
)


@pytest.fixture
def draft(office, section):
    with office.acting("maria.bip"):
        return operations.draft_entry(section, DATA)


@pytest.fixture
def public(office, draft):
    with office.acting("maria.bip"):
        operations.publish_entry(draft)
    return draft


def log_rows():
    return (
        session()
        .execute(text("SELECT action, title, who, reason FROM site.bip_change ORDER BY number"))
        .all()
    )


def may_see(obj):
    from AccessControl.SecurityManagement import getSecurityManager
    from AccessControl.SecurityManagement import newSecurityManager
    from AccessControl.SecurityManagement import setSecurityManager
    from AccessControl.SpecialUsers import nobody

    kept = getSecurityManager()
    newSecurityManager(None, nobody)
    try:
        return bool(api.portal.get_tool("portal_membership").checkPermission("View", obj))
    finally:
        setSecurityManager(kept)


def test_menu_has_the_three_groups_of_the_law(bulletin):
    groups = [section.group for section in bulletin.objectValues()]
    assert sorted(set(groups)) == ["Działalność", "Informacje", "Podmiot"]
    assert may_see(bulletin["petycje"])


def test_draft_is_seen_inside_only(draft):
    assert state_of(draft) == "draft"
    assert not may_see(draft)
    assert log_rows() == []


def test_publication(public):
    assert may_see(public)
    assert public.published_by.name == "Maria Redaktor"
    assert log_rows() == [("published", DATA.title, "Maria Redaktor", "")]
    (found,) = api.content.find(portal_type="bip_entry", SearchableText="warunki")
    assert found.getPath() == "/".join(public.getPhysicalPath())


def test_only_the_bulletins_people_write_and_publish(office, section, draft):
    with office.acting("anna.urbanista"):
        with pytest.raises(Forbidden):
            operations.draft_entry(section, DATA)
        with pytest.raises(Forbidden):
            operations.publish_entry(draft)


def test_bare_transition_is_refused(office, draft):
    with office.acting("maria.bip"), pytest.raises(Conflict):
        api.portal.get_tool("portal_workflow").doActionFor(draft, "publish")


def test_gate_stops_personal_data_and_asks_for_a_second_person(office, section):
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(body="PESEL 85031419511"))
        with pytest.raises(operations.PersonalData) as caught:
            operations.publish_entry(entry)
        assert [(item.kind, item.where) for item in caught.value.found] == [("pesel", "body")]
        with pytest.raises(Blocked) as caught:
            operations.publish_entry(entry, confirmation="Dane osoby pełniącej funkcję publiczną")
        assert caught.value.reason == "second_person_needed"
    assert state_of(entry) == "draft"
    with office.acting("jan.wojt"):
        operations.publish_entry(entry, confirmation="Dane osoby pełniącej funkcję publiczną")
    assert state_of(entry) == "published"


def test_gate_reads_files(office, section):
    files = (Upload("pismo.txt", b"Wnioskodawca, PESEL 85031419511", "text/plain"),)
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(files=files))
        with pytest.raises(operations.PersonalData) as caught:
            operations.publish_entry(entry)
    (found,) = caught.value.found
    assert (found.kind, found.where, found.text) == ("pesel", "pismo.txt", "85…1")


def test_change_keeps_what_was_said(office, public):
    with office.acting("maria.bip"):
        with pytest.raises(InvalidData):
            operations.change_entry(public, {"title": "Inny"}, reason=" ")
        operations.change_entry(public, {"body": "Sprostowana treść."}, reason="Omyłka pisarska")
    assert [edition.body for edition in public.earlier] == [DATA.body]
    assert public.html == "<p>Sprostowana treść.</p>"
    assert [row[0::3] for row in log_rows()] == [("published", ""), ("changed", "Omyłka pisarska")]


def test_withdrawal_leaves_the_tombstone(office, public):
    with office.acting("maria.bip"):
        operations.withdraw_entry(public, "Uchylona przez kolegium")
    assert may_see(public) and public.withdrawn_reason == "Uchylona przez kolegium"
    assert not api.content.find(portal_type="bip_entry", SearchableText="ostateczna")
    with office.acting("maria.bip"), pytest.raises(Blocked):
        operations.change_entry(public, {"title": "Inny"}, reason="x")


def test_change_log_is_only_added_to(public):
    from sqlalchemy.exc import DBAPIError

    for statement in ("DELETE FROM site.bip_change", "UPDATE site.bip_change SET who = 'x'"):
        with pytest.raises(DBAPIError, match="only added to"), session().begin_nested():
            session().execute(text(statement))


def test_bip_02_an_entry_needs_its_fact_sheet(office, section):
    with office.acting("maria.bip"), pytest.raises(InvalidData) as caught:
        operations.draft_entry(section, DATA._replace(content_author="", created_on=None))
    assert [fault.field for fault in caught.value.faults] == ["content_author", "created_on"]


def test_html_is_cleaned(office, section):
    body = '<p onclick="x()">Tekst</p><script>alert(1)</script>'
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(body=body))
    assert "Tekst" in entry.html and "script" not in entry.html and "onclick" not in entry.html
