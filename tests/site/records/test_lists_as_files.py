"""Every list the records screens show is had as a file and as JSON, in the browser and over REST, by whoever may see it."""

from contextlib import contextmanager
from infostrada.core.errors import Forbidden
from infostrada.core.record.interfaces import IListPage
from infostrada.core.record.listing import find_listing
from infostrada.core.record.listing import listings
from infostrada.core.record.services.lists import ListsGet
from infostrada.core.sql import session
from infostrada.site.parties.operations import add_party
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.listpdf import HEADINGS
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.upload import Upload
from io import BytesIO
from openpyxl import load_workbook
from pathlib import Path
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from pypdf import PdfReader
from sqlalchemy import text
from world import LETTER
from zExceptions import Unauthorized
from zope.component import getSiteManager
from zope.interface import Interface
from zope.interface import providedBy

import infostrada.site
import json
import pytest


# What the issue names, by the page and the table on it.
NAMED = (
    "access-log/access-log", "acts/acts", "archive/counts", "archive/disposals", "archive/handovers",
    "archive/transfers", "authorisations/register", "bundles/bundles", "case-list/lists", "case-types/types", "cases/cases",
    "class-marks/marks", "dispatch-lists/dispatch-lists", "do-not-open/kinds", "documents/documents",
    "figures/letters-in", "folders/folders", "journal/journal", "letters/letters", "mode-exceptions/exceptions",
    "my-work/cases", "my-work/drafts", "not-scanned/not-scanned", "numbers/empty", "numbers/reserved", "outgoing/outgoing",
    "outside-cases/classes", "parties/parties", "personal-registers/entries", "plans/versions",
    "routing/rules", "scans/batches", "scans/rejected", "special-data/cases", "tasks/tasks", "templates/templates",
    "terms/cases", "terms/counts", "timeliness/figures", "timeliness/in-time", "webhooks/hooks",
)  # fmt: skip
LOGS = ("access-log", "access")
PEOPLE = ("ewa.kancelaria", "adam.obcy")


@pytest.fixture
def desk(portal):
    """The office with a letter, a task, a case and a document in it."""
    login(portal.aq_parent, SITE_OWNER_NAME)
    unit = portal["gmina-lipnowo"]
    letter = register_letter(unit, LETTER, [])
    task = assign(letter, Order("anna.urbanista", "do załatwienia"))
    case = open_case(unit, Opening("Warunki zabudowy", "gp", "6730", letter))
    document = add_document(case, Draft("Decyzja", "decyzja"), Upload("decyzja.txt", b"projekt"))
    party, _warnings = add_party(unit, {"kind": "person", "surname": "Kowalczyk", "pesel": "44051401359"})
    return {"unit": unit, "letter": letter, "task": task, "case": case, "document": document, "party": party}


def names(context, request):
    """Names of the pages with lists registered for the object."""
    asked = (providedBy(context), providedBy(request))
    found = getSiteManager().adapters.lookupAll(asked, Interface)
    return sorted(name for name, factory in found if name and IListPage.implementedBy(factory))


@contextmanager
def asking(request, **form):
    before, request.form = request.form, form
    try:
        yield
    finally:
        request.form = before


def rest(context, request, *steps, **form):
    service = ListsGet()
    service.context, service.request, service.names = context, request, steps
    service.check_permission = lambda: None  # "Use REST API" of a service that stands in no chain of objects
    with asking(request, **form):
        return service.render() if len(steps) == 2 else service.reply()


def of_page(context, request, name, table, kind, **form):
    with asking(request, table=table, export=kind, **form):
        return context.restrictedTraverse(f"@@{name}")()


def lists(context, request):
    for name in names(context, request):
        with asking(request):
            for listed in context.restrictedTraverse(f"@@{name}").listed():
                yield name, listed.name


def test_every_list_of_every_page(desk, integration):
    request, seen = integration["request"], {}
    for kind, context in desk.items():
        for name, table in lists(context, request):
            seen[f"{name}/{table}" if kind == "unit" else f"{kind} {name}/{table}"] = context, name, table
    assert not set(NAMED) - set(seen), sorted(seen)
    for wanted in (
        "case view/documents",
        "case view/tasks",
        "case metryka/acts",
        "document view/versions",
        "letter view/tasks",
    ):
        assert wanted in seen, sorted(seen)
    pages = set()
    for context, name, table in seen.values():
        told = json.loads(rest(context, request, name, table))
        assert told["complete"] and told["columns"], (name, table)
        if (context.absolute_url(), name) in pages:
            continue
        pages.add((context.absolute_url(), name))
        written = of_page(context, request, name, table, "csv")
        again = rest(context, request, name, table, format="csv")
        # Whoever reads the log stands in it.
        assert again == written or table in LOGS, (name, table)
        heading = again.decode("utf-8-sig").splitlines()[0]
        assert heading.count(";") == len(told["columns"]) - 1
        assert table in LOGS or len(told["items"]) <= len(again.splitlines())
    in_every_format(desk["unit"], request)


def in_every_format(unit, request):
    for name, table in (("letters", "letters"), ("plans", "versions"), ("cases", "cases")):
        sheet = load_workbook(BytesIO(of_page(unit, request, name, table, "xlsx"))).active
        told = json.loads(rest(unit, request, name, table))
        assert [cell.value for cell in sheet[1]] == [column["title"] for column in told["columns"]]
        assert sheet.max_row == len(told["items"]) + 1 > 1
        for data in (
            of_page(unit, request, name, table, "pdf"),
            rest(unit, request, name, table, format="pdf"),
        ):
            assert len(PdfReader(BytesIO(data)).pages) >= 1
    noted = session().execute(text("SELECT count(*) FROM core.access_log WHERE action = 'versions.export' AND reason = 'plans' AND unit = :u"),
                              {"u": unit.unit_id}).scalar()  # fmt: skip
    assert noted == 7


def test_whoever_may_not_open_the_page_gets_no_list_of_it(portal, integration):
    request, unit, refused = integration["request"], portal["gmina-lipnowo"], 0
    for user in PEOPLE:
        login(portal, user)
        offered = {each["page"] for each in rest(unit, request)["items"]}
        assert "cases" in offered
        for name in set(names(unit, request)) - offered:
            with pytest.raises(Unauthorized):
                unit.restrictedTraverse(f"@@{name}")
            with pytest.raises(Forbidden):
                rest(unit, request, name)
            refused += 1
    assert refused > 20


def test_tables_are_drawn_by_the_pattern_alone():
    folder = Path(infostrada.site.__file__).parent
    own = [
        file
        for room in ("records", "parties", "desk")
        for file in (folder / room).rglob("*.pt")
        if "<table" in file.read_text()
    ]
    assert own == []


def test_every_listing_has_a_name_on_paper(integration):
    known = set(api.portal.get_tool("portal_types").objectIds())
    ours = [name for name in listings() if known.issuperset(find_listing(name).types)]
    assert len(ours) > 10
    assert [name for name in ours if not (name in HEADINGS or find_listing(name).title)] == []
