"""Types of cases: versions, what a case of one says, lacks and reaches."""

from exchange import Client
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records.cases.operations.ending import blockers
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.types.operations import add_type
from infostrada.site.records.types.operations import check_off
from infostrada.site.records.types.operations import fill_in
from infostrada.site.records.types.operations import go_to
from infostrada.site.records.types.operations import open_typed
from infostrada.site.records.types.operations import renew_type
from infostrada.site.records.types.operations import TypedOpening
from infostrada.site.records.types.operations import version_of
from infostrada.site.records.types.operations import withdraw_type
from infostrada.site.records.types.rules import Definition
from infostrada.site.records.types.rules import definition_faults
from infostrada.site.records.types.rules import lacking
from infostrada.site.records.types.rules import TypeField
from infostrada.site.records.types.rules import value_faults
from test_desk_pages import Browser
from world import PASSWORD

import pytest


UNIT = "gmina-lipnowo"
FIELDS = (TypeField("powierzchnia", "Powierzchnia", "number", True), TypeField("wizja", "Data wizji", "date"))
WZ = Definition("6730", FIELDS, ("wniosek", "uzgodnienia", "decyzja"), ("mapa", "opłata"), "complex")


def test_faults_of_a_definition():
    assert definition_faults(WZ) == []
    bad = Definition("x", (TypeField("Zła", ""), TypeField("a", "A", "lista")), ("e", "e"), ("",), "nigdy")
    assert definition_faults(bad) == [
        ("class_symbol", "symbol_malformed"),
        ("term", "term_unknown"),
        ("fields:Zła", "field_name_malformed"),
        ("fields:a", "not_in_list"),
        ("stages", "doubled"),
        ("checklist", "required"),
    ]


@pytest.mark.parametrize(
    ("values", "faults"),
    [
        ({"powierzchnia": "120,5", "wizja": "2026-11-28"}, []),
        ({"powierzchnia": "", "wizja": ""}, []),
        ({"powierzchnia": "dużo"}, [("powierzchnia", "not_a_number")]),
        ({"wizja": "28.11.2026"}, [("wizja", "not_a_date")]),
        ({"obce": "x"}, [("obce", "field_unknown")]),
    ],
)
def test_values_are_of_their_kind(values, faults):
    assert value_faults(WZ, values) == faults


def test_what_a_case_lacks():
    assert [(item.reason, item.title) for item in lacking(WZ, {}, ("mapa",))] == [
        ("field_empty", "Powierzchnia"),
        ("check_open", "opłata"),
    ]
    assert lacking(WZ, {"powierzchnia": "1"}, ("mapa", "opłata")) == []


def test_a_started_case_stays_on_its_version(office):
    with office.acting("zofia.koordynator"):
        made = add_type(office.unit, "Warunki zabudowy", WZ)
        with pytest.raises(InvalidData) as not_final:
            add_type(office.unit, "Zły", WZ._replace(class_symbol="67"))
        assert not_final.value.reason == "class_not_final"
    with office.acting("anna.urbanista"):
        case = open_typed(made, TypedOpening("WZ dla działki 12/3", "gp"))
        assert (case.class_symbol, case.term, case.typed.stage) == ("6730", "complex", "wniosek")
        with pytest.raises(Forbidden):
            renew_type(made, WZ)
    with office.acting("zofia.koordynator"):
        renew_type(made, WZ._replace(checklist=("nowa rzecz",), stages=("inny",)), "nowe przepisy")
    with office.acting("anna.urbanista"):
        assert version_of(case).number == 1
        with pytest.raises(InvalidData):
            go_to(case, "inny")
        go_to(case, "uzgodnienia")
        fill_in(case, {"powierzchnia": "120"})
        fill_in(case, {"wizja": "2026-11-28"})
        assert dict(case.typed.values) == {"powierzchnia": "120", "wizja": "2026-11-28"}
        today = polish_today()
        against = {(item.reason, item.title) for item in blockers(case, decision=None, closes_on=today)}
        assert against >= {("check_open", "mapa"), ("check_open", "opłata")}
        assert not any(reason == "field_empty" for reason, _title in against)
        check_off(case, ["opłata", "mapa"])
        assert case.typed.done == ("mapa", "opłata")
        with pytest.raises(InvalidData):
            check_off(case, ["nowa rzecz"])
        newer = open_typed(made, TypedOpening("Druga", "gp"))
        assert (version_of(newer).number, newer.typed.stage) == (2, "inny")
        assert [step.action for step in case.metryka][-4:] == [
            "case_stage",
            "case_data",
            "case_data",
            "case_checked",
        ]
    with office.acting("zofia.koordynator"):
        withdraw_type(made)
    with office.acting("anna.urbanista"), pytest.raises(Blocked) as gone:
        open_typed(made, TypedOpening("Trzecia", "gp"))
    assert gone.value.reason == "type_withdrawn"


def test_by_browser_and_by_rest(site):
    base = site.absolute_url()
    keeper = Browser(base, "zofia.koordynator").open(f"{UNIT}/@@case-types")
    assert keeper.answer.status_code == 200, keeper.answer.url + keeper.text[:3000]
    form = {"title": "WZ", "class_symbol": "6730", "fields": "powierzchnia;Powierzchnia;kwota"}
    keeper.fill("add", **form)
    assert keeper.answer.status_code == 400
    keeper.fill(
        "add", **{**form, "fields": "powierzchnia;Powierzchnia;liczba;*"}, stages="a\nb", checklist="mapa"
    )
    assert keeper.answer.status_code == 200 and "Powierzchnia" in keeper.text
    clerk = Browser(base, "anna.urbanista").open(keeper.answer.url).fill("open", title="Sprawa", org_id="gp")
    assert "GP.6730.1." in clerk.text and "[a] → b" in clerk.text
    clerk.fill("fill", **{"data.powierzchnia": "dużo"})
    assert clerk.answer.status_code == 400
    clerk.fill("fill", **{"data.powierzchnia": "12"}).fill("check", **{"done.0": "1"}).fill(
        "stage", stage="b"
    )
    assert "a → [b]" in clerk.text
    rest = Client(base, "anna.urbanista", PASSWORD)
    (listed,) = rest.send("GET", f"{UNIT}/@case-types", record="case_types_get").json()["items"]
    body = {"title": "Z REST", "org_id": "gp", "parties": [{"name": "Jan"}]}
    case = rest.send("POST", f"{listed['@id']}/@cases", body, record="typed_cases_post").json()
    assert (case["typed"]["number"], case["typed"]["stage"]) == (1, "a")
    seen = rest.send("GET", f"{case['@id']}/@closing").json()["blockers"]
    assert {item["reason"] for item in seen} >= {"field_empty", "check_open"}
    said = {"values": {"powierzchnia": "7"}, "done": ["mapa"], "stage": "b"}
    kept = rest.send("POST", f"{case['@id']}/@typed", said, record="typed_post").json()
    assert (kept["stage"], kept["values"], kept["done"]) == ("b", {"powierzchnia": "7"}, ["mapa"])
    assert rest.send("GET", f"{case['@id']}/@typed", record="typed_get").json() == kept
    bad = rest.send("POST", f"{case['@id']}/@typed", {"values": {"powierzchnia": "x"}})
    assert (bad.status_code, bad.json()["reason"]) == (400, "not_a_number")
