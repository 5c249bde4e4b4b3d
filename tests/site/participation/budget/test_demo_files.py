"""The demo region's election is a real file: without faults, and its winners follow from its ballots."""

from infostrada.site.participation.budget.counting.declared import declared
from infostrada.site.participation.budget.counting.engine import count
from infostrada.site.participation.budget.counting.result import agreement
from infostrada.site.participation.budget.pabulib.reader import read_bytes


def test_demo_files_are_sound(top):
    paths = sorted((top / "profiles" / "demo" / "budget").glob("*.pb"))
    assert [path.name for path in paths] == ["miasto.pb", "zazamcze.pb"]
    for path in paths:
        election, report = read_bytes(path.read_bytes())
        assert report.faults == []
        result = count(election, declared(election))
        assert agreement(election, result).same and 0 < len(result.funded) < len(election.projects)
