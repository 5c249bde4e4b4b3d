"""`infostrada numbers`: look at number series and settle what a crash left."""

from dataclasses import asdict
from infostrada.core.numbers.model import Series
from infostrada.core.numbers.register import gaps
from infostrada.core.numbers.sweeping import BATCH
from infostrada.core.numbers.sweeping import sweep as sweep_once
from infostrada.core.server.plone import open_site
from infostrada.core.sql import reader

import click
import json
import transaction


SERIES = """
    SELECT unit, kind, year, key, last,
        (SELECT count(*) FROM core.number n WHERE n.series = s.id AND n.state = 'cancelled')
    FROM core.series s ORDER BY unit, kind, year, key
"""


@click.group()
def numbers() -> None:
    """Number series of registers and cases."""


@numbers.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def check(as_json: bool) -> None:
    """Prove that every number from 1 to the last has a row; ends with 1 when one is missing."""
    with reader() as connection:
        rows = connection.execute(SERIES).fetchall()
    found = [
        {"series": series, "last": last, "cancelled": cancelled, "missing": gaps(series)}
        for *names, last, cancelled in rows
        for series in [Series(*names)]
    ]
    if as_json:
        answer = [each | {"series": asdict(each["series"])} for each in found]
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        for each in found:
            state = f"MISSING {each['missing']}" if each["missing"] else "complete"
            click.echo(f"{each['series']}: 1-{each['last']} {state}, {each['cancelled']} cancelled")
    if any(each["missing"] for each in found):
        raise SystemExit(1)


@numbers.command()
@click.option("--dry-run", is_flag=True, help="Say what would be settled, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def sweep(dry_run: bool, as_json: bool) -> None:
    """Confirm numbers whose record exists, cancel the others; the worker does it by itself."""
    confirmed = cancelled = 0
    with open_site():
        while True:
            transaction.begin()
            swept = sweep_once()
            confirmed += swept.confirmed
            cancelled += swept.cancelled
            transaction.abort() if dry_run else transaction.commit()
            if dry_run or swept.confirmed + swept.cancelled < BATCH:
                break
    if as_json:
        click.echo(json.dumps({"confirmed": confirmed, "cancelled": cancelled}))
    else:
        click.echo(f"{confirmed} confirmed, {cancelled} cancelled")
