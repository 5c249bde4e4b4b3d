from datetime import datetime
from datetime import timedelta
from infostrada.core.calendar import POLAND
from pathlib import Path
from tests.days import to_midnight

import ast
import pytest


CLOCK = {"polish_today", "this_year", "today"}
TESTS = Path(__file__).parent


def test_no_test_keeps_the_day_of_its_import():
    """A run that goes past midnight would go on with yesterday."""
    kept = [
        f"{path.relative_to(TESTS)}:{call.lineno}"
        for path in sorted(TESTS.rglob("*.py"))
        if "benchmarks" not in path.parts
        for call in at_import(ast.parse(path.read_text(encoding="utf-8")))
        if name_of(call.func) in CLOCK
    ]
    assert kept == []


def test_a_kept_day_would_be_found():
    source = "DAY = polish_today()\ndef f(on=date.today()):\n    return polish_today()\nclass A:\n    y = this_year()"
    assert [call.lineno for call in at_import(ast.parse(source))] == [1, 2, 5]


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        ((2026, 11, 29, 23, 59, 30), timedelta(seconds=30)),
        ((2026, 11, 29, 0, 0), timedelta(hours=24)),
        ((2026, 3, 29, 0, 0), timedelta(hours=23)),  # The clocks go forward.
        ((2026, 10, 25, 0, 0), timedelta(hours=25)),
    ],
)
def test_how_long_the_day_lasts(moment, left):
    here = datetime(*moment, tzinfo=POLAND)
    assert to_midnight(here) == left
    assert to_midnight(here.astimezone()) == left


def at_import(node):
    """Calls made when a module is imported: not those in the bodies of its functions."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.Lambda):
            continue
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            for early in (*each.decorator_list, *each.args.defaults, *filter(None, each.args.kw_defaults)):
                yield from ([early] if isinstance(early, ast.Call) else [])
                yield from at_import(early)
            continue
        if isinstance(each, ast.Call):
            yield each
        yield from at_import(each)


def name_of(function):
    return getattr(function, "id", getattr(function, "attr", ""))
