"""`infostrada migrate`: bring database and site up to date or say what that would do."""

from dataclasses import asdict
from infostrada.core.config import Settings
from infostrada.core.config import settings as read_settings
from infostrada.core.server import upgrade
from infostrada.core.server.plone import open_site
from infostrada.core.sql import migrate as run_migrations
from infostrada.core.sql import pending
from sqlalchemy.exc import OperationalError

import click
import json


@click.command()
@click.option("--dry-run", is_flag=True, help="List revisions and steps, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def migrate(dry_run: bool, as_json: bool) -> None:
    """Run the database revisions still missing, then the site's upgrade steps; each in one transaction."""
    settings = read_settings()
    try:
        revisions = (pending if dry_run else run_migrations)(settings.conninfo)
    except OperationalError as error:
        raise click.ClickException("The database does not answer; is it running?") from error
    steps = _steps(settings, dry_run) if upgrade.due(settings) else []
    if as_json:
        answer = {
            "dry_run": dry_run,
            "revisions": [asdict(revision) for revision in revisions],
            "steps": [step.as_json() for step in steps],
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for what in (*revisions, *steps):
        click.echo(f"{'would run' if dry_run else 'done'}  {what}")
    if not revisions and not steps:
        click.echo("The database is up to date.")


def _steps(settings: Settings, dry_run: bool) -> list[upgrade.Step]:
    if not dry_run:
        return upgrade.upgrade(settings)
    with open_site(settings) as (_app, portal):
        return upgrade.pending(portal)
