"""Figures of cases settled in time become a draft of the bulletin; nobody is named in it."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.core.record.export.tables import as_csv
from infostrada.site.bip import operations
from infostrada.site.bip.terms.browser import _polish
from infostrada.site.bip.terms.operations import draft_from_figures
from infostrada.site.records.browser.timeliness import sheet
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.timeliness import timeliness
from lxml import html

import pytest


def old():
    """Long before the term of any inquiry."""
    return polish_today() - timedelta(days=70)


def test_head_prepares_and_the_editor_publishes(office, bulletin):
    with office.acting("anna.urbanista"):
        open_case(office.unit, Opening("Zaległa Jana Lisa", "gp", "6730", started_on=old(), term="inquiry"))
    found = timeliness("gmina-lipnowo", old(), polish_today(), today=polish_today())
    told = sheet(found, office.unit, _polish)
    section = bulletin["zasady-dzialania"]
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        draft_from_figures(section, found, told, as_csv(*told))
    with office.acting("jan.wojt"):
        entry = draft_from_figures(section, found, told, as_csv(*told))
    assert entry.content_author == "Jan Dąbrowski, Wójt"
    state, terms = (
        [[cell.text_content() for cell in row] for row in table.iter("tr")]
        for table in html.fromstring(entry.html).iter("table")
    )
    assert state[0][:4] == [
        "Komórka organizacyjna",
        "Otwarte na początku",
        "Przyjęte w okresie",
        "Załatwione",
    ]
    assert [row[:3] for row in state[1:]] == [["GP – Referat Planowania", "0", "1"], ["Cały urząd", "0", "1"]]
    assert dict(zip(*(terms[at] for at in (0, -1)), strict=True))["Otwarte po terminie"] == "1"
    assert state[-1][-1] == f"{old():%d.%m.%Y}"
    assert "Lis" not in entry.html and [file.filename for file in entry.files] == [
        f"terminowosc-{old()}-{polish_today()}.csv"
    ]
    with office.acting("maria.bip"):
        operations.publish_entry(entry)
