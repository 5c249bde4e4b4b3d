"""Filters as SQL: what is understood, what is refused; no value of a filter is ever in the statement."""

from infostrada.core.errors import BadRequest
from infostrada.geo.cql.compiling import Compiler
from infostrada.geo.cql.properties import Properties
from infostrada.geo.cql.reading import tree_of

import json
import pytest
import time


ATTRIBUTES = {"nazwa", "pow", "tagi", "od", "żółw", "nazwa ulicy"}


def compiled(text, language=None):
    compiler = Compiler(Properties(ATTRIBUTES))
    return compiler.condition(tree_of(text, language)), compiler.binder.values


def _listed(value):
    return json.loads(value) if value.startswith("[") else []


HOSTILE = [
    "' OR 1=1 --",
    "'; DROP TABLE geo.feature; --",
    "%(layer)s",
    "\\'; SELECT pg_sleep(10)",
    'x"; DELETE FROM core.record',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_values_are_bound_and_never_written(text):
    quoted = text.replace("'", "''")
    for given in (
        f"nazwa = '{quoted}'",
        f"nazwa IN ('{quoted}')",
        f"nazwa LIKE '{quoted}%'",
        f"CASEI(nazwa) = CASEI('{quoted}')",
        f"A_CONTAINS(tagi, ('{quoted}'))",
        json.dumps({"op": "=", "args": [{"property": "nazwa"}, text]}),
    ):
        sql, values = compiled(given)
        assert text not in sql
        assert any(text in value or text in _listed(value) for value in values.values())


@pytest.mark.parametrize("name", [*HOSTILE, "brak", "attrs", "f.geom", "uid", ""])
def test_names_a_layer_does_not_have_are_refused(name):
    with pytest.raises(BadRequest) as refused:
        compiled(json.dumps({"op": "=", "args": [{"property": name}, 1]}))
    assert refused.value.reason == "unknown_property"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("nazwa =", "malformed"),
        ("nazwa = 'x' nazwa", "malformed"),
        ("((nazwa = 'x')", "malformed"),
        ("nazwa = 'x')(", "malformed"),
        ("{", "malformed"),
        ('{"op": "drop", "args": []}', "unknown_operator"),
        ('{"op": ["="], "args": []}', "malformed"),
        ('{"op": "=", "args": {}}', "malformed"),
        ('{"op": "=", "args": [1]}', "wrong_number_of_arguments"),
        ('{"op": "and", "args": [true]}', "wrong_number_of_arguments"),
        ('{"op": "in", "args": [{"property": "pow"}, []]}', "malformed"),
        ('{"op": "=", "args": [{"property": ["pow"]}, 1]}', "malformed"),
        ("pg_sleep(10) = 1", "unknown_operator"),
        ("pow = 1e999", "number_too_large"),
        ("business_id > 5", "wrong_type"),
        ("geometry = 5", "wrong_type"),
        ("valid_from > DATE('2026-02-30')", "not_a_moment"),
        ("valid_from > 'wczoraj'", "not_a_moment"),
        ("S_INTERSECTS(geometry, 5)", "wrong_type"),
        ("S_INTERSECTS(geometry, POLYGON((1 2,3 4)))", "not_a_shape"),
        ('{"op": "s_within", "args": [{"property": "geometry"}, {"type": "Circle", "coordinates": [1]}]}',
         "not_a_shape"),
        ('{"op": "s_within", "args": [{"property": "geometry"}, {"type": "Point", "coordinates": "x"}]}',
         "not_a_shape"),
        ('{"op": "s_within", "args": [{"property": "geometry"}, {"bbox": [1, 2, "x", 4]}]}', "not_a_shape"),
        ('{"type": "Point", "coordinates": [1, 2]}', "wrong_type"),
    ],
)  # fmt: skip
def test_unlawful_filters_are_named(given, reason):
    with pytest.raises(BadRequest) as refused:
        compiled(given)
    assert (refused.value.field, refused.value.reason) == ("filter", reason)


BOMBS = {
    "brackets": "(" * 5000 + "pow = 1" + ")" * 5000,
    "brackets that do not fit": "pow = " + "(" * 30 + "1 1" + ")" * 30,
    "open brackets": "pow = " + "(" * 40,
    "not": "NOT " * 1500 + "pow = 1",
    "minus": "pow = " + "-" * 4000 + "1",
    "functions": "CASEI(" * 900 + "nazwa" + ")" * 900 + " = 'x'",
    "length": "pow = 1" + " AND pow = 1" * 3000,
    "json depth": '{"op":"not","args":[' * 30000 + "true" + "]}" * 30000,
    "json depth in bounds of the parser": '{"op":"not","args":[' * 200 + "true" + "]}" * 200,
    "json width": json.dumps({"op": "and", "args": [True] * 20000}),
    "vertices": json.dumps(
        {"op": "s_within", "args": [{"property": "geometry"},
         {"type": "LineString", "coordinates": [[19 + n / 1e6, 52] for n in range(10_001)]}]}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_cost_nothing(name):
    began = time.process_time()
    with pytest.raises(BadRequest):
        compiled(BOMBS[name])
    assert time.process_time() - began < 0.5


def test_names_are_in_any_letters():
    assert compiled("żółw = 1")[1]["c0"] == "żółw"
    assert compiled("\"nazwa ulicy\" = 'Żwirki i Wigury'")[1] == {
        "c0": "nazwa ulicy",
        "c1": "Żwirki i Wigury",
    }


def test_text_and_json_mean_the_same():
    text = "pow BETWEEN 1 AND 2 AND NOT nazwa LIKE 'a%'"
    tree = {"op": "and", "args": [
        {"op": "between", "args": [{"property": "pow"}, 1, 2]},
        {"op": "not", "args": [{"op": "like", "args": [{"property": "nazwa"}, "a%"]}]}]}  # fmt: skip
    assert compiled(text) == compiled(json.dumps(tree), "cql2-json")


def test_an_identifier_is_asked_by_its_halves():
    sql, values = compiled("id = 'PL.PZGiK.1.EGiB:12'")
    assert "f.ns = " in sql and "f.local_id = " in sql
    assert list(values.values())[-2:] == ["PL.PZGiK.1.EGiB", "12"]
