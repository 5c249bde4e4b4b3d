"""The side index follows objects within their transaction."""

from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from plone import api

import pytest
import transaction


def row(obj) -> dict:
    pending.flush()
    found = rows("SELECT * FROM core.record WHERE uid = %(uid)s", {"uid": obj.UID()})
    return found[0] if found else {}


def allowed(obj) -> set[str]:
    pending.flush()
    found = rows(
        "SELECT allowed FROM core.record JOIN core.access_set ON id = access WHERE uid = %(uid)s",
        {"uid": obj.UID()},
    )
    return set(found[0]["allowed"])


def test_added_object_has_a_row(lipnowo):
    sheet = api.content.create(lipnowo, "sheet", id="s1", title="Wniosek o zaświadczenie")
    found = row(sheet)
    assert found["path"] == "/plone/lipnowo/s1"
    assert found["unit"] == "lipnowo"
    assert found["type"] == "sheet"
    assert found["state"] == "private"
    assert found["title"] == "Wniosek o zaświadczenie"
    assert found["creator"] == "test_user_1_" or found["creator"] == "test-user"
    assert found["folderish"] is False
    assert found["modified"] == sheet.modified().asdatetime()


def test_catalogued_objects_have_rows_too(lipnowo):
    assert row(lipnowo)["type"] == "Folder"
    page = api.content.create(lipnowo, "Document", title="Strona")
    assert row(page)["unit"] == "lipnowo"
    assert page.UID() in {
        brain.UID for brain in api.portal.get_tool("portal_catalog")(portal_type="Document")
    }


def test_uncatalogued_object_is_not_in_the_catalog(lipnowo):
    catalog = api.portal.get_tool("portal_catalog")
    pending.flush()
    before = len(catalog._catalog.paths)
    sheet = api.content.create(lipnowo, "sheet", title="Pismo")
    pending.flush()
    assert len(catalog._catalog.paths) == before
    assert catalog.getrid("/".join(sheet.getPhysicalPath())) is None


def test_change_and_removal(lipnowo):
    sheet = api.content.create(lipnowo, "sheet", title="Pismo")
    first = row(sheet)
    sheet.title = "Pismo przewodnie"
    sheet.reindexObject()
    second = row(sheet)
    assert second["title"] == "Pismo przewodnie"
    assert second["revision"] != first["revision"]
    uid = sheet.UID()
    api.content.delete(sheet, check_linkintegrity=False)
    pending.flush()
    assert rows("SELECT 1 FROM core.record WHERE uid = %(uid)s", {"uid": uid}) == []


def test_a_row_about_to_go_is_looked_at_when_its_object_comes_back(lipnowo):
    """Moved, or made again under its UID: unlike the row of a new object, its row is known."""
    sheet, work = api.content.create(lipnowo, "sheet", title="Pismo"), pending.Pending(transaction.manager)
    work.want(sheet)
    assert not work.work.has_met(sheet.UID())
    work.forget(sheet)
    work.want(sheet)
    assert work.work.has_met(sheet.UID())
    assert list(work.work.wanted) == [sheet.UID()]


def test_workflow_state_and_access_follow_a_transition(lipnowo):
    sheet = api.content.create(lipnowo, "sheet", title="Pismo")
    assert row(sheet)["state"] == "private"
    assert "Anonymous" not in allowed(sheet)
    api.content.transition(sheet, "publish")
    assert row(sheet)["state"] == "published"
    assert allowed(sheet) == {"Anonymous"}


def test_unchanged_object_is_not_written_again(lipnowo):
    sheet = api.content.create(lipnowo, "sheet", title="Pismo")
    pending.flush()
    marked = "UPDATE core.record SET written = 'epoch' WHERE uid = %(uid)s"
    from infostrada.core.record.sql import write

    write(marked, {"uid": sheet.UID()})
    sheet.reindexObject(idxs=["Title"])
    assert row(sheet)["written"].year == 1970


def test_rolled_back_savepoint_leaves_no_row(lipnowo):
    pending.flush()
    savepoint = transaction.savepoint()
    sheet = api.content.create(lipnowo, "sheet", title="Pismo")
    uid = sheet.UID()
    pending.flush()
    assert rows("SELECT 1 FROM core.record WHERE uid = %(uid)s", {"uid": uid})
    savepoint.rollback()
    pending.flush()
    assert rows("SELECT 1 FROM core.record WHERE uid = %(uid)s", {"uid": uid}) == []


def test_rolled_back_savepoint_before_the_flush(lipnowo):
    pending.flush()
    kept = api.content.create(lipnowo, "sheet", title="Zostaje")
    savepoint = transaction.savepoint()
    dropped = api.content.create(lipnowo, "sheet", title="Znika")
    uid = dropped.UID()
    savepoint.rollback()
    assert row(kept)["title"] == "Zostaje"
    assert rows("SELECT 1 FROM core.record WHERE uid = %(uid)s", {"uid": uid}) == []


def test_commit_writes_and_abort_does_not(committed, database_rows):
    sheet = api.content.create(committed.lipnowo, "sheet", id="s1", title="Pismo")
    uid = sheet.UID()
    assert database_rows("SELECT 1 FROM core.record WHERE uid = %s", uid) == []
    transaction.commit()
    assert database_rows("SELECT path FROM core.record WHERE uid = %s", uid) == [("/plone/lipnowo/s1",)]
    lost = api.content.create(committed.lipnowo, "sheet", id="s2", title="Przepadło")
    lost_uid = lost.UID()
    pending.flush()
    transaction.abort()
    assert database_rows("SELECT 1 FROM core.record WHERE uid = %s", lost_uid) == []
    transaction.commit()
    assert database_rows("SELECT 1 FROM core.record WHERE uid = %s", lost_uid) == []


class TestSubtrees:
    """Rows below a container follow it without their objects being touched."""

    @pytest.fixture
    def sheets(self, binder):
        made = [api.content.create(binder, "sheet", title=f"Karta {n}") for n in range(5)]
        pending.flush()
        return made

    @pytest.fixture
    def statements(self):
        """Statements of the test, as they reach the server."""
        from infostrada.core.sql.engine import engine
        from sqlalchemy import event

        seen: list[str] = []

        def note(conn, cursor, statement, parameters, context, executemany):
            seen.append(" ".join(statement.split()))

        event.listen(engine(), "before_cursor_execute", note)
        yield seen
        event.remove(engine(), "before_cursor_execute", note)

    def test_local_role_on_a_container(self, binder, sheets, statements):
        binder.manage_setLocalRoles("unit:lipnowo:sekretariat", ["Reader"])
        binder.reindexObjectSecurity()
        pending.flush()
        assert "user:unit:lipnowo:sekretariat" in allowed(sheets[3])
        assert len([s for s in statements if "UPDATE core.record" in s]) == 1
        binder.manage_delLocalRoles(["unit:lipnowo:sekretariat"])
        binder.reindexObjectSecurity()
        assert "user:unit:lipnowo:sekretariat" not in allowed(sheets[3])

    def test_local_role_on_a_catalogued_container_above(self, lipnowo, binder, sheets):
        lipnowo.manage_setLocalRoles("unit:lipnowo:archiwum", ["Reader"])
        lipnowo.reindexObjectSecurity()
        assert "user:unit:lipnowo:archiwum" in allowed(sheets[0])
        assert "user:unit:lipnowo:archiwum" in allowed(binder)

    def test_own_roles_of_a_descendant_survive(self, lipnowo, binder, sheets):
        sheets[2].manage_setLocalRoles("ewa", ["Reader"])
        sheets[2].reindexObjectSecurity()
        pending.flush()
        lipnowo.manage_setLocalRoles("adam", ["Reader"])
        lipnowo.reindexObjectSecurity()
        assert {"user:ewa", "user:adam"} <= allowed(sheets[2])
        assert "user:ewa" not in allowed(sheets[1])

    def test_change_above_and_below_in_one_transaction(self, lipnowo, binder, sheets):
        inner = api.content.create(binder, "binder", title="Wewnątrz")
        deep = api.content.create(inner, "sheet", title="Głęboko")
        beside = api.content.create(
            api.content.create(binder, "binder", title="Obok"), "sheet", title="Płytko"
        )
        pending.flush()
        binder.manage_setLocalRoles("adam", ["Reader"])
        inner.manage_setLocalRoles("ewa", ["Reader"])
        binder.reindexObjectSecurity()
        inner.reindexObjectSecurity()
        assert {"user:ewa", "user:adam"} <= allowed(deep)
        assert "user:adam" in allowed(beside)
        assert "user:ewa" not in allowed(beside)

    def test_blocked_inheritance(self, lipnowo, binder, sheets):
        lipnowo.manage_setLocalRoles("adam", ["Reader"])
        lipnowo.reindexObjectSecurity()
        assert "user:adam" in allowed(sheets[0])
        binder.__ac_local_roles_block__ = True
        binder.reindexObjectSecurity()
        assert "user:adam" not in allowed(sheets[0])

    def test_move_to_another_unit(self, site, lipnowo, binder, sheets, statements):
        site.rypin.manage_setLocalRoles("ola", ["Reader"])
        site.rypin.reindexObjectSecurity()
        pending.flush()
        statements.clear()
        moved = api.content.move(binder, site.rypin)
        found = row(moved[sheets[4].getId()])
        assert found["path"].startswith("/plone/rypin/b1/")
        assert found["unit"] == "rypin"
        assert "user:ola" in allowed(moved[sheets[4].getId()])
        updates = [s for s in statements if "UPDATE core.record" in s]
        assert len(updates) == 1
        inserts = [s for s in statements if "INSERT INTO core.record (" in s]
        assert len(inserts) == 1

    def test_renamed_container(self, binder, sheets):
        renamed = api.content.rename(binder, "b-nowy")
        assert {row(sheet)["path"].rpartition("/")[0] for sheet in renamed.objectValues()} == {
            "/plone/lipnowo/b-nowy"
        }

    def test_two_containers_change_names(self, lipnowo, binder, sheets):
        other = api.content.create(lipnowo, "binder", id="b2", title="Drugi")
        leaf = api.content.create(other, "sheet", id="leaf", title="Liść")
        pending.flush()
        api.content.rename(lipnowo["b1"], "b3")
        api.content.rename(lipnowo["b2"], "b1")
        api.content.rename(lipnowo["b3"], "b2")
        pending.flush()
        below = rows("SELECT path FROM core.record WHERE path LIKE '/plone/lipnowo/b1/%%'")
        assert [each["path"] for each in below] == ["/plone/lipnowo/b1/leaf"]
        assert row(leaf.aq_base.__of__(lipnowo["b1"]))["path"] == "/plone/lipnowo/b1/leaf"
        below = rows("SELECT path FROM core.record WHERE path LIKE '/plone/lipnowo/b2/%%'")
        assert len(below) == 5
