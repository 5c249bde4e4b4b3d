"""Acts by ELI: read as people write them, refused when misshapen, named by types of cases and by decisions."""

from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records.acts.operations import acts_of
from infostrada.site.records.acts.operations import bases
from infostrada.site.records.acts.operations import enter_act
from infostrada.site.records.acts.rules import Act
from infostrada.site.records.acts.rules import BadEliError
from infostrada.site.records.acts.rules import Basis
from infostrada.site.records.acts.rules import cited
from infostrada.site.records.acts.rules import over
from infostrada.site.records.acts.rules import parse_basis
from infostrada.site.records.acts.rules import told
from infostrada.site.records.acts.rules import url_of
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.basis import proposed_basis
from infostrada.site.records.documents.basis import set_basis
from infostrada.site.records.documents.operations import accept_document
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.templates.facts import facts_of
from infostrada.site.records.types.operations import add_type
from infostrada.site.records.types.operations import open_typed
from infostrada.site.records.types.operations import TypedOpening
from infostrada.site.records.types.rules import Definition
from infostrada.site.records.upload import Upload

import pytest


@pytest.mark.parametrize(
    ("written", "eli", "provision"),
    [
        ("DU/2003/717 art. 59 ust. 1", "DU/2003/717", "art. 59 ust. 1"),
        ("DU/2012/250", "DU/2012/250", ""),
        ("https://eli.gov.pl/eli/DU/2012/250/ogl/pol/pdf § 2", "DU/2012/250", "§ 2"),
        ("https://eli.gov.pl/eli/MP/2020/12/ogl", "MP/2020/12", ""),
        ("Dz.U. z 2011 r. nr 14 poz. 67, § 1", "DU/2011/67", "§ 1"),
        ("Dz. U. 2019 poz. 246", "DU/2019/246", ""),
        ("M.P. z 2021 r. poz. 5", "MP/2021/5", ""),
        ("http://data.europa.eu/eli/reg/2016/679/oj art. 13", "reg/2016/679", "art. 13"),
        ("dir/1995/46", "dir/1995/46", ""),
        (
            "http://www.edzienniki.bydgoszcz.uw.gov.pl/eli/POL_WOJ_KP/2026/1234/ogl/pol/html § 3",
            "POL_WOJ_KP/2026/1234",
            "§ 3",
        ),
    ],
)
def test_an_act_as_people_write_it(written, eli, provision):
    assert parse_basis(written, 2026) == Basis(eli, provision)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "eli_malformed"),
        ("KPA art. 104", "eli_malformed"),
        ("DU/2003/0717", "eli_malformed"),
        ("DU/203/717", "eli_malformed"),
        ("DU/2003/717x", "eli_malformed"),
        ("DZ/2003/717", "eli_malformed"),
        ("https://evil.example/eli/DU/2003/717", "eli_malformed"),
        ("javascript:alert(1)", "eli_malformed"),
        ("DU/1917/1", "eli_year"),
        ("DU/2027/1", "eli_year"),
        ("reg/1950/1", "eli_year"),
        ("DU/2003/717 " + "x" * 301, "too_long"),
    ],
)
def test_what_names_no_act(written, reason):
    with pytest.raises(BadEliError) as caught:
        parse_basis(written, 2026)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("eli", "url", "words"),
    [
        ("DU/2012/250", "https://eli.gov.pl/eli/DU/2012/250/ogl", "Dz.U. 2012 poz. 250"),
        ("MP/2020/12", "https://eli.gov.pl/eli/MP/2020/12/ogl", "M.P. 2020 poz. 12"),
        ("reg/2016/679", "http://data.europa.eu/eli/reg/2016/679/oj", "rozporządzenie (UE) 2016/679"),
        (
            "POL_WOJ_KP/2026/7",
            "http://www.edzienniki.bydgoszcz.uw.gov.pl/eli/POL_WOJ_KP/2026/7/ogl/pol",
            "Dz.Urz. Woj. KP 2026 poz. 7",
        ),
        ("POL_WOJ_MZ/2026/7", "", "Dz.Urz. Woj. MZ 2026 poz. 7"),
    ],
)
def test_where_an_act_is_and_how_it_is_cited(eli, url, words):
    assert (url_of(eli), cited(eli)) == (url, words)


def test_an_act_is_told_with_its_title_and_known_to_be_over():
    act = Act("DU/2003/717", "ustawa o planowaniu", date(2026, 12, 31), "DU/2026/99")
    basis = Basis("DU/2003/717", "art. 59")
    assert told(basis, [act]) == "art. 59 ustawa o planowaniu (Dz.U. 2003 poz. 717)"
    assert told(basis, []) == "art. 59 Dz.U. 2003 poz. 717"
    assert over([basis], [act], date(2026, 12, 31)) == [] and over([basis], [act], date(2027, 1, 1)) == [act]


def test_lines_with_faults_are_named():
    with pytest.raises(InvalidData) as caught:
        bases("basis", ["DU/2003/717 art. 1", "", "ustawa"])
    assert [(each.field, each.reason) for each in caught.value.faults] == [("basis:3", "eli_malformed")]


def test_types_and_decisions_rest_on_acts(office):
    planning = Basis("DU/2003/717", "art. 59 ust. 1")
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        enter_act(office.unit, "DU/2003/717", "ustawa o planowaniu")
    with office.acting("zofia.koordynator"):
        for wrong, field in (
            (("KPA", "x"), "eli"),
            (("DU/2003/717", " "), "title"),
            (("DU/2003/717 art. 5", "x"), "eli"),
            (("DU/2003/717", "x", None, "DU/2003/717"), "following"),
        ):
            with pytest.raises(InvalidData) as caught:
                enter_act(office.unit, *wrong)
            assert [each.field for each in caught.value.faults] == [field]
        enter_act(office.unit, "DU/2003/717", "ustawa o planowaniu i zagospodarowaniu przestrzennym")
        kind = add_type(office.unit, "Warunki zabudowy", Definition("6730", basis=(planning,)))
    assert "DU/2003/717" in [act.eli for act in acts_of(office.unit)]
    assert "reg/2016/679" in [act.eli for act in acts_of(office.unit)]
    with office.acting("anna.urbanista"):
        case = open_typed(kind, TypedOpening("Zabudowa działki", "gp"))
        law = facts_of(case, deed(case))["sprawa.podstawa"]
        document = add_document(case, Draft("Decyzja", "decyzja"), Upload("d.txt", b"Decyzja"))
        assert document.basis == () and proposed_basis(document) == (planning,)
        given = (planning, Basis("DU/1960/168", "art. 104"))
        set_basis(document, given)
        steps = len(case.metryka)
        set_basis(document, given)
    assert law == (
        "art. 59 ust. 1 ustawa o planowaniu i zagospodarowaniu przestrzennym (Dz.U. 2003 poz. 717)"
    )
    assert document.basis == given and len(case.metryka) == steps
    assert case.metryka[-1].label == "Decyzja: DU/2003/717 art. 59 ust. 1; DU/1960/168 art. 104"
    with office.acting("adam.obcy"), pytest.raises(Forbidden):
        set_basis(document, ())
    with office.acting("piotr.kierownik"):
        accept_document(document)
        with pytest.raises(Blocked):
            set_basis(document, ())
    assert document.basis == given and document.dated == polish_today()
