"""``infostrada deadline``: the end of a term with its reason; needs no site and no database."""

from datetime import date
from infostrada.site.records.cases.statute import RULES
from infostrada.site.records.cases.statute import UnknownTermError
from infostrada.site.records.cases.terms import reckon
from infostrada.site.records.cases.terms import reckon_rule
from infostrada.site.records.cases.terms import Reckoning
from typing import Any

import click
import json
import re


COUNT = re.compile(
    r"(\d{1,4})\s*(d|day|days|dzień|dni|w|week|weeks|tydzień|tygodnie|tygodni|m|month|months|miesiąc|miesiące|"
    r"miesięcy|y|year|years|rok|lata|lat)\Z"
)
UNITS = {"d": "day", "t": "week", "w": "week", "m": "month", "r": "year", "l": "year", "y": "year"}


@click.command()
@click.argument("event", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), required=False)
@click.argument("term", metavar="TERM", required=False)
@click.option("--list", "listed", is_flag=True, help="Name the statutory terms and stop.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def deadline(event: Any, term: str | None, listed: bool, as_json: bool) -> None:
    """End of a term that DATE (YYYY-MM-DD) opens, with its reason.

    TERM is the name of a statutory term (see --list) or a count: "14d", "14 dni", "1m", "2 weeks".
    """
    if listed:
        for rule in RULES:
            click.echo(f"{rule.key:26} {rule.basis}: {rule.matter}")
        return
    if event is None or term is None:
        raise click.UsageError("Give DATE and TERM, or --list.")
    day = event.date()
    found = _reckon(day, term.strip())
    click.echo(json.dumps(_json(day, found), ensure_ascii=False) if as_json else _words(day, found))


def _reckon(day: date, term: str) -> Reckoning:
    counted = COUNT.match(term)
    try:
        if counted:
            return reckon(day, int(counted[1]), UNITS["d" if counted[2].startswith("dz") else counted[2][0]])
        return reckon_rule(day, term)
    except UnknownTermError as error:
        raise click.BadParameter(
            f"there is no counted term {term!r}; see --list", param_hint="TERM"
        ) from error
    except (OverflowError, ValueError) as error:
        raise click.BadParameter(
            f"the calendar does not reach that far: {error}", param_hint="DATE"
        ) from error


def _json(day: date, found: Reckoning) -> dict[str, Any]:
    return {
        "event": day.isoformat(),
        "nominal": found.nominal.isoformat(),
        "end": found.end.isoformat(),
        "moved_from": found.moved_from or None,
        "basis": found.rule.basis if found.rule else "KPA art. 57",
    }


def _words(day: date, found: Reckoning) -> str:
    lines = [found.end.isoformat()]
    if found.rule is not None:
        lines.append(f"{found.rule.matter}: {found.rule.basis}, od: {found.rule.starts or 'dnia zdarzenia'}")
    lines.append(f"dnia zdarzenia ({day.isoformat()}) nie wlicza się (KPA art. 57 § 1)")
    if found.end != found.nominal:
        lines.append(
            f"{found.nominal.isoformat()} to {found.moved_from}, koniec przechodzi na następny dzień roboczy "
            "(KPA art. 57 § 4)"
        )
    return "\n".join(lines)
