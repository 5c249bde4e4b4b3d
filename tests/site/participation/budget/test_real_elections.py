"""Real elections: the published winners follow from the declared rule and, where needed, from stated facts."""

from click.testing import CliRunner
from infostrada.site.participation.budget.cli import tally
from infostrada.site.participation.budget.counting.declared import declared
from infostrada.site.participation.budget.counting.declared import RuleUnknown
from infostrada.site.participation.budget.counting.engine import count
from infostrada.site.participation.budget.counting.parameters import parameters
from infostrada.site.participation.budget.counting.result import agreement
from infostrada.site.participation.budget.pabulib.reader import read
from infostrada.site.participation.budget.pabulib.reader import read_bytes

import csv
import json
import pytest
import tarfile


BEMOWO = "Poland_Warszawa_2022_Bemowo.pb"
LAS = "Poland_Warszawa_2018_Las.pb"


def manifest(shared_data):
    """Rows of the collection's own list."""
    with (shared_data / "budget" / "MANIFEST.csv").open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file, delimiter=";") if row["file"].endswith(".pb")]


def election_in(shared_data, name):
    with (shared_data / "budget" / name).open("rb") as file:
        return read(file)


def test_every_file_reads_without_a_fault_and_has_the_listed_size(shared_data):
    for row in manifest(shared_data):
        election, report = election_in(shared_data, row["file"])
        assert report.faults == [], row["file"]
        assert (str(election.voters), str(len(election.projects))) == (row["voters"], row["projects"])


# Facts outside the rule, as the collection's list and the files' own comments tell them.
FACTS = {BEMOWO: {"exclusions": [{"projects": ["773", "153"]}]}, LAS: {"withdrawn": ["1649"]}}


def test_tally_says_of_each_file_what_the_list_says(shared_data, tmp_path):
    """The command over the whole collection: exit status 0 where the winners follow, 1 where they do not, 2 where no
    rule is declared.

    Of the three elections by Equal Shares two are in the collection, Świecie and Wieliczka; Assen 2024 is not.
    """
    run, same = CliRunner(), []
    for row in manifest(shared_data):
        file = shared_data / "budget" / row["file"]
        stated = row["greedy_variants_reproducing_selected"]
        follows = "MES" in row["pabutools_rules_reproducing_selected"] or not stated.startswith("none")
        done = run.invoke(tally, ["--json", str(file)])
        expected = 2 if row["rule_declared"] == "unknown" else 0 if follows else 1
        assert done.exit_code == expected, row["file"]
        agreed = json.loads(done.stdout).get("agreement")
        if agreed is not None:
            assert not agreed["topped_up_differ"]
            same.append(agreed["same"])
        if row["file"] in FACTS:
            with file.open("rb") as stream:
                given = declared(read(stream)[0]).as_json() | FACTS[row["file"]]
            (tmp_path / "facts.json").write_text(json.dumps(given))
            words = [str(file), "--params", str(tmp_path / "facts.json")]
            assert run.invoke(tally, words).exit_code == 0, row["file"]
    assert same.count(True) == 12 and same.count(False) == 2


@pytest.mark.parametrize("rule", ["equalshares/add1", "equalshares/add1-comparison"])
def test_swiecie_by_either_stop_rule(shared_data, rule):
    election, _ = election_in(shared_data, "Poland_Swiecie_2023.pb")
    for stop in ("overspend", "exhausted"):
        given = declared(election, rule).as_json()
        given["shares"]["stop"] = stop
        assert set(count(election, parameters(given)).funded) == election.published(1)


def test_wieliczka_needs_the_stop_at_the_next_round_that_overspends(shared_data):
    election, _ = election_in(shared_data, "Poland_Wieliczka_2023_Green_Budget.pb")
    given = declared(election).as_json()
    given["shares"]["stop"] = "exhausted"
    early = set(count(election, parameters(given)).funded)
    assert len(early) == 31 and len(election.published(1)) == 30
    assert len(early ^ election.published(1)) == 3


def test_bemowo_with_the_exclusion_its_comment_reports(shared_data):
    election, _ = election_in(shared_data, BEMOWO)
    given = declared(election).as_json() | {"exclusions": [{"projects": ["773", "153"]}]}
    result = count(election, parameters(given))
    assert agreement(election, result).same
    (out,) = [s for s in result.standings if s.id == "153"]
    assert (out.outcome, out.because) == ("excluded", {"by": "773"})


def test_las_with_the_project_taken_out(shared_data):
    election, _ = election_in(shared_data, LAS)
    given = declared(election).as_json() | {"withdrawn": ["1649"]}
    assert agreement(election, count(election, parameters(given))).same


def test_las_threshold_is_a_tenth_of_the_ballots(shared_data):
    election, _ = election_in(shared_data, LAS)
    given = {"threshold": {"share_of_ballots": "1/10"}, "withdrawn": ["1649"]}
    assert agreement(election, count(election, parameters(given))).same


def test_grunwald_tops_up_the_next_project(shared_data):
    election, _ = election_in(
        shared_data, "Poland_Poznan_2023_5_-_Grunwald_Polnoc_Grunwald_Poludnie_Stary_Grunwald.pb"
    )
    result = count(election, declared(election))
    # 1,050,000 - 750,000 = 300,000, which is over four fifths of 315,000; 15,000 come from outside.
    assert (result.funded, result.topped_up, result.left, result.outside) == (("V.6",), ("V.5",), 0, 15000)


def test_a_whole_city(shared_data):
    with tarfile.open(next((shared_data / "budget").glob("bundle_Czestochowa_*.tar.gz"))) as bundle:
        files = [m for m in bundle.getmembers() if m.name.endswith(".pb")]
        assert len(files) == 21
        voters = 0
        for member in files:
            election, report = read_bytes(bundle.extractfile(member).read())
            assert report.faults == []
            assert agreement(election, count(election, declared(election))).same, member.name
            voters += election.voters
    assert voters == 62070


def test_an_unknown_rule_is_not_guessed(shared_data):
    election, _ = election_in(shared_data, "Switzerland_Zurich_S5.pb")
    with pytest.raises(RuleUnknown):
        declared(election)
