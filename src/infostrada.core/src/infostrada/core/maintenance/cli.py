"""``infostrada pack``: what the worker does once a night, now."""

from infostrada.core.maintenance.pack import doomed
from infostrada.core.maintenance.pack import pack as pack_now
from infostrada.core.server.plone import open_site

import click
import json


@click.command()
@click.option("--days", default=1.0, show_default=True, help="Leave garbage younger than this; 0: none.")
@click.option("--dry-run", is_flag=True, help="Count what would go, remove nothing.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def pack(days: float, dry_run: bool, as_json: bool) -> None:
    """Take deleted objects and their files out of the database for good; the site may run meanwhile."""
    with open_site() as (app, _portal):
        db = app._p_jar.db()
        if dry_run:
            answer: dict[str, object] = {"dry_run": True, "objects": doomed(db, days)}
        else:
            answer = {"dry_run": False, **pack_now(db, days).as_json()}
    if as_json:
        click.echo(json.dumps(answer))
    elif dry_run:
        click.echo(f"{answer['objects']} objects would leave the database")
    else:
        click.echo(
            f"{answer['objects']} objects left the database, {answer['files']} files the cache,"
            f" in {answer['seconds']} s"
        )
