"""A mirror that was damaged behind the objects' backs becomes right again."""

from datetime import date
from infostrada.core.sql import dispose
from infostrada.core.sql import migrate
from infostrada.core.sql import pending
from infostrada.core.sql import reader
from infostrada.core.sql import session
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.operations import link
from infostrada.geo.links.operations import unlink
from infostrada.geo.links.rules import Ask
from infostrada.geo.reconcile.operations import rebuild
from infostrada.geo.reconcile.operations import reconcile
from plone import api
from sqlalchemy import text

import psycopg
import transaction


LISTINGS = ("linked_record", "layer_listing", "group_listing", "portal_listing", "operat_listing")
TABLES = {
    "geo.record_link": "uid, link_id, layer, ns, local_id, feature_version, business_id, role,"
    " ST_AsEWKT(geom), valid_from, valid_to, closed_by, reason",
    **{f"geo.{name}": "uid, to_jsonb(t)" for name in LISTINGS},
}


def snapshot():
    with reader() as connection:
        return {
            table: connection.execute(f"SELECT {columns} FROM {table} AS t ORDER BY 1, 2").fetchall()
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


def test_drop_and_rebuild_gives_equal_tables(site, document, database_layer, anonymous):
    """The whole schema, with all that belongs to it; migrations bring it back, the objects fill it."""
    record = linked(document)
    group = api.content.create(site, "geo_group", "grunty", title="Grunty", layers=["dzialki"])
    api.content.create(
        site,
        "geo_portal",
        "mapa",
        title="Mapa",
        groups=[group.UID()],
        first_view="499900,569900,500300,570300",
    )
    operat = api.content.create(
        site, "geo_operat", "p", title="Podział", identifier="P.0499.2025.1", made_on=date(2025, 4, 14)
    )
    link(operat, [Ask("049901_2.0001.2")])
    transaction.commit()
    sound = snapshot()
    assert all(sound.values())
    conninfo = database_layer["conninfo"]
    with psycopg.connect(conninfo, autocommit=True) as other:
        other.execute("DROP SCHEMA geo CASCADE")
    try:
        page = anonymous.get(f"{record.absolute_url()}/@@places-block").text
        assert "geo-map-status is-error" in page and "049901_2.0001.2" in page
        waiting = pending(conninfo)
        assert waiting and all(each.id.startswith("geo_") for each in waiting)
    finally:
        made = migrate(conninfo)
        dispose()
    assert made == waiting
    assert pending(conninfo) == []
    assert not any(snapshot().values())
    finished(rebuild(site))
    assert snapshot() == sound
    assert finished(reconcile(site, repair=False)).stale == 0
    # Features come back by the next import; until then the record shows what it keeps.
    assert [each.snapshot.area for each in IGeoLinks(record).geo_links] == [10_000.0, 10_000.0]


def test_rebuild_keeps_the_links_of_deleted_records(site, document):
    record = linked(document)
    uid = record.UID()
    site.manage_delObjects([record.getId()])
    transaction.commit()
    sound = snapshot()
    assert {row[0] for row in sound["geo.record_link"]} == {uid}
    finished(rebuild(site))
    assert snapshot() == sound
