"""``infostrada tally``: count any election in the Pabulib format again; needs neither site nor database."""

from dataclasses import replace
from fractions import Fraction
from infostrada.site.participation.budget.counting.city import count_city
from infostrada.site.participation.budget.counting.city_file import read_city
from infostrada.site.participation.budget.counting.declared import DECLARED
from infostrada.site.participation.budget.counting.declared import declared
from infostrada.site.participation.budget.counting.declared import RuleUnknown
from infostrada.site.participation.budget.counting.engine import count
from infostrada.site.participation.budget.counting.parameters import Parameters
from infostrada.site.participation.budget.counting.parameters import parameters
from infostrada.site.participation.budget.counting.parameters import ParametersFaulty
from infostrada.site.participation.budget.counting.result import Agreement
from infostrada.site.participation.budget.counting.result import agreement
from infostrada.site.participation.budget.counting.result import Result
from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.faults import ERROR
from infostrada.site.participation.budget.pabulib.faults import FileFaulty
from infostrada.site.participation.budget.pabulib.faults import Report
from infostrada.site.participation.budget.pabulib.numbers import decimal_text
from infostrada.site.participation.budget.pabulib.numbers import Exact
from infostrada.site.participation.budget.pabulib.reader import read
from pathlib import Path
from typing import Any

import click
import json


SAME, DIFFERENT, FAULTY = 0, 1, 2
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", nargs=-1, type=FILE)
@click.option(
    "--rule", type=click.Choice(sorted(DECLARED)), help="Count by this rule instead of the declared one."
)
@click.option("--params", "params", type=FILE, help="Frozen parameters (JSON) instead of the declared rule.")
@click.option("--city", "city", type=FILE, help="Pools of a whole city and the money between them (JSON).")
@click.option("--draw", help="Order drawn for equal projects: identifiers by comma.")
@click.option("--strict", is_flag=True, help="Any error in a file counts as a failure.")
@click.option("--steps", is_flag=True, help="Show each step.")
@click.option("--json", "as_json", is_flag=True, help="Write results, steps, digests and faults as JSON.")
def tally(
    files: tuple[Path, ...],
    rule: str | None,
    params: Path | None,
    city: Path | None,
    draw: str | None,
    strict: bool,
    steps: bool,
    as_json: bool,
) -> None:
    """Count FILES (.pb) again and compare with the winners they publish.

    Exit status: 0 the published winners, or none are published; 1 other winners; 2 a file or the parameters
    cannot be counted, or a file without published winners has errors.
    """
    if bool(files) == bool(city):
        raise click.UsageError("Name one or more files, or --city.")
    if city is not None:
        raise SystemExit(_city(city, as_json))
    outcomes = [_one(file, rule, params, draw, strict) for file in files]
    if as_json:
        bodies = [body for _, body, _ in outcomes]
        click.echo(json.dumps(bodies[0] if len(bodies) == 1 else bodies, ensure_ascii=False, indent=1))
    else:
        for file, (_, body, told) in zip(files, outcomes, strict=True):
            _report(file, body, told, steps)
    raise SystemExit(max(status for status, _, _ in outcomes))


Told = tuple[Election, Result, Agreement | None] | None


def _one(
    file: Path, rule: str | None, params: Path | None, draw: str | None, strict: bool
) -> tuple[int, dict[str, Any], Told]:
    """Exit status, the answer as JSON, and what a text report is made of."""
    body: dict[str, Any] = {"file": file.name}
    try:
        election, report = _read(file)
    except FileFaulty as error:
        return FAULTY, body | {"problem": "file"} | _faults(error.report), None
    body |= {"rule": election.rule} | _faults(report)
    try:
        result = count(election, _parameters(election, rule, params, draw))
    except RuleUnknown as error:
        words = f"'{error}' is no rule that can be carried out; name one with --rule or give --params"
        return FAULTY, body | {"problem": "rule", "words": words}, None
    except ParametersFaulty as error:
        return FAULTY, body | {"problem": "parameters", "words": str(error)}, None
    agreed = agreement(election, result)
    body |= {"agreement": agreed and agreed.as_json(), "result": result.as_json()}
    return _status(report, agreed, strict), body, (election, result, agreed)


def _read(file: Path) -> tuple[Election, Report]:
    with file.open("rb") as stream:
        return read(stream)


def _parameters(election: Election, rule: str | None, params: Path | None, draw: str | None) -> Parameters:
    found = parameters(_json(params)) if params else declared(election, rule)
    if draw is None:
        return found
    drawn = tuple(part.strip() for part in draw.split(","))
    return parameters(replace(found, ties=("draw",), draw=drawn).as_json())


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise ParametersFaulty(file.name, f"is not JSON: {error}") from error


def _status(report: Report, agreed: Agreement | None, strict: bool) -> int:
    if agreed is not None and not agreed.same:
        return DIFFERENT
    if report.by_level[ERROR] and (strict or agreed is None):
        return FAULTY
    return SAME


def _faults(report: Report) -> dict[str, Any]:
    return {
        "faults": [
            {"line": f.line, "level": f.level, "code": f.code, "words": f.words} for f in report.in_order()
        ],
        "faults_left_off": report.left_off,
    }


def _report(file: Path, body: dict[str, Any], told: Told, steps: bool) -> None:
    for fault in body["faults"]:
        click.echo(f"{file.name}:{fault['line']}: {fault['level']}: {fault['words']}", err=True)
    if body["faults_left_off"]:
        click.echo(f"{file.name}: {body['faults_left_off']} more faults", err=True)
    if told is None:
        click.echo(f"{file.name}: cannot be counted. {body.get('words', '')}".rstrip())
        return
    election, result, agreed = told
    click.echo(f"{file.name}: {election.rule}, {result.voters} ballots, budget {_amount(result.budget)}")
    for line in _table(election, result):
        click.echo(line)
    for step in result.steps if steps else ():
        click.echo("  step " + ", ".join(f"{key} {_text(value)}" for key, value in step.items()))
    for tie in result.ties:
        order = ", ".join(tie["order"])
        click.echo(f"  A tie decided: {order} taken in this order ({', '.join(tie['settled_by'])}).")
    spent = result.budget - result.left
    click.echo(
        f"  spent {_amount(spent)}, left {_amount(result.left)}, from outside {_amount(result.outside)}"
    )
    click.echo(f"  voters without a winning project: {result.without_winner}")
    answer = body["result"]
    click.echo(f"  file sha256 {result.election_sha256}\n  parameters sha256 {answer['parameters_sha256']}")
    click.echo(
        f"  result sha256 {answer['sha256']} ({answer['engine']['name']} {answer['engine']['version']})"
    )
    click.echo("  " + _verdict(election, agreed))


def _table(election: Election, result: Result) -> list[str]:
    rows = sorted(result.standings, key=lambda s: (s.id not in result.winners, -s.score, s.place))
    return [
        f"  {s.outcome:<16} {_text(s.score):>9} points {_amount(s.cost):>15}  {s.id}  "
        f"{election.projects[s.place].name[:60]}".rstrip()
        for s in rows
    ]


def _verdict(election: Election, agreed: Agreement | None) -> str:
    if agreed is None:
        return "The file publishes no winners."
    if agreed.same:
        words = "The published winners are reproduced."
        if agreed.topped_up_differ:
            words += " Topped-up projects differ."
        if agreed.moved_in:
            words += f" Paid with money moved in later: {', '.join(sorted(agreed.moved_in))}."
        return words
    parts = ["THE PUBLISHED WINNERS DIFFER."]
    if agreed.missing:
        parts.append(f"Published, not counted: {', '.join(sorted(agreed.missing))}.")
    if agreed.surplus:
        parts.append(f"Counted, not published: {', '.join(sorted(agreed.surplus))}.")
    if election.meta.get("comment"):
        parts.append(f"The file says: {election.meta['comment']}")
        parts.append("Facts outside the rule (withdrawn, exclusive projects) are given with --params.")
    return " ".join(parts)


def _city(file: Path, as_json: bool) -> int:
    try:
        pools, steps = read_city(_json(file), lambda name: _read(file.parent / name)[0])
        city = count_city(pools, steps)
    except (FileFaulty, ParametersFaulty, RuleUnknown, OSError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(city.as_json(), ensure_ascii=False, indent=1))
        return SAME
    for name, result in city.results.items():
        click.echo(f"{name}: {_won(result)}; left {_amount(city.left[name])}")
    for move in city.moved:
        click.echo("  " + ", ".join(f"{key} {_text(value)}" for key, value in move.items()))
    return SAME


def _won(result: Result) -> str:
    lost = ("withdrawn", "below_threshold", "excluded", "too_dear", "after_stop", "unsupported", "no_cost")
    return ", ".join(f"{s.id} ({s.outcome})" for s in result.standings if s.outcome not in lost)


def _amount(value: Exact) -> str:
    return f"{value:,}".replace(",", " ") if isinstance(value, int) else decimal_text(value)


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return " ".join(str(item) for item in value)
    if isinstance(value, Fraction):
        # A price may have hundreds of digits; it stands in full in the JSON.
        return decimal_text(value) if value.denominator < 10**6 else f"about {float(value):.6f}"
    return str(value)
