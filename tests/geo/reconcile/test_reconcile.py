"""A mirror that was damaged behind the objects' backs becomes right again."""

from infostrada.core.sql import reader
from infostrada.core.sql import session
from infostrada.geo.links.operations import link
from infostrada.geo.links.operations import unlink
from infostrada.geo.links.rules import Ask
from infostrada.geo.reconcile.operations import rebuild
from infostrada.geo.reconcile.operations import reconcile
from sqlalchemy import text

import transaction


TABLES = {
    "geo.record_link": "uid, link_id, layer, ns, local_id, feature_version, business_id, role,"
    " ST_AsEWKT(geom), valid_from, valid_to, closed_by, reason",
    "geo.linked_record": "uid, links",
    "geo.layer_listing": "uid, layer, title, symbol, label, source, min_zoom, position, shown, linkable",
}


def snapshot():
    with reader() as connection:
        return {
            table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()
            for table, columns in TABLES.items()
        }


def damage(statement):
    session().execute(text(statement))
    transaction.commit()


def finished(steps):
    for report in steps:
        transaction.commit()
    return report


def linked(document):
    record = document("Decyzja", "published")
    first, _second = link(record, [Ask("049901_2.0001.1"), Ask("049901_2.0001.2", "neighbour")])
    transaction.commit()
    unlink(record, [first.link_id], "pomyłka")
    transaction.commit()
    return record


def test_nothing_to_do_on_a_sound_mirror(site, document):
    linked(document)
    report = finished(reconcile(site))
    assert (report.stale, report.orphans) == (0, 0)
    assert report.compared >= 3


def test_lost_and_invented_rows_are_found_and_repaired(site, document):
    linked(document)
    sound = snapshot()
    damage("DELETE FROM geo.record_link WHERE valid_to IS NULL")
    damage("UPDATE geo.layer_listing SET title = 'podmieniony' WHERE layer = 'dzialki'")
    damage("INSERT INTO geo.linked_record (uid, links) VALUES ('nikt', '[]')")
    found = finished(reconcile(site, repair=False))
    assert (found.stale, found.orphans) == (2, 1)
    finished(reconcile(site))
    assert snapshot() == sound


def test_drop_and_rebuild_gives_equal_tables(site, document):
    linked(document)
    sound = snapshot()
    damage("TRUNCATE geo.record_link, geo.linked_record, geo.layer_listing")
    finished(rebuild(site))
    assert snapshot() == sound


def test_rebuild_keeps_the_links_of_deleted_records(site, document):
    record = linked(document)
    uid = record.UID()
    site.manage_delObjects([record.getId()])
    transaction.commit()
    sound = snapshot()
    assert {row[0] for row in sound["geo.record_link"]} == {uid}
    finished(rebuild(site))
    assert snapshot() == sound
