"""The count in the browser gives, to the last byte, the result of the count at the office."""

from infostrada.site.participation.budget.browser.recount import script
from infostrada.site.participation.budget.counting.declared import declared
from infostrada.site.participation.budget.counting.engine import count
from infostrada.site.participation.budget.counting.parameters import parameters
from infostrada.site.participation.budget.pabulib.reader import read_bytes
from tests.site.participation.budget.elections import file_of

import base64
import json
import pytest
import random
import tarfile


pytestmark = pytest.mark.browser
CALL = """([file, params]) => {
  const bytes = Uint8Array.from(atob(file), (c) => c.charCodeAt(0));
  try {
    const { json, agreement, election } = InfostradaCount.recount(bytes, params);
    return { json, agreement, faults: election.faults };
  } catch (error) { return { error: error.message }; }
}"""


@pytest.fixture(scope="module")
def recount(chromium):
    """Counts bytes in a page that never sees the network."""
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.evaluate(script())

    def run(data, params=None):
        return page.evaluate(CALL, [base64.b64encode(data).decode(), params])

    yield run
    context.close()


def same(recount, data, params=None):
    """Both counts of a file; the script's answer is returned."""
    election, _ = read_bytes(data)
    ours = count(election, parameters(params) if params else declared(election)).as_json()
    answer = recount(data, params)
    assert "error" not in answer, answer
    assert json.loads(answer["json"]) == ours
    return answer


def test_all_shared_files(recount, shared_data):
    counted = 0
    for path in sorted((shared_data / "budget").glob("*.pb")):
        data = path.read_bytes()
        if read_bytes(data)[0].rule == "unknown":
            assert "unknown" in recount(data)["error"]
            continue
        same(recount, data)
        counted += 1
    assert counted == 15


def test_a_whole_city(recount, shared_data):
    with tarfile.open(next((shared_data / "budget").glob("bundle_*.tar.gz"))) as bundle:
        for member in bundle.getmembers():
            if member.name.endswith(".pb"):
                answer = same(recount, bundle.extractfile(member).read())
                assert answer["agreement"] == {"missing": [], "surplus": []}


def made(chance):
    """A small election and parameters by chance, full of ties."""
    costs = {
        name: chance.choice(["1", "2", "3", "4.5", "5", "7.25"]) for name in "abcdefg"[: chance.randint(1, 7)]
    }
    votes = []
    for _ in range(chance.randint(1, 12)):
        chosen = chance.sample(sorted(costs), chance.randint(1, len(costs)))
        votes.append((",".join(chosen), ",".join(str(chance.randint(1, 4)) for _ in chosen)))
    names = sorted(costs)
    groups = (
        [{"projects": chance.sample(names, 2), "keep": chance.choice(["score", "listed"])}]
        if len(names) > 2
        else []
    )
    shares = {
        "satisfaction": chance.choice(["cost", "cardinality", "points"]),
        "completion": chance.choice(["none", "add1", "greedy", "add1+greedy"]),
        "step": chance.choice([1, "0.5", "1/3"]),
        "stop": chance.choice(["overspend", "exhausted"]),
        "start": chance.choice(["share", "whole"]),
        "comparison": chance.choice(["none", "projects", "cost", "represented"]),
    }
    params = {
        "rule": chance.choice(["greedy", "equal-shares", "equal-shares"]),
        "walk": chance.choice(["skip", "stop"]),
        "threshold": chance.choice(
            [{}, {"score": 3}, {"share_of_ballots": "1/4"}, {"cost_share": "1/3", "votes": 1}]
        ),
        "exclusions": groups if chance.random() < 0.3 else [],
        "top_up": chance.choice([None, {"share": "4/5"}, {"share": 0.5, "limit": 1}]),
        "withdrawn": [names[0]] if chance.random() < 0.2 else [],
        "ties": chance.choice([["listed"], ["cheaper", "votes"], ["dearer"], ["draw"]]),
        "draw": chance.sample(names, len(names)),
        "shares": shares,
    }
    kind = chance.choice(["cumulative", "scoring", "ordinal"])
    extra = {"default_score": 1} if kind == "scoring" and chance.random() < 0.3 else {}
    return file_of(chance.choice(["0", "6", "10.75", "20"]), costs, votes, vote_type=kind, **extra), params


def test_small_elections_with_every_parameter(recount):
    chance = random.Random(20261127)
    for _ in range(250):
        same(recount, *made(chance))


@pytest.mark.parametrize("vote", ["9", "1,9", "1,1", " 1 , 2 ", "", "1,2;extra", '"1,2"', '"1', "2;;;"])
def test_untidy_ballots_are_taken_alike(recount, vote):
    same(recount, file_of(100, {"1": 60, "2": 50}, ["2", vote, "1"]))


def test_files_that_cannot_be_counted(recount):
    good = file_of(100, {"1": 60}, ["1"])
    for old, new in (
        (b"1;60", b"1;dear"),
        (b"budget;100", b"budget;x"),
        (b"VOTES", b"BALLOTS"),
        (b";", b","),
    ):
        assert "error" in recount(good.replace(old, new))


def test_a_large_election_is_bearable(recount):
    chance = random.Random(5)
    costs = {str(n): chance.randint(10, 90) * 1000 for n in range(60)}
    votes = [",".join(map(str, chance.sample(range(60), chance.randint(1, 10)))) for _ in range(20_000)]
    same(recount, file_of(1_500_000, costs, votes, rule="equalshares"))
