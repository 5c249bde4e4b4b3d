"""``infostrada bip scan``: the gate on any file."""

from infostrada.site.bip.gate.model import LOW
from infostrada.site.bip.gate.reading import scan_file
from infostrada.site.bip.gate.services import finding_json
from pathlib import Path

import click
import json


CLEAN, FOUND, UNREADABLE = 0, 1, 2


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def scan(files: tuple[Path, ...], as_json: bool) -> None:
    """Read FILES as the gate does before publishing; values are masked. Needs neither site nor database.

    Exit status: 0 nothing stands against publishing, 1 something does, 2 a file cannot be read.
    """
    found = {str(file): scan_file(file.name, file.read_bytes()) for file in files}
    every = [item for items in found.values() for item in items]
    if as_json:
        report = [
            {"file": name, "findings": [finding_json(item) for item in items]}
            for name, items in found.items()
        ]
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for name, items in found.items():
            for item in items:
                place = f"{item.where}, str. {item.page}" if item.page else item.where
                click.echo(f"{name}: {item.severity}: {item.kind}: {item.text} ({place})")
            if not items:
                click.echo(f"{name}: nic nie znaleziono")
    if any(item.kind == "unreadable" for item in every):
        raise SystemExit(UNREADABLE)
    raise SystemExit(FOUND if any(item.severity != LOW for item in every) else CLEAN)
