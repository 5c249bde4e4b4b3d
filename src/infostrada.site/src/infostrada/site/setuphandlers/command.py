"""``infostrada bundle``."""

from infostrada.core.server.plone import open_site
from infostrada.site.setuphandlers.bundle import dump
from pathlib import Path

import click
import json


@click.group()
def bundle() -> None:
    """A site's structure as files."""


@bundle.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def export(folder: Path, as_json: bool) -> None:
    """Write units, organisational units and posts of the running site below FOLDER."""
    with open_site() as (_app, portal):
        count = dump(portal, folder.absolute())
    click.echo(json.dumps({"items": count}) if as_json else f"{count} items in {folder}")
