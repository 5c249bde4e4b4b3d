"""``infostrada journal``."""

from dataclasses import asdict
from infostrada.core.config import settings
from infostrada.core.journal.verifier import Findings
from infostrada.core.journal.verifier import verify as check

import click
import json
import psycopg


@click.group()
def journal() -> None:
    """The append-only journal."""


@journal.command()
@click.option("--unit", help="Only this unit's chain.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def verify(unit: str | None, as_json: bool) -> None:
    """Check every row and every seal. Exit code 1: the journal was tampered with."""
    with psycopg.connect(settings().conninfo, autocommit=True) as connection:
        found = check(connection, unit)
    if as_json:
        click.echo(json.dumps([asdict(one) | {"sound": one.sound} for one in found], indent=2))
    else:
        for one in found:
            click.echo(describe(one))
    if not all(one.sound for one in found):
        raise SystemExit(1)


def describe(found: Findings) -> str:
    """One unit's findings as lines for a terminal."""
    name = found.unit or "(whole site)"
    word = "sound" if found.sound else "TAMPERED WITH"
    lines = [f"{name}: {word}; {found.rows} rows, {found.checkpoints} seals, head {found.head}"]
    for label, items in (
        ("not sealed yet", found.unsealed),
        ("changed rows", found.changed),
        ("missing rows", found.missing),
        ("broken seals", found.broken),
    ):
        if items:
            lines.append(f"  {label}: {len(items)} ({', '.join(map(str, items[:20]))})")
    return "\n".join(lines)
