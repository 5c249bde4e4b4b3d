"""``infostrada texts``: which files still wait to be read for the search."""

from infostrada.core.search import due
from infostrada.core.search import scans
from infostrada.core.server.plone import open_site

import click
import json
import transaction


@click.command()
@click.option("--retry", is_flag=True, help="Read what was given up once more.")
@click.option("--all", "everything", is_flag=True, help="Read all files again, those read already too.")
@click.option("--scans", "recognise", is_flag=True, help="Try the recognition of scans once more.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def texts(retry: bool, everything: bool, recognise: bool, as_json: bool) -> None:
    """Say whose files wait for the worker to read them and which were given up; status 1 when there are such."""
    with open_site():
        asked = due.again(everything) if retry or everything else 0
        asked += scans.again() if recognise else 0
        found = {**due.standing(), "scans": scans.standing()}
        transaction.commit()
    if as_json:
        click.echo(json.dumps({"asked": asked, **found}, default=str))
    else:
        click.echo(f"{found['waiting']} objects wait, {len(found['given_up'])} were given up")
        without = found["scans"]
        click.echo(f"{without['files']} files of {without['objects']} objects are scans without text")
        for row in found["given_up"]:
            click.echo(f"  {row['path']}: {row['reason']}")
    raise SystemExit(1 if found["given_up"] else 0)
