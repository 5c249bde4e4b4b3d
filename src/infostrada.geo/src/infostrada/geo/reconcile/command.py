"""``infostrada geo``: look after the mirror of layers and links."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from infostrada.core.config import settings
from infostrada.core.server.plone import open_site
from infostrada.core.sql import migrate
from infostrada.geo.features.preparing import steps
from infostrada.geo.imports.command import check_plan_
from infostrada.geo.imports.command import import_
from infostrada.geo.imports.command import layers
from infostrada.geo.reconcile.checks import note
from infostrada.geo.reconcile.doctor import examine
from infostrada.geo.reconcile.operations import rebuild as rebuild_mirror
from infostrada.geo.reconcile.operations import reconcile as reconcile_mirror
from infostrada.geo.reconcile.operations import Report
from infostrada.geo.schemas.command import schemas
from typing import Any

import click
import json
import transaction


@click.group()
def geo() -> None:
    """Map layers and the links between records and places."""


for command in (import_, layers, check_plan_, schemas):
    geo.add_command(command)


@geo.command()
@click.option("--dry-run", is_flag=True, help="Only report what differs; exit code 1 if anything.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def reconcile(dry_run: bool, as_json: bool) -> None:
    """Compare the objects with their rows and repair what differs."""
    with open_site() as (app, portal):
        report = _run(app, reconcile_mirror(portal, repair=not dry_run), as_json)
        note(report)
        transaction.commit()
    if dry_run and (report.stale or report.orphans):
        raise SystemExit(1)


@geo.command()
@click.option("--dry-run", is_flag=True, help="Rebuild, then throw it away.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def rebuild(dry_run: bool, as_json: bool) -> None:
    """Empty the mirror and write it again from the objects, in one transaction. A dropped schema is made again first."""
    for revision in migrate(settings().conninfo) if not dry_run else ():
        if not as_json:
            click.echo(f"  {revision}", err=True)
    with open_site() as (_app, portal):
        report = Report()
        for report in rebuild_mirror(portal):
            _progress(report, as_json)
        if not dry_run:
            transaction.commit()
    _say(report, as_json)


@geo.command()
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def prepare(as_json: bool) -> None:
    """Make the texts of features ready for pages now; the worker does so by itself, some every half minute."""
    counts: Counter[str] = Counter()
    with open_site():
        for step in steps():
            counts[step.layer] += step.features
            if not as_json:
                click.echo(f"  {step.layer}: {counts[step.layer]}", err=True)
    if as_json:
        click.echo(json.dumps(counts))
    else:
        click.echo(f"{sum(counts.values())} features in {len(counts)} layers")


@geo.command()
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def doctor(as_json: bool) -> None:
    """Look for what keeps the map from working. Exit code 1: something does."""
    with open_site():
        found = examine()
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found]))
    else:
        for each in found:
            click.echo(f"{'ok ' if each.well else 'BAD'} {each.name:<12} {each.seen}")
    if not all(each.well for each in found):
        raise SystemExit(1)


def _run(app: Any, steps: Iterator[Report], as_json: bool) -> Report:
    report = Report()
    for report in steps:
        transaction.commit()
        app._p_jar.cacheMinimize()
        _progress(report, as_json)
    _say(report, as_json)
    return report


def _progress(report: Report, as_json: bool) -> None:
    if not as_json:
        click.echo(f"  {report.compared} compared, {report.stale} differ", err=True)


def _say(report: Report, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report.as_data()))
    else:
        did = "repaired" if report.repaired else "found"
        click.echo(f"{did}: {report.stale} stale and {report.orphans} orphaned rows")
