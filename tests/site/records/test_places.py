"""The sixteen folders a year of records is dealt out to are nowhere named: neither on pages nor in JSON, nor found."""

from Acquisition import aq_parent
from infostrada.core.calendar import polish_today
from infostrada.core.record.access import principals
from infostrada.core.search.finding import find
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.store import SHARDS
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.theme.interfaces import IInfostradaTheme
from letters import make_matter
from letters import MARIA
from letters import prepared
from plone import api
from plone.restapi.interfaces import IExpandableElement
from plone.restapi.interfaces import ISerializeToJson
from world import LETTER
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import json
import pytest


REGISTERS = {"letter": "letters", "task": "tasks", "outgoing": "outgoing", "document": "cases"}


@pytest.fixture
def records(office):
    """A letter, a task and an outgoing letter, each in a folder of its own; and a document, which lies in its case."""
    with office.acting("ewa.kancelaria"):
        letter = register_letter(office.unit, LETTER, [])
    with office.acting("jan.wojt"):
        task = assign(letter, Order("anna.urbanista", "do załatwienia"))
    matter = make_matter(office)
    (outgoing,) = prepared(office, matter, MARIA)
    return {"letter": letter, "task": task, "outgoing": outgoing, "document": matter.decision}


def test_no_way_names_them(records, portal):
    request = portal.REQUEST
    alsoProvides(request, IInfostradaTheme)
    for name, record in records.items():
        assert (aq_parent(record).getId() in SHARDS) is (name != "document")
        view = getMultiAdapter((record, request), name="breadcrumbs_view")
        titles = [crumb["Title"] for crumb in view.breadcrumbs()]
        element = getMultiAdapter((record, request), IExpandableElement, name="breadcrumbs")
        told = [item["title"] for item in element(expand=True)["breadcrumbs"]["items"]]
        assert titles == told
        assert str(record.created().year()) not in told and not set(told) & set(SHARDS), name
        # People come back to the register the record stands in.
        assert REGISTERS[name] in [crumb["absolute_url"].rpartition("@@")[2] for crumb in view.breadcrumbs()]
        shown = getMultiAdapter((record, request), ISerializeToJson)()
        assert not {shown.get("parent", {}).get("title")} & set(SHARDS)
        assert not [each for each in SHARDS if f'"title": "{each}"' in json.dumps(shown, default=str)]


def test_no_search_finds_them_nor_the_folders_of_years(records, office):
    """Neither by words, the catalog's and the full text's, nor by a path; what lies in them is found."""
    year = str(polish_today().year)
    with office.acting("ewa.kancelaria"):
        for query in ({"SearchableText": year}, {"path": "/".join(office.unit.getPhysicalPath())}):
            found = api.content.find(**query)
            assert "records_store" not in {brain.portal_type for brain in found}
        assert "records_letter" in {brain.portal_type for brain in found}
        hits = find(year, principals(), size=100).hits
        assert "records_store" not in {hit.row["type"] for hit in hits}
        # Whoever names the type asks for the folders themselves.
        assert api.content.find(portal_type="records_store", Title=year)
