"""Addresses of many records: those below the published object begin with its own, all others are asked for."""

from infostrada.core.record.addresses import Addresses
from Products.CMFCore.interfaces import ISiteRoot
from types import SimpleNamespace
from zope.interface import alsoProvides


def at(path, url):
    return SimpleNamespace(getPhysicalPath=lambda: path.split("/"), absolute_url=lambda: url)


ASKED = SimpleNamespace(physicalPathToURL=lambda steps: "asked:" + "/".join(steps))


def test_below_the_object_and_elsewhere():
    addresses = Addresses(at("/plone/gmina", "https://gmina.example.pl"), ASKED)
    assert addresses.of("/plone/gmina/eod/a b") == "https://gmina.example.pl/eod/a%20b"
    assert addresses.of("/plone/gmina-2/eod/1") == "asked:/plone/gmina-2/eod/1"
    assert addresses.of("/plone/gmina") == "asked:/plone/gmina"


def test_units_of_the_site_may_have_hosts_of_their_own():
    site = at("/plone", "https://region.example.pl")
    alsoProvides(site, ISiteRoot)
    assert Addresses(site, ASKED).of("/plone/gmina/eod/1") == "asked:/plone/gmina/eod/1"
