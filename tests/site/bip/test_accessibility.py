"""Each unit keeps an accessibility statement of its own; the machine-readable ids are those of the template 2.0."""

from infostrada.core.calendar import polish_today
from infostrada.site.bip.accessibility.operations import write_statement
from infostrada.site.records.problems import Forbidden
from infostrada.site.records.problems import InvalidData
from infostrada.site.theme.interfaces import IInfostradaTheme
from infostrada.site.theme.statement import Statement
from infostrada.site.theme.statement import statement_of
from lxml import html
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import csv
import pytest


def said():
    """A whole statement of today."""
    return Statement(
        *([polish_today()] * 4), "none", "Skany", "https://example.pl/ocena", "Fundacja Widzialni", "Jan Lis", "dostepnosc@example.pl",
        "56 111 22 33", "Winda od podwórza", "https://example.pl/dojazd", True, "Aplikacja mLipnowo",
    )  # fmt: skip


def page_of(unit):
    request = unit.REQUEST.clone()
    alsoProvides(request, IInfostradaTheme)
    return html.fromstring(getMultiAdapter((unit, request), name="accessibility-info")())


def test_bip_10_a_unit_has_a_statement_of_its_own_with_every_id(office, bulletin, shared_data):
    write_statement(office.unit, said())
    assert statement_of(office.unit) == said() and statement_of(office.portal) != said()
    with (shared_data / "pl" / "tables" / "deklaracja-a11y-id.csv").open(encoding="utf-8") as table:
        wanted = [row["id"] for row in csv.DictReader(table, delimiter=";")]
    page = page_of(office.unit)
    found = [element.get("id") for element in page.iter() if str(element.get("id", "")).startswith("a11y-")]
    assert sorted(found) == sorted(wanted)
    times = {
        element.get("id"): element.get("datetime")
        for element in page.iter("time")
        if str(element.get("id", "")).startswith("a11y-")
    }
    assert set(times.values()) == {polish_today().isoformat()} and len(times) == 4
    assert "not compliant" in page.get_element_by_id("a11y-status").text_content()
    assert bulletin.absolute_url() in [link.get("href") for link in page.iter("a")]


def test_only_the_administrator_writes_it_and_faults_are_told_at_once(office):
    with office.acting("jan.wojt"), pytest.raises(Forbidden):
        write_statement(office.unit, said())
    with pytest.raises(InvalidData) as caught:
        write_statement(
            office.unit,
            said()._replace(status="x", shortcomings="", reviewed=polish_today().replace(year=2099)),
        )
    assert {fault.reason for fault in caught.value.faults} == {"in_future", "not_in_list"}
    assert statement_of(office.unit) != said()
