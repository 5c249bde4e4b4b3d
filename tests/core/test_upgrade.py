"""The dated lines of upgrade steps: whole, in order, and able to lift an older site."""

from importlib import import_module
from infostrada.core.maintenance.interfaces import IMaintenanceSettings
from infostrada.core.server import upgrade
from plone import api
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest


BASE = "20261122001"
PROFILES = sorted(upgrade.folders())


@pytest.fixture
def older(portal):
    """A site as the first version's profiles left it, as far as the versions tell."""
    for profile in PROFILES:
        portal.portal_setup.setLastVersionForProfile(profile, BASE)
    return portal


def test_every_distribution_has_a_line():
    assert PROFILES == ["infostrada.core:default", "infostrada.geo:default", "infostrada.site:default"]


class Tool:
    """A setup tool that knows two steps to one version, the second written after the first, and an older one."""

    doings = tuple(
        SimpleNamespace(dest=(version,), sortkey=0, title=title)
        for version, title in (("2", "Workflow"), ("2", "Objects follow it"), ("1", "Zero"))
    )

    def getProfileDependencyChain(self, profile):
        return [profile]

    def getLastVersionForProfile(self, _profile):
        return ("0",)

    def listUpgrades(self, profile, simple):
        return self.doings if profile == "infostrada.core:default" and simple else ()


def test_steps_to_one_version_come_as_they_are_written():
    assert [step.title for step in upgrade.pending(SimpleNamespace(portal_setup=Tool()))] == [
        "Zero",
        "Workflow",
        "Objects follow it",
    ]


@pytest.mark.parametrize("profile", PROFILES)
def test_the_profile_is_as_new_as_its_newest_step(profile):
    folder = upgrade.folders()[profile]
    metadata = ElementTree.parse(folder.parent / "profiles" / "default" / "metadata.xml")
    assert metadata.findtext("version") == max([BASE, *upgrade.numbers(folder)])


@pytest.mark.parametrize("profile", PROFILES)
def test_every_folder_is_a_step_that_says_what_it_does(profile, integration):
    folder, package = upgrade.folders()[profile], profile.removesuffix(":default")
    tool = api.portal.get_tool("portal_setup")
    tool.setLastVersionForProfile(profile, BASE)
    led_to = {".".join(step.dest) for step in tool.listUpgrades(profile, simple=True)}
    assert led_to == set(upgrade.numbers(folder))
    for number in upgrade.numbers(folder):
        assert len(number) == 11 and number.isdigit(), number
        assert (import_module(f"{package}.upgrades.v{number}").__doc__ or "").strip(), number


def test_an_older_site_is_lifted_to_the_newest_versions(older):
    expected = [(p, n) for p in PROFILES for n in upgrade.numbers(upgrade.folders()[p])]
    told = []
    done = upgrade.bring_up(older, told.append)
    assert told == done
    assert list(dict.fromkeys((step.profile, step.version) for step in done)) == expected
    assert upgrade.pending(older) == []
    for profile in PROFILES:
        newest = max([BASE, *upgrade.numbers(upgrade.folders()[profile])])
        assert older.portal_setup.getLastVersionForProfile(profile) == (newest,)


def test_steps_do_no_harm_where_all_is_done_already(older):
    """A new site gets everything from the profile; its steps must find that in place."""
    records = older.portal_registry.records
    before = {name: records[name].value for name in records if name.startswith("infostrada.")}
    upgrade.bring_up(older)
    assert {name: records[name].value for name in records if name.startswith("infostrada.")} == before


def test_a_profile_that_is_not_applied_gets_no_steps(older):
    older.portal_setup.unsetLastVersionForProfile("infostrada.core:default")
    assert all(step.profile != "infostrada.core:default" for step in upgrade.pending(older))


def test_the_time_of_packing_comes_with_its_step(older):
    records = older.portal_registry.records
    del records["infostrada.maintenance.pack_window"]
    upgrade.bring_up(older)
    settings = older.portal_registry.forInterface(IMaintenanceSettings, prefix="infostrada.maintenance")
    assert settings.pack_window == "01:00-05:00"
