"""``infostrada access-log``."""

from infostrada.core.accesslog.rows import prune as delete_old
from infostrada.core.accesslog.rows import RETENTION_YEARS

import click
import json


@click.group("access-log")
def access_log() -> None:
    """Who looked at what."""


@access_log.command()
@click.option(
    "--years",
    default=RETENTION_YEARS,
    show_default=True,
    type=click.IntRange(min=RETENTION_YEARS),
    help="Rows younger than this stay.",
)
@click.option("--dry-run", is_flag=True, help="Only count.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def prune(years: int, dry_run: bool, as_json: bool) -> None:
    """Delete rows past their time."""
    count = delete_old(years=years, dry_run=dry_run)
    if as_json:
        click.echo(json.dumps({"rows": count, "years": years, "deleted": not dry_run}))
    else:
        click.echo(f"{count} rows older than {years} years {'would be' if dry_run else 'were'} deleted")
