"""`infostrada records` beside a running site."""

import json


def test_the_demo_region_is_indexed_without_faults(live_site):
    """Everything the demo's operations made, compared object by object with its rows."""
    done = live_site.told("records", "reconcile", "--dry-run", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["checked"] > 400
    assert (report["missing"], report["differing"], report["orphans"]) == (0, 0, 0)


def test_rebuild_thrown_away(live_site):
    done = live_site.told("records", "rebuild", "--dry-run", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["written"] > 400
    assert json.loads(done.stdout)["kept"] is False


def test_words_for_people(live_site):
    done = live_site.told("records", "reconcile", "--since-last")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "objects compared: 0 rows missing, 0 differing, 0 without an object" in done.stdout
