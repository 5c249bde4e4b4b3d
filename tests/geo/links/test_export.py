"""Linked records leave a site as a collective.exportimport file and come into another with their statements."""

from collective.exportimport.export_content import ExportContent
from collective.exportimport.import_content import ImportContent
from infostrada.core.sql import reader
from infostrada.core.sql import session
from infostrada.geo.features import store
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.operations import link
from infostrada.geo.links.operations import unlink
from infostrada.geo.links.rules import Ask
from infostrada.geo.reconcile.operations import rebuild
from plone import api
from sqlalchemy import text
from tests.geo.conftest import feature
from tests.geo.conftest import square

import json
import transaction


ONE, TWO = "049901_2.0001.1", "049901_2.0001.2"
OPEN = "SELECT business_id, feature_version, ST_AsText(geom) FROM geo.record_link WHERE uid = %s AND valid_to IS NULL"


def exported(site):
    """The documents as a file holds them."""
    view = ExportContent(site, site.REQUEST)
    view.portal_type, view.path, view.depth = ["Document"], "/".join(site.getPhysicalPath()), -1
    view.migration, view.include_blobs, view.include_revisions, view.errors = False, 1, False, []
    items = list(view.export_content())
    assert view.errors == []
    return json.loads(json.dumps(items))


def imported(site, items):
    view = ImportContent(site, site.REQUEST)
    view.limit = view.commit = None
    view.handle_existing_content, view.import_old_revisions, view.import_to_current_folder = 0, False, False
    view.import_new_content(items)
    transaction.commit()


def mirrored(uid):
    with reader() as connection:
        return connection.execute(OPEN, [uid]).fetchall()


def test_statements_survive_export_deletion_and_import(site, document):
    record = document("Decyzja", "published")
    first, _second = link(record, [Ask(ONE, "affected", note="cała"), Ask(TWO, "neighbour")])
    transaction.commit()
    unlink(record, [first.link_id], "pomyłka")
    transaction.commit()
    uid, before, rows = record.UID(), IGeoLinks(record).geo_links, mirrored(record.UID())
    items = exported(site)
    site.manage_delObjects([record.getId()])
    # The register has gone on meanwhile: the statement is about the parcel as it stood.
    store.load("dzialki", [feature("dzialki", "a2", TWO, square(500_100, 570_000, 40), version="2")])
    transaction.commit()
    assert mirrored(uid) == []
    imported(site, items)
    again = api.content.get(UID=uid)
    assert IGeoLinks(again).geo_links == before
    assert mirrored(uid) == rows
    assert [row[:2] for row in rows] == [(TWO, "1")]


def test_statements_survive_a_dropped_mirror(site, document):
    """The tables are truncated as after the loss of the schema, and made anew from the objects."""
    record = document("Decyzja", "published")
    link(record, [Ask(ONE)])
    transaction.commit()
    rows = mirrored(record.UID())
    session().execute(text("TRUNCATE geo.record_link, geo.linked_record, geo.feature"))
    transaction.commit()
    assert IGeoLinks(record).geo_links[0].snapshot.area == 10_000
    for _report in rebuild(site):
        transaction.commit()
    assert mirrored(record.UID()) == rows != []
