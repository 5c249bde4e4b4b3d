"""``infostrada geo schemas``."""

from infostrada.core.errors import Problem
from infostrada.geo.schemas import sets
from pathlib import Path
from zope.i18n import translate

import click
import json


@click.group()
def schemas() -> None:
    """Official XML schemas that deliveries are validated by."""


@schemas.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--name", default=None, help="Name of the set; by itself that of the folder or archive.")
@click.option("--dry-run", is_flag=True, help="Only read the set and say what it holds.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def add(path: Path, name: str | None, dry_run: bool, as_json: bool) -> None:
    """Install a set from a folder or an archive (zip, tar); an earlier one of the name is replaced."""
    try:
        made = sets.add(path, name, dry_run)
    except Problem as problem:
        raise click.ClickException(translate(problem.message)) from problem
    _say([made], as_json)


@schemas.command("list")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def list_(as_json: bool) -> None:
    """Show the installed sets."""
    _say(sets.installed(), as_json)


@schemas.command()
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Only say which set would be forgotten.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def remove(name: str, dry_run: bool, as_json: bool) -> None:
    """Forget a set."""
    try:
        gone = sets.remove(name, dry_run)
    except Problem as problem:
        raise click.ClickException(translate(problem.message)) from problem
    if as_json:
        click.echo(json.dumps({"removed": name, "files": gone.files, "dry_run": dry_run}))
        return
    click.echo(f"{name}: {gone.files} files {'would be removed' if dry_run else 'removed'}")


def _say(found: list[sets.SchemaSet], as_json: bool) -> None:
    if as_json:
        data = [{"name": one.name, "files": one.files, "namespaces": list(one.namespaces)} for one in found]
        click.echo(json.dumps(data))
        return
    for one in found:
        click.echo(f"{one.name}: {one.files} files, {len(one.namespaces)} namespaces")
