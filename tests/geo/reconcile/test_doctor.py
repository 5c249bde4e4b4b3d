"""`infostrada geo doctor`: well on a sound site, and each fault by its name."""

from infostrada.core.jobs.runner import run_next
from infostrada.core.sql import session
from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask
from infostrada.geo.reconcile.doctor import examine
from infostrada.geo.reconcile.job import order
from sqlalchemy import text

import transaction


FAULTS = (
    "UPDATE geo.feature SET geom = 'SRID=2180;POLYGON((500000 570000,500010 570010,500010 570000,500000 570010,"
    "500000 570000))' WHERE local_id = 'a1'",
    "UPDATE geo.feature SET geom = ST_Translate(geom, 5000000, 0) WHERE local_id = 'a2'",
    "INSERT INTO geo.layer (layer, feature_count) VALUES ('bezpanska', 3)",
    "INSERT INTO geo.import_run (id, owner, file_name, size, sha256, state, created)"
    " VALUES (gen_random_uuid(), 'x', 'x', 0, '', 'queued', now() - interval '2 days')",
)


# What the machine has or has not is no fault of the site.
MACHINE = {"mapserver"}


def ill():
    return {each.name: each.seen for each in examine() if not each.well and each.name not in MACHINE}


def test_each_fault_is_named_and_a_sound_site_has_none(site, document):
    link(document("Decyzja", "published"), [Ask("049963_1.0001.3")])
    transaction.commit()
    assert ill() == {}
    assert {finding.name for finding in examine()} >= {"postgis", "gdal", "schemas", "boundaries"}
    for statement in FAULTS:
        session().execute(text(statement))
    session().execute(text("DELETE FROM geo.record_link"))
    transaction.commit()
    # Told by the last comparison, as a comparison reads every document.
    order(repair=False)
    transaction.commit()
    assert run_next()
    transaction.begin()
    assert set(ill()) == {"shapes", "places", "layers", "imports", "mirror"}
    assert ill()["shapes"].startswith("1 ")
