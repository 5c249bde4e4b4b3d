"""`infostrada migrate`: bring the database up to date or say what that would do."""

from dataclasses import asdict
from infostrada.core.config import settings
from infostrada.core.sql import migrate as run_migrations
from infostrada.core.sql import pending
from sqlalchemy.exc import OperationalError

import click
import json


@click.command()
@click.option("--dry-run", is_flag=True, help="List the revisions, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def migrate(dry_run: bool, as_json: bool) -> None:
    """Run the database revisions still missing, all in one transaction."""
    try:
        revisions = (pending if dry_run else run_migrations)(settings().conninfo)
    except OperationalError as error:
        raise click.ClickException("The database does not answer; is it running?") from error
    if as_json:
        answer = {"dry_run": dry_run, "revisions": [asdict(revision) for revision in revisions]}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for revision in revisions:
        click.echo(f"{'would run' if dry_run else 'done'}  {revision}")
    if not revisions:
        click.echo("The database is up to date.")
