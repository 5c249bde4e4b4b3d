"""The official plan: annex 5 of the regulation of 18 January 2011, in two formats (EOD-16)."""

from collections import Counter
from infostrada.site.records.plan.readers import read
from infostrada.site.records.plan.rules import blocking
from infostrada.site.records.plan.rules import diff
from infostrada.site.records.plan.rules import parents_of
from infostrada.site.records.plan.rules import validate
from infostrada.site.records.plan.writer import ezdrp

import csv
import io
import json
import pytest


FOLDER = "pl/jrwa"
CSV = "jrwa-zespolona-2011-zal5.csv"
JSON = "jrwa-zespolona-ezdrp-import.json"


@pytest.fixture(scope="module")
def official(shared_data):
    return read(CSV, (shared_data / FOLDER / CSV).read_bytes())


def test_counts_of_the_regulation(official):
    counts = Counter(item.category_lead for item in official)
    assert len(official) == 1258
    assert (counts["A"], counts["BE10"], counts["B5"]) == (424, 203, 120)
    assert (counts["B10"], counts["BE5"], counts[""]) == (106, 105, 263)


def test_official_plan_may_be_imported(official):
    findings = validate(official)
    assert blocking(findings) == []
    assert [(f.reason, f.symbol) for f in findings] == [
        ("category_missing", "800"),
        ("category_missing", "8513"),
    ]
    assert len(parents_of(official)) == 261


def test_what_is_written_for_ezd_rp_is_read_again(official, shared_data):
    written = ezdrp(official)
    assert diff(official, read("p.json", written)) == []
    keys = json.loads((shared_data / FOLDER / JSON).read_bytes().decode("utf-8-sig"))[0].keys() - {""}
    assert all(row.keys() == keys for row in json.loads(written))


def test_printed_as_in_the_regulation_and_kept_by_a_spreadsheet_it_is_the_same_plan(official):
    """A column for each order, whose leading zeros a spreadsheet dropped, in the code page of Windows."""
    orders = max(len(item.symbol) for item in official)
    rows = [
        ["Symbole klasyfikacyjne", *[""] * (orders - 1), "Hasła klasyfikacyjne", "Oznaczenie kategorii archiwalnej", "",
         "Uszczegółowienie"],
        [*["I", "II", "III", "IV", "V"][:orders], "", "w komórce merytorycznej", "w innej komórce", ""],
    ]  # fmt: skip
    for item in official:
        columns = [""] * orders
        columns[len(item.symbol) - 1] = str(int(item.symbol))
        rows.append([*columns, item.title, item.category_lead, item.category_other, item.note])
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    assert diff(official, read("jrwa.csv", out.getvalue().encode("cp1250", "replace"))) == []


def test_category_without_years(official):
    bare = next(item for item in official if item.symbol == "3144")
    assert bare.category_lead == "B"
    assert bare.note.startswith("czas przechowywania wynika z odrębnych regulacji")


def test_both_formats_hold_the_same_symbols(official, shared_data):
    other = read(JSON, (shared_data / FOLDER / JSON).read_bytes())
    assert blocking(validate(other)) == []
    assert [item.symbol for item in other] == [item.symbol for item in official]
    categories = [item for item in diff(official, other) if "category_lead" in item.fields]
    assert categories == []


def test_ndap_sample_is_an_extract_with_missing_parents(shared_data):
    sample = read("wykaz.xml", (shared_data / "pl/samples/wykaz-akt-wzor.xml").read_bytes())
    assert sample[3].category_lead == "A"
    assert sample[3].category_other == "Bc"
    missing = {f.symbol for f in blocking(validate(sample)) if f.reason == "parent_missing"}
    assert {"120", "271"} & missing == {"120"}
