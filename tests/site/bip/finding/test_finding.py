"""The search of the bulletins: words, facets, slips, excerpts from files, and nothing that is not public."""

from datetime import date
from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.record import pending
from infostrada.core.record.sql import write
from infostrada.core.search.vocabulary import learn
from infostrada.site.bip import operations
from infostrada.site.bip.finding.asking import ask
from infostrada.site.bip.finding.asking import Choice
from infostrada.site.bip.finding.choosing import address
from infostrada.site.bip.finding.choosing import chosen_in
from infostrada.site.bip.operations import EntryData
from infostrada.site.bip.registers.operations import draft_register_entry
from infostrada.site.bip.registers.operations import RegisterData
from infostrada.site.bip.rules import PUBLIC_STATES
from infostrada.site.bip.timing.operations import plan_entry
from infostrada.site.records.deed import now
from infostrada.site.records.upload import Upload
from infostrada.site.theme.interfaces import IInfostradaTheme
from lxml import html
from plone import api
from tests.core.search.reading import Reading
from tests.site.bip.registers.examples import EXAMPLES
from zope.interface import alsoProvides

import pytest


FILE = Upload("opinia.txt", b"Opinia dendrologa o kasztanowcach.", "text/plain")
DATA = EntryData("Decyzja o kasztanowcu", "decision", "Piotr Wilk, kierownik", date(2026, 11, 20))


@pytest.fixture
def filled(office, bulletin):
    """Public entries of two kinds and two years, and words that are nowhere in public."""
    section = bulletin["obwieszczenia"]
    with office.acting("maria.bip"):
        for title, files in (("Decyzja o kasztanowcu", ()), ("Decyzja o drodze", (FILE,))):
            operations.publish_entry(operations.draft_entry(section, DATA._replace(title=title, files=files)))
        for name in ("term", "resolution", "interpellation"):
            made = draft_register_entry(bulletin["rada"], name, RegisterData(EXAMPLES[name], "Rada"))
            operations.publish_entry(made)
        operations.draft_entry(
            section, DATA._replace(title="Sekwoja w szkicu", content_author="Ukryty Autor")
        )
        planned = operations.draft_entry(section, DATA._replace(title="Sekwoja planowana"))
        plan_entry(planned, now() + timedelta(days=2))
        gone = operations.draft_entry(section, DATA._replace(title="Wycofana", body="Sekwoja"))
        operations.publish_entry(gone)
        operations.withdraw_entry(gone, "Omyłka")
        over = operations.draft_entry(section, DATA._replace(title="Sekwoja dawna", until=polish_today()))
        operations.publish_entry(over)
        over.setExpirationDate(now().replace(year=2020).strftime("%Y/%m/%d"))
        over.reindexObject()
    with Reading() as reading:
        reading()
    learn()
    return office.unit.unit_id


@pytest.fixture
def request_with_theme(http_request):
    alsoProvides(http_request, IInfostradaTheme)
    return http_request


def titles(**choice):
    return [hit.row["title"] for hit in ask(Choice(**choice)).hits]


def test_words_facets_files_and_slips(filled):
    both = ask(Choice(text="kasztanowca"))
    assert [hit.row["title"] for hit in both.hits] == ["Decyzja o kasztanowcu", "Decyzja o drodze"]
    assert [hit.in_file for hit in both.hits] == [False, True]
    assert [piece.text for piece in both.hits[1].excerpt if piece.marked] == ["kasztanowcach"]
    assert both.facets["kind"] == [("decision", 2)] and both.facets["unit"] == [(filled, 2)]
    assert both.facets["person"] == [("Piotr Wilk", 2)]
    assert both.facets["year"] == [(polish_today().year, 2)]

    every = ask(Choice())
    assert every.total == 6
    assert dict(every.facets["kind"]) == {"decision": 3, "term": 1, "resolution": 1, "interpellation": 1}
    # Anna Bąk sits in the council and asked a question; a choice leaves the other values of its facet to be chosen.
    anna = ask(Choice(person="Anna Bąk"))
    assert anna.total == 2 and dict(anna.facets["kind"]) == {"term": 1, "interpellation": 1}
    assert dict(anna.facets["person"])["Piotr Wilk"] == 2
    narrowed = ask(Choice(person="Anna Bąk", kind="term"))
    assert narrowed.total == 1 and dict(narrowed.facets["kind"]) == {"term": 1, "interpellation": 1}
    assert titles(year=2024) == ["Kadencja 9"] and titles(unit="obca") == [] and titles(scope="obca") == []

    slip = ask(Choice(text="kasztanwcu", kind="decision"))
    assert slip.meant == "kasztanowcu" and slip.total == 2
    assert ask(Choice(text="kasztanowcu", size=1, start=1)).hits[0].row["title"] == "Decyzja o drodze"
    assert ask(Choice(text="kasztanowcu", start=9_999)).total == 2


FOUND = """
    SELECT uid, effective, expires, cell.access, day, cell.year, cell.open, cell.unit, cell.kind, folk.people, headline, tsv
    FROM site.bip_found AS found JOIN site.bip_cell AS cell ON cell.id = found.cell
        JOIN site.bip_folk AS folk ON folk.id = found.folk
"""
MEANT = """
    SELECT uid, coalesce(record.effective, 'infinity') AS effective, coalesce(record.expires, 'infinity') AS expires,
        record.access, facet.day, facet.year, record.state = ANY(%(states)s) AS open, record.unit, facet.kind,
        facet.people, facet.headline, fulltext.tsv
    FROM site.bip_facet AS facet JOIN core.record USING (uid) JOIN core.fulltext USING (uid)
"""


def test_what_is_searched_follows_every_change(filled, office, bulletin):
    """Reading files, a change, a withdrawal, a closed container, a destroyed draft."""

    def same():
        pending.flush()
        states = {"states": [*PUBLIC_STATES, "withdrawn"]}
        differing = write(f"({FOUND} EXCEPT {MEANT}) UNION ALL ({MEANT} EXCEPT {FOUND})", states)
        return not differing and write("SELECT count(*) AS n FROM site.bip_found")[0]["n"]

    section, count = bulletin["obwieszczenia"], same()
    assert count == 9
    with office.acting("maria.bip"):
        entry = next(found for found in section.objectValues() if found.title == "Decyzja o drodze")
        operations.change_entry(entry, {"title": "Decyzja o ścieżce", "files": ()}, "Omyłka")
        assert same() == count and titles(text="dendrolog") == [] and titles(text="ścieżka")
    with api.env.adopt_roles(["Manager"]):
        section.manage_permission("Access contents information", ["Manager"], acquire=False)
        entry.manage_permission("Access contents information", [], acquire=True)
        section.reindexObjectSecurity()
        assert same() == count and titles(text="ścieżka") == []
        drafts = [found.id for found in section.objectValues() if found.title == "Sekwoja w szkicu"]
        section.manage_delObjects(drafts)
        assert same() == count - 1


def test_nothing_private_is_found_counted_or_suggested(filled):
    for question in ("sekwoja", "sekwoi", "sekwja", "szkic", "ukryty"):
        answer = ask(Choice(text=question))
        assert (answer.total, answer.meant) == (0, None), question
    every = ask(Choice())
    assert "Ukryty Autor" not in dict(every.facets["person"])
    assert not [hit for hit in every.hits if "Sekwoja" in hit.row["title"]]
    # A tombstone is found by its title alone, and names nobody.
    assert titles(text="wycofana") == ["Wycofana"]
    assert dict(every.facets["person"])["Piotr Wilk"] == 2


def test_the_page_links_the_values_of_each_facet(filled, office, bulletin, request_with_theme):
    page = html.fromstring(api.content.get_view("find-entries", bulletin, request_with_theme)())
    kinds = page.cssselect("section[aria-labelledby=facet-kind] li a")
    assert len(kinds) == 4
    assert all("kind=" in link.get("href") for link in kinds)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"q": " most ", "year": "2026", "start": "20"}, Choice(text="most", year=2026, start=20, size=5)),
        ({"q": ["a", "b"], "year": "-1", "start": "x", "kind": "nie ma"}, Choice(kind="nie ma", size=5)),
        ({"q": "a\x00b", "person": "p" * 300, "year": "²"}, Choice(person="p" * 200, size=5)),
    ],
)
def test_an_address_is_read_or_left_out(form, expected):
    assert chosen_in(form, "", 5) == expected


def test_in_one_bulletin_the_unit_cannot_be_changed():
    assert chosen_in({"unit": "obca"}, "lipnowo", 5) == Choice(scope="lipnowo", size=5)


def test_addresses_of_choices():
    choice = Choice(text="most & droga", year=2026, kind="term", start=40)
    assert address("/s", choice) == "/s?q=most+%26+droga&kind=term&year=2026"
    assert (
        address("/s", choice, 20, kind="", person="Ż")
        == "/s?q=most+%26+droga&year=2026&person=%C5%BB&start=20"
    )
