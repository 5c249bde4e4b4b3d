"""``infostrada access-log``."""

from dataclasses import asdict
from infostrada.core.accesslog.verifier import Findings
from infostrada.core.accesslog.verifier import verify as check
from infostrada.core.config import settings
from infostrada.core.maintenance.retention import days_of
from infostrada.core.maintenance.retention import forget_kind
from infostrada.core.maintenance.retention import kept
from infostrada.core.maintenance.retention import overdue
from infostrada.core.server.plone import open_site

import click
import json
import psycopg


KIND = "access_log"
SHOWN = 20


@click.group("access-log")
def access_log() -> None:
    """Who looked at what."""


@access_log.command()
@click.option("--dry-run", is_flag=True, help="Only count.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def prune(dry_run: bool, as_json: bool) -> None:
    """Delete rows past their time, as the worker does at night.

    How long they are kept is the registry record infostrada.maintenance.access_log_days.
    """
    with open_site():
        days = days_of(kept()[KIND])
        count = overdue(KIND) if dry_run else forget_kind(KIND)
    if as_json:
        click.echo(json.dumps({"rows": count, "days": days, "deleted": not dry_run}))
    else:
        click.echo(f"{count} rows older than {days} days {'would be' if dry_run else 'were'} deleted")


@access_log.command()
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def verify(as_json: bool) -> None:
    """Compare every sealed hour with its rows. Exit code 1: rows were changed, taken out or put in."""
    with open_site():
        days = days_of(kept()[KIND])
    with psycopg.connect(settings().conninfo, autocommit=True) as connection:
        found = check(connection, days)
    click.echo(json.dumps(asdict(found) | {"sound": found.sound}, indent=2) if as_json else describe(found))
    if not found.sound:
        raise SystemExit(1)


def describe(found: Findings) -> str:
    """The findings as lines for a terminal."""
    word = "sound" if found.sound else "TAMPERED WITH"
    lines = [
        f"{word}; {found.rows} rows in {found.hours} sealed hours, {found.unsealed} rows not sealed yet,"
        f" {found.past} hours past their time"
    ]
    if not found.journal:
        lines.append("  the journal that holds the seals is not sound: infostrada journal verify")
    lines += [
        f"  {each.hour}: {each.sealed} rows sealed, {each.found} found"
        + (", changed" if each.sealed == each.found else "")
        for each in found.wrong[:SHOWN]
    ]
    if len(found.wrong) > SHOWN:
        lines.append(f"  and {len(found.wrong) - SHOWN} hours more")
    return "\n".join(lines)
