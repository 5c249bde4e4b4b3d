"""``infostrada doctor``."""

from dataclasses import asdict
from infostrada.core.config import settings as read_settings
from infostrada.core.server.doctor import examine

import click
import json
import sys


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def doctor(as_json: bool) -> None:
    """Look at everything an installation needs; exit status 1 when something is wrong."""
    findings = examine(read_settings())
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            click.echo(f"{'ok   ' if finding.well else 'WRONG'}  {finding.name:<12} {finding.seen}")
    sys.exit(0 if all(finding.well for finding in findings) else 1)
