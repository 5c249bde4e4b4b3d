"""Bundles of structure: loaded and exported again they are the same; a broken one leaves nothing."""

from infostrada.core.record.pending import flush
from infostrada.core.server.profile import ProfileError
from infostrada.core.sql import session
from infostrada.site.setuphandlers import bundle
from infostrada.site.setuphandlers.demo.files import Demo
from infostrada.site.setuphandlers.demo.office import build
from infostrada.site.units import operations
from plone import api
from sqlalchemy import text

import json
import pytest


@pytest.fixture(autouse=True)
def operator(portal):
    with api.env.adopt_roles(["Manager"]):
        yield


@pytest.fixture
def profile(top, request):
    return top / "profiles" / request.param


@pytest.mark.parametrize("profile", ["demo", "region"], indirect=True)
def test_a_profile_comes_out_as_it_went_in(portal, profile):
    wanted = json.loads((profile / bundle.CONTENT).read_text())
    assert bundle.load(portal, profile) == len(wanted)
    assert bundle.exported(portal) == wanted
    flush()
    rows = session().execute(text("SELECT uid FROM core.record WHERE type LIKE 'units\\_%'")).scalars().all()
    assert sorted(rows) == sorted(item["UID"] for item in wanted)
    found = portal.portal_catalog.unrestrictedSearchResults(portal_type=bundle.TYPES)
    assert sorted(brain.UID for brain in found) == sorted(rows)


def test_region_has_every_self_government(top):
    items = json.loads((top / "profiles" / "region" / bundle.CONTENT).read_text())
    kinds = [item["kind"] for item in items if item["@type"] == "units_unit"]
    # 144 communes, 4 of them cities with county rights; 19 counties; the voivodeship.
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "voivodeship": 1,
        "county": 19,
        "city": 4,
        "commune": 140,
    }


def test_demo_bundle_is_what_the_people_file_says(portal, top):
    demo = Demo(top / "profiles" / "demo")
    build(portal, demo)
    made = [_without_uid(item) for item in bundle.exported(portal)]
    kept = json.loads((demo.folder / bundle.CONTENT).read_text())
    assert made == [_without_uid(item) for item in kept]


def _without_uid(item):
    return {key: value for key, value in item.items() if key != "UID"}


def test_structure_goes_through_a_bundle(portal, tmp_path):
    unit = operations.create_unit(portal, operations.UnitData("gmina-proba", "Gmina Próba", "commune"))
    org = operations.create_org(unit["struktura"], title="Referat Ogólny", symbol="OG")
    roles = {"unit_roles": frozenset({"registrar"}), "org_roles": frozenset({"clerk"})}
    operations.create_post(org, title="Inspektor", symbol="OG1", **roles)
    assert bundle.dump(portal, tmp_path) == 4
    before = bundle.exported(portal)
    portal.manage_delObjects(["gmina-proba"])
    assert bundle.load(portal, tmp_path) == 4
    assert bundle.exported(portal) == before
    post = portal["gmina-proba"]["struktura"]["og"]["inspektor"]
    assert post.unit_roles == {"registrar"} and post.org_roles == {"clerk"}
    assert portal["gmina-proba"].title == "Gmina Próba"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"@type": "no_such_type"}, "/gmina-proba: there is no type"),
        ({"parent": {"@id": "/nowhere"}}, "/gmina-proba: its parent"),
        ({"UID": None}, "item 1: UID missing"),
    ],
)
def test_a_broken_item_is_named(portal, tmp_path, change, complaint):
    operations.create_unit(portal, operations.UnitData("gmina-proba", "Gmina Próba", "commune"))
    bundle.dump(portal, tmp_path)
    portal.manage_delObjects(["gmina-proba"])
    path = tmp_path / bundle.CONTENT
    items = json.loads(path.read_text())
    items[0] = {key: value for key, value in (items[0] | change).items() if value is not None}
    path.write_text(json.dumps(items))
    with pytest.raises(ProfileError, match=complaint):
        bundle.load(portal, tmp_path)


def test_no_json(portal, tmp_path):
    (tmp_path / "bundle").mkdir()
    (tmp_path / bundle.CONTENT).write_text("{")
    with pytest.raises(ProfileError, match=r"content\.json"):
        bundle.load(portal, tmp_path)
