"""``infostrada deadline``: the end of a term with its reason; needs no site and no database."""

from datetime import date
from difflib import get_close_matches
from infostrada.site.records.cases.statute import RULES
from infostrada.site.records.cases.statute import UnknownTermError
from infostrada.site.records.cases.terms import reckon
from infostrada.site.records.cases.terms import reckon_rule
from infostrada.site.records.cases.terms import Reckoning
from typing import Any

import click
import json
import re


COUNT = re.compile(r"(\d{1,4})\s*([^\W\d]+\.?(?:\s+[^\W\d]+)?)\Z")
WORDS = {
    "day": "d day days dzień dni",
    "working_day": "dr|working day|working days|dzień roboczy|dni robocze|dni roboczych",
    "week": "t w tydz tydz. week weeks tydzień tygodnie tygodni",
    "month": "m mies mies. month months miesiąc miesiące miesięcy miesiąca",
    "year": "r y year years rok lata lat roku",
    "hour": "h g godz godz. hour hours godzina godziny godzin",
}
# Terms whose month may lack the day: by what article they end on its last one.
SHORT = {"month": "KPA art. 57 § 3", "year": "KPA art. 57 § 3a"}
UNITS = {word: unit for unit, words in WORDS.items() for word in words.split("|" if "|" in words else " ")}


@click.command()
@click.argument("event", metavar="DATE", type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]), required=False)
@click.argument("term", metavar="TERM", required=False)
@click.option("--list", "listed", is_flag=True, help="Name the statutory terms and stop.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def deadline(event: Any, term: str | None, listed: bool, as_json: bool) -> None:
    """End of a term that DATE (YYYY-MM-DD or DD.MM.YYYY) opens, with its reason.

    TERM is the name of a statutory term (see --list) or a count: "14d", "14 dni", "1m", "2 tygodnie", "5 dni roboczych".
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
    text = " ".join(term.lower().split())
    counted = COUNT.match(text)
    unit = UNITS.get(counted[2]) if counted else None
    if unit == "hour":
        raise click.BadParameter(
            "a term in hours runs from an hour, which a day does not tell; see --list for those of statute",
            param_hint="TERM",
        )
    try:
        if counted and unit and int(counted[1]):
            return reckon(day, int(counted[1]), unit)
        return reckon_rule(day, text)
    except UnknownTermError as error:
        raise click.BadParameter(_unknown(term, text), param_hint="TERM") from error
    except (OverflowError, ValueError) as error:
        raise click.BadParameter(
            f"the calendar does not reach that far: {error}", param_hint="DATE"
        ) from error


def _unknown(term: str, text: str) -> str:
    """Which term is meant perhaps, and why one of the list cannot be counted."""
    known = next((rule for rule in RULES if rule.key == text), None)
    if known is not None:
        return f"{term!r} ({known.basis}) has no end that can be counted from a day"
    near = get_close_matches(text, [rule.key for rule in RULES], 1)
    return f"there is no counted term {term!r}; {f'did you mean {near[0]!r}? ' if near else ''}See --list"


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
    if found.unit in SHORT and found.nominal.day != day.day:
        lines.append(
            f"w miesiącu {found.nominal:%Y-%m} nie ma dnia {day.day}, termin kończy się w ostatnim dniu miesiąca "
            f"({SHORT[found.unit]})"
        )
    if found.end != found.nominal:
        lines.append(
            f"{found.nominal.isoformat()} to {found.moved_from}, koniec przechodzi na następny dzień roboczy "
            "(KPA art. 57 § 4)"
        )
    return "\n".join(lines)
