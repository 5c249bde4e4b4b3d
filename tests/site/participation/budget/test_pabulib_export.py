"""Public files: valid for the format's own checker, counted to the same winners, nobody stands out."""

from collections import Counter
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from infostrada.site.participation.budget.counting.declared import declared
from infostrada.site.participation.budget.counting.engine import count
from infostrada.site.participation.budget.pabulib.anonymous import banded
from infostrada.site.participation.budget.pabulib.anonymous import export
from infostrada.site.participation.budget.pabulib.reader import read_bytes
from pabulib.checker import Checker
from random import Random
from tests.site.participation.budget.elections import file_of

import pytest


REAL = (
    "Poland_Bydgoszcz_2025_Legnowo_Wies__small_projects.pb",
    "Poland_Bydgoszcz_2025_Bydgoszcz_Wschod_-_Siernieczek.pb",
    "Poland_Katowice_2024_Murcki.pb",
    "Poland_Krakow_2022_Czyzyny.pb",
    "Poland_Lodz_2024_Katedralna.pb",
    "Poland_Warszawa_2017_Nowe_Wlochy.pb",
)


def checked(path):
    """Errors the format's own checker finds."""
    (answer,) = [
        value
        for key, value in Checker().process_files([str(path)]).items()
        if key not in ("metadata", "summary")
    ]
    return set(answer.get("results", answer).get("errors", {}))


def test_the_checker_would_tell(shared_data, tmp_path):
    election, _ = read_bytes((shared_data / "budget" / REAL[1]).read_bytes(), keep_voters=True)
    target = tmp_path / REAL[1]
    target.write_bytes(export(election).replace(b"num_votes;237", b"num_votes;236"))
    assert "different number of votes" in checked(target)


@pytest.mark.parametrize("name", REAL)
def test_exported_files_are_valid_and_elect_the_same(shared_data, tmp_path, name):
    source = shared_data / "budget" / name
    election, _ = read_bytes(source.read_bytes(), keep_voters=True)
    target = tmp_path / name
    target.write_bytes(export(election))
    assert checked(target) <= checked(source)
    again, report = read_bytes(target.read_bytes(), keep_voters=True)
    assert report.faults == []
    assert (again.votes, again.scores, again.voters) == (election.votes, election.scores, election.voters)
    assert Counter((b.choices, b.points, b.count) for b in again.ballots) == Counter(
        (b.choices, b.points, b.count) for b in election.ballots
    )
    assert again.published(1) == election.published(1)
    first, second = count(election, declared(election)), count(again, declared(again))
    assert (first.funded, first.left) == (second.funded, second.left)


@pytest.mark.parametrize("name", REAL)
def test_nobody_stands_out(shared_data, name):
    election, _ = read_bytes((shared_data / "budget" / name).read_bytes(), keep_voters=True)
    again, _ = read_bytes(export(election), keep_voters=True)
    kept = [n for n in again.voter_columns if n not in ("voter_id", "vote", "points")]
    assert set(kept) <= {"age", "voting_method"}
    places = [again.voter_columns.index(name) for name in kept]
    alike = Counter(tuple(row[place] for place in places) for row in again.voter_rows)
    assert min(alike.values()) >= 5
    assert [row[0] for row in again.voter_rows] == [str(n) for n in range(1, again.voters + 1)]


def test_the_order_of_ballots_is_drawn_anew():
    votes = [str(n % 3 + 1) for n in range(60)]
    election, _ = read_bytes(file_of(10, {"1": 1, "2": 2, "3": 3}, votes), keep_voters=True)
    one, other = (export(election, chance=Random(seed)) for seed in (1, 2))
    assert one != other and read_bytes(one)[0].votes == read_bytes(other)[0].votes


def test_an_election_read_without_voters_cannot_be_exported():
    with pytest.raises(ValueError, match="without its voters"):
        export(read_bytes(file_of(10, {"1": 1}, ["1"]))[0])


def test_names_with_semicolons_quotes_and_line_breaks():
    data = file_of(10, {"1": 1}, ["1"]).replace(b"project_id;cost", b"project_id;cost;name")
    data = data.replace(b"1;1\n", b'1;1;"a;b ""c""\nd"\n', 1)
    election, _ = read_bytes(data, keep_voters=True)
    again, report = read_bytes(export(election))
    assert again.projects[0].name == 'a;b "c" d' and report.faults == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.none() | st.integers(0, 110), max_size=80), st.integers(2, 7))
def test_bands_hide_everybody(ages, k):
    bands = banded(ages, k)
    sizes = Counter(bands)
    assert len(bands) == len(ages)
    if len(sizes) > 1:
        assert min(sizes.values()) >= k
    for age, band in zip(ages, bands, strict=True):
        if band:
            low, high = map(int, band.split("-"))
            assert low <= age <= high
