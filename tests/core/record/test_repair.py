"""The reconciler and the rebuild, on committed objects and rows that were damaged on purpose."""

from infostrada.core.config import settings
from infostrada.core.record import grants
from infostrada.core.record.interfaces import IGrantScope
from infostrada.core.record.repair.rebuild import rebuild
from infostrada.core.record.repair.reconcile import reconcile
from infostrada.core.record.repair.reconcile import reconcile_since
from plone import api
from plone.namedfile.file import NamedBlobFile
from zope.interface import alsoProvides

import psycopg
import pytest
import transaction


ALL = """
    SELECT record.uid, unit, type, state, access, grant_scope, title, path, modified, effective,
        revision, allowed, own, (SELECT array_agg(principal ORDER BY principal)
                                 FROM core.access_member AS m WHERE m.access = record.access)
    FROM core.record LEFT JOIN core.access_set ON id = access ORDER BY record.uid
"""


@pytest.fixture
def sheets(committed):
    binder = api.content.create(committed.lipnowo, "binder", id="b1", title="Segregator")
    alsoProvides(binder, IGrantScope)
    made = [api.content.create(binder, "sheet", id=f"s{n}", title=f"Karta {n}") for n in range(12)]
    api.content.transition(made[0], "publish")
    grants.grant(binder, "jan", "read")
    transaction.commit()
    return committed


@pytest.fixture
def damage(functional):
    """Change rows behind the product's back."""

    def execute(statement: str, *parameters):
        with psycopg.connect(settings().conninfo, autocommit=True) as connection:
            connection.execute(statement, parameters or None)

    return execute


def run(portal, look=reconcile, **options):
    """The last report; batches of three, so that there are several."""
    report = None
    for report in look(portal, grace=0, size=3, **options):
        continue
    transaction.commit()
    return report


def test_a_sound_index_has_no_faults(sheets, database_rows):
    before = database_rows(ALL)
    report = run(sheets)
    # The site, two units, the binder and twelve sheets.
    assert report.checked == 16
    assert report.faults == 0
    assert database_rows(ALL) == before


@pytest.mark.parametrize(
    ("statement", "missing", "differing", "orphans"),
    [
        ("DELETE FROM core.record WHERE title LIKE 'Karta 1%'", 3, 0, 0),
        ("DELETE FROM core.record", 16, 0, 0),
        ("UPDATE core.record SET title = 'inny' WHERE title = 'Karta 2'", 0, 1, 0),
        ("UPDATE core.record SET unit = 'rypin' WHERE type = 'sheet'", 0, 12, 0),
        ("UPDATE core.record SET path = path || 'x' WHERE title = 'Karta 3'", 0, 1, 0),
        ("UPDATE core.record SET revision = 7 WHERE title = 'Karta 3'", 0, 1, 0),
        ("UPDATE core.record SET access = '00000000-0000-0000-0000-000000000000'", 0, 16, 0),
        ("UPDATE core.record SET modified = modified - interval '1 s' WHERE state = 'published'", 0, 1, 0),
        ("UPDATE core.access_set SET allowed = '{Anonymous}' WHERE allowed <> '{Anonymous}'", 0, None, 0),
        ("DELETE FROM core.access_member WHERE principal = 'Manager'", 0, None, 0),
        ("DELETE FROM core.access_set", 0, 16, 0),
        (
            "INSERT INTO core.record (uid, type, access, title, path, modified, revision)"
            " SELECT 'ghost' || n, 'sheet', '00000000-0000-0000-0000-000000000000', 'Duch',"
            " '/plone/lipnowo/b1/ghost' || n, now(), 0 FROM generate_series(1, 5) AS n",
            0,
            0,
            5,
        ),
        (
            "INSERT INTO core.record (uid, type, access, title, path, modified, revision)"
            " SELECT 'double', type, access, title, path, modified, revision FROM core.record"
            " WHERE title = 'Karta 5'",
            0,
            0,
            1,
        ),
    ],
)
def test_damage_is_found_and_repaired(sheets, database_rows, damage, statement, missing, differing, orphans):
    before = database_rows(ALL)
    damage(statement)
    damaged = database_rows(ALL)
    assert damaged != before
    found = run(sheets, repair=False)
    assert database_rows(ALL) == damaged
    assert (found.missing, found.orphans) == (missing, orphans)
    assert found.differing == differing if differing is not None else found.differing > 0
    # A damaged access set is mended once for all the rows that share it.
    assert 0 < run(sheets).faults <= found.faults
    assert database_rows(ALL) == before
    assert run(sheets).faults == 0


def test_young_rows_are_somebody_elses_work(sheets, database_rows, damage):
    damage("UPDATE core.record SET title = 'inny', written = now() WHERE title = 'Karta 2'")
    damage(
        "INSERT INTO core.record (uid, type, access, title, path, modified, revision) VALUES"
        " ('new', 'sheet', '00000000-0000-0000-0000-000000000000', 'Nowy', '/plone/n', now(), 0)"
    )
    for report in reconcile(sheets, grace=60):
        continue
    transaction.commit()
    assert report.faults == 0
    assert database_rows("SELECT count(*) FROM core.record WHERE title IN ('inny', 'Nowy')") == [(2,)]


class TestAfterACrash:
    """Rows were committed, the change of objects was lost; only what was written since is read."""

    @pytest.fixture
    def looked(self, sheets, damage):
        run(sheets)
        # Long ago for everything but what the test does next.
        damage("UPDATE core.record SET written = now() - interval '1 hour'")
        damage("UPDATE core.record_watermark SET compared = now() - interval '1 minute'")
        return sheets

    def test_nothing_new(self, looked):
        report = run(looked, reconcile_since)
        assert report is None or report.checked == 0

    def test_lost_change(self, looked, database_rows, damage):
        before = database_rows(ALL)
        damage("UPDATE core.record SET title = 'Utracony', written = now() WHERE title = 'Karta 4'")
        assert run(looked, reconcile_since).differing == 1
        assert database_rows(ALL) == before

    def test_lost_addition(self, looked, database_rows, damage):
        before = database_rows(ALL)
        damage(
            "INSERT INTO core.record (uid, type, access, title, path, modified, revision) VALUES"
            " ('lost', 'sheet', '00000000-0000-0000-0000-000000000000', '', '/plone/n', now(), 0)"
        )
        assert run(looked, reconcile_since).orphans == 1
        assert database_rows(ALL) == before

    def test_lost_removal(self, looked, database_rows, damage):
        before = database_rows(ALL)
        damage("DELETE FROM core.record WHERE path = '/plone/lipnowo/b1/s7'")
        damage("INSERT INTO core.record_left (path) VALUES ('/plone/lipnowo/b1/s7')")
        assert run(looked, reconcile_since).missing == 1
        assert database_rows(ALL) == before

    def test_lost_move_of_a_container(self, looked, database_rows, damage):
        before = database_rows(ALL)
        damage(
            "UPDATE core.record SET path = replace(path, '/lipnowo/b1', '/rypin/b1'), unit = 'rypin',"
            " written = now() WHERE path >= '/plone/lipnowo/b1' AND path < '/plone/lipnowo/b2'"
        )
        damage("INSERT INTO core.record_left (path) VALUES ('/plone/lipnowo/b1')")
        assert run(looked, reconcile_since).differing == 13
        assert database_rows(ALL) == before

    def test_real_removals_and_moves_note_what_they_left(self, looked, database_rows):
        api.content.delete(looked.lipnowo.b1.s3, check_linkintegrity=False)
        api.content.move(looked.lipnowo.b1, looked.rypin)
        transaction.commit()
        left = {path for (path,) in database_rows("SELECT path FROM core.record_left")}
        assert left == {"/plone/lipnowo/b1/s3", "/plone/lipnowo/b1"}
        assert run(looked, reconcile_since).faults == 0
        run(looked, reconcile_since)
        assert database_rows("SELECT path FROM core.record_left") == []


class TestRebuild:
    def rebuild(self, portal):
        for report in rebuild(portal, size=5, settling=0):
            continue
        transaction.commit()
        return report

    def test_words_of_files_stay_and_rows_of_nobody_go(self, sheets, database_rows, damage):
        """The worker put the words beside the row's own columns; no file is read again."""
        words = NamedBlobFile(data=b"Most", filename="plik.txt", contentType="text/plain")
        api.content.create(sheets.lipnowo, "File", title="Skan", file=words)
        transaction.commit()
        damage("UPDATE core.fulltext SET attached = 'most', attached_of = files WHERE files IS NOT NULL")
        damage("INSERT INTO core.fulltext (uid, own, own_body) VALUES ('nobody', '', '')")
        self.rebuild(sheets)
        kept = "SELECT attached::text, attached_of = files FROM core.fulltext WHERE files IS NOT NULL"
        assert database_rows(kept) == [("'most'", True)]
        assert database_rows("SELECT count(*) FROM core.fulltext_due") == [(0,)]
        assert database_rows("SELECT uid FROM core.fulltext WHERE uid = 'nobody'") == []

    def test_from_nothing_it_is_the_same(self, sheets, database_rows, damage):
        before = database_rows(ALL)
        damage("TRUNCATE core.record, core.access_set, core.access_member")
        assert self.rebuild(sheets).checked == 16
        assert database_rows(ALL) == before
        assert len(grants.grants_on(sheets.lipnowo.b1.UID())) == 1

    def test_unused_access_sets_go(self, sheets, database_rows, damage):
        damage("INSERT INTO core.access_set VALUES (gen_random_uuid(), gen_random_uuid(), '{x}')")
        self.rebuild(sheets)
        unused = "SELECT count(*) FROM core.access_set WHERE id NOT IN (SELECT access FROM core.record)"
        assert database_rows(unused) == [(0,)]

    def test_readers_see_the_old_rows_meanwhile(self, sheets, database_rows):
        steps = rebuild(sheets, size=5, settling=0)
        next(steps)
        assert database_rows("SELECT count(*) FROM core.record") == [(16,)]
        steps.close()
        transaction.abort()
        assert database_rows("SELECT count(*) FROM core.record") == [(16,)]
