"""``infostrada retention``: what is due in the archive, and the yearly check."""

from infostrada.core import jobs
from infostrada.core.calendar import polish_today
from infostrada.core.server.plone import open_site
from infostrada.site.records.archive.destruction import SAMPLE
from infostrada.site.records.archive.listing import counts
from infostrada.site.units.lookup import find_unit
from typing import Any

import click
import json
import transaction


UNIT = click.option("--unit", required=True, help="Stable id of the unit.")
JSON = click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
DUE = {
    "handover": "do przekazania do archiwum",
    "transfer": "do przekazania do archiwum państwowego",
    "destroy": "do brakowania",
    "held": "wstrzymane",
    "none": "",
}


@click.group()
def retention() -> None:
    """Keeping and destroying of ended cases."""


@retention.command()
@UNIT
@JSON
def report(unit: str, as_json: bool) -> None:
    """Ended cases by category and state, and what is due today. Changes nothing."""
    with open_site() as (_app, _portal):
        find_unit(unit)
        found = counts(unit)
    if as_json:
        click.echo(json.dumps({"unit": unit, "day": polish_today().isoformat(), "rows": found}))
        return
    for row in found:
        click.echo(
            f"{row['category'] or '-':6} {row['state']:10} {row['cases']:8}  {DUE[row['due']]}".rstrip()
        )


@retention.command()
@UNIT
@JSON
@click.option("--year", type=int, default=None, help="Year of the check; this one by default.")
@click.option(
    "--size", type=click.IntRange(1, 10_000), default=50, show_default=True, help="Cases in the sample."
)
def sample(unit: str, as_json: bool, year: int | None, size: int) -> None:
    """Order the yearly check of a sample of the archive; the worker does it."""
    params: dict[str, Any] = {"unit": unit, "year": year or polish_today().year, "size": size}
    with open_site() as (_app, _portal):
        find_unit(unit)
        job = jobs.enqueue(SAMPLE, params, unit=unit)
        transaction.commit()
    click.echo(json.dumps({"job": job, **params}) if as_json else f"zlecenie {job}")
