"""The comparison at night and by button, and what the health page then says."""

from datetime import datetime
from infostrada.core.jobs.runner import run_next
from infostrada.core.sql import reader
from infostrada.geo.reconcile import checks
from infostrada.geo.reconcile.job import nightly
from infostrada.geo.reconcile.job import WARSAW
from tests.geo.reconcile.test_reconcile import damage
from tests.geo.reconcile.test_reconcile import linked

import re
import transaction


def differing():
    with reader() as connection:
        return checks.divergence(connection)


def test_once_a_night_and_not_by_day(site):
    assert not nightly(datetime(2030, 6, 1, 12, tzinfo=WARSAW))
    assert nightly(datetime(2030, 6, 1, 2, tzinfo=WARSAW))
    transaction.commit()
    assert run_next()
    transaction.begin()
    assert [(check.stale, check.repaired) for check in checks.newest()] == [(0, True)]
    damage("UPDATE geo.mirror_check SET ended = '2030-06-01 02:10+02'")
    assert not nightly(datetime(2030, 6, 1, 4, tzinfo=WARSAW))
    assert nightly(datetime(2030, 6, 2, 2, tzinfo=WARSAW))
    transaction.abort()


def test_the_buttons_compare_and_repair(site, document, manager, anonymous):
    linked(document)
    damage("DELETE FROM geo.record_link WHERE valid_to IS NULL")
    page = manager.get("/@@geo-health").text
    token = re.search(r'name="_authenticator" value="(\w+)"', page)[1]
    for button, left in (("compare", 1), ("repair", 0)):
        answer = manager.post("/@@geo-health", data={"_authenticator": token, button: "1"})
        assert "/@@job/" in answer.url
        assert run_next()
        transaction.begin()
        assert differing() == left
        found = {one["name"]: one for one in manager.get("/@@health").json()["checks"]}
        assert found["geo_mirror"]["state"] == ("degraded" if left else "ok")
    assert manager.post("/@@geo-health", data={"repair": "1"}).status_code == 403
    assert "login" in anonymous.get("/@@geo-health").url
