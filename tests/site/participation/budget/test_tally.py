"""``infostrada tally`` as somebody types it."""

from click.testing import CliRunner
from hashlib import sha256
from infostrada.site.participation.budget.cli import tally
from tests.site.participation.budget.elections import file_of

import json
import pytest


def run(*words):
    return CliRunner().invoke(tally, [str(word) for word in words])


def selected(*marks, **meta):
    """A file of three projects that publishes winners."""
    data = file_of(100, {"a": 60, "b": 50, "c": 40}, ["a,b", "a", "b", "c"], **meta).decode()
    for name, cost, mark in zip("abc", (60, 50, 40), marks, strict=True):
        data = data.replace(f"\n{name};{cost}\n", f"\n{name};{cost};{mark}\n")
    return data.replace("project_id;cost\n", "project_id;cost;selected\n").encode()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "election.pb"
    path.write_bytes(selected(1, 0, 1))
    return path


def test_published_winners_reproduced(file):
    answer = run(file)
    assert answer.exit_code == 0
    assert "The published winners are reproduced." in answer.output
    assert "A tie decided: a, b taken in this order (listed)." in answer.output


def test_other_winners(file):
    file.write_bytes(selected(0, 1, 1))
    answer = run(file)
    assert answer.exit_code == 1
    assert "Published, not counted: b. Counted, not published: a." in answer.output


def test_another_rule_and_a_draw(file):
    assert run(file, "--rule", "greedy-no-skip").exit_code == 1
    file.write_bytes(selected(0, 1, 1))
    assert run(file, "--draw", "b,a,c").exit_code == 0
    assert run(file, "--draw", "b,a").exit_code == 2


def test_parameters_from_a_file(file, tmp_path):
    params = tmp_path / "params.json"
    params.write_text('{"withdrawn": ["a"]}')
    file.write_bytes(selected(0, 1, 1))
    assert run(file, "--params", params).exit_code == 0
    params.write_text('{"withdrawn": ["nobody"]}')
    assert run(file, "--params", params).exit_code == 2
    params.write_text("{")
    assert run(file, "--params", params).exit_code == 2


def test_json_with_digests_and_steps(file):
    answer = run(file, "--json")
    body = json.loads(answer.output)
    assert body["agreement"]["same"] is True
    result = body["result"]
    assert result["election_sha256"] == sha256(file.read_bytes()).hexdigest()
    rest = {key: value for key, value in result.items() if key != "sha256"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert result["sha256"] == sha256(text.encode()).hexdigest()
    assert [step["decision"] for step in result["steps"]] == ["funded", "too_dear", "funded"]
    assert result["left"] == 0 and result["engine"] == {"name": "infostrada-count", "version": "1"}


def test_a_file_that_cannot_be_counted_is_reported_by_line(file):
    file.write_bytes(selected(1, 0, 1).replace(b"a;60", b"a;sixty"))
    answer = run(file)
    assert answer.exit_code == 2
    assert "election.pb:16: stop: the cost of a is not an amount: 'sixty'" in answer.output
    assert json.loads(run(file, "--json").output)["faults"][0]["line"] == 16


def test_errors_count_where_nothing_is_published_or_with_strict(file):
    bad = selected(1, 0, 1).replace(b"num_votes;4", b"num_votes;5")
    file.write_bytes(bad)
    assert run(file).exit_code == 0
    assert run(file, "--strict").exit_code == 2
    file.write_bytes(file_of(100, {"a": 60}, ["a"], num_votes=2))
    assert run(file).exit_code == 2


def test_a_rule_that_is_not_declared(file):
    file.write_bytes(selected(1, 0, 1, rule="unknown"))
    assert run(file).exit_code == 2
    assert run(file, "--rule", "greedy").exit_code == 0


def test_several_files_end_with_the_worst(file, tmp_path):
    other = tmp_path / "other.pb"
    other.write_bytes(selected(0, 1, 1))
    answer = run(file, other, "--json")
    assert answer.exit_code == 1 and len(json.loads(answer.output)) == 2


def test_a_city(file, tmp_path):
    city = tmp_path / "city.json"
    pools = {"east": {"file": "election.pb", "parameters": {"walk": "stop"}}}
    spend = {"from": ["east"], "on": ["east"]}
    city.write_text(json.dumps({"pools": pools, "steps": [{"count": ["east"]}, {"spend": spend}]}))
    answer = run("--city", city, "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.output)["moved"][0]["projects"][0]["project"] == "c"
    assert "c (moved_in)" in run("--city", city).output
    city.write_text(json.dumps({"pools": {"east": {"file": "nowhere.pb"}}}))
    assert run("--city", city).exit_code == 1
    assert run().exit_code == 2 and run(file, "--city", city).exit_code == 2
