"""``infostrada records``: compare the side index with the objects, or make it again."""

from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import entry_points
from infostrada.core.record.repair.rebuild import rebuild as rebuilding
from infostrada.core.record.repair.reconcile import reconcile as reconciling
from infostrada.core.record.repair.reconcile import reconcile_since
from infostrada.core.record.repair.reconcile import Report
from infostrada.core.server.plone import open_site

import click
import json
import sys
import transaction


ADDED = "infostrada.commands.records"


class Records(click.Group):
    """The commands here, and those a product adds by the entry point group ``infostrada.commands.records``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *(ep.name for ep in entry_points(group=ADDED))})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        for entry in entry_points(group=ADDED, name=name):
            command: click.Command = entry.load()
            return command
        return super().get_command(ctx, name)


@click.group(cls=Records)
def records() -> None:
    """Records of the offices, and the side index their lists and registers are read from."""


@records.command()
@click.option("--dry-run", is_flag=True, help="Only report; exit status 1 when something is wrong.")
@click.option("--since-last", is_flag=True, help="Only what was written since the last comparison.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def reconcile(dry_run: bool, since_last: bool, as_json: bool) -> None:
    """Compare objects and rows in both directions and repair the rows."""
    compare = reconcile_since if since_last else reconciling
    with open_site() as (_app, portal):
        report = _follow(compare(portal, repair=not dry_run), as_json)
    _say(report, as_json, repaired=not dry_run)
    if dry_run and report.faults:
        sys.exit(1)


@records.command()
@click.option("--dry-run", is_flag=True, help="Make everything, then throw it away.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def rebuild(dry_run: bool, as_json: bool) -> None:
    """Make the whole index again from the objects; readers go on, writers wait."""
    with open_site() as (_app, portal):
        report = _follow(rebuilding(portal), as_json)
        if not dry_run:
            transaction.commit()
    if as_json:
        click.echo(json.dumps({"written": report.checked, "kept": not dry_run}))
    else:
        click.echo(f"{report.checked} rows made" + (", then thrown away" if dry_run else ""))


def _follow(steps: Iterator[Report], quiet: bool) -> Report:
    """Go through the batches, telling on stderr how far it is."""
    report = Report()
    for report in steps:
        if not quiet:
            click.echo(f"\r{report.checked} objects, {report.faults} faults", nl=False, err=True)
    if not quiet:
        click.echo("", err=True)
    return report


def _say(report: Report, as_json: bool, *, repaired: bool) -> None:
    if as_json:
        click.echo(json.dumps({**asdict(report), "repaired": repaired}))
        return
    click.echo(
        f"{report.checked} objects compared: {report.missing} rows missing,"
        f" {report.differing} differing, {report.orphans} without an object"
        + (" (repaired)" if repaired and report.faults else "")
    )
