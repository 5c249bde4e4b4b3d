"""``infostrada backup`` and ``infostrada restore``."""

from infostrada.core.config import settings as read_settings
from infostrada.core.server import backup as backups
from pathlib import Path

import click
import json


@click.command()
@click.argument("target", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def backup(target: Path | None, as_json: bool) -> None:
    """Write one consistent dump of objects, files and rows to TARGET; the site may run."""
    path = backups.dump(read_settings(), target.absolute() if target else None)
    size = path.stat().st_size
    click.echo(json.dumps({"file": str(path), "bytes": size}) if as_json else f"{path} ({size:,} bytes)")


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Only say whether it could be brought back.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def restore(source: Path, dry_run: bool, as_json: bool) -> None:
    """Bring a dump back into an empty installation."""
    backups.restore(read_settings(), source.absolute(), dry_run=dry_run)
    said = "It could be restored." if dry_run else "Restored. The next run serves it."
    click.echo(json.dumps({"restored": str(source), "dry_run": dry_run}) if as_json else said)
