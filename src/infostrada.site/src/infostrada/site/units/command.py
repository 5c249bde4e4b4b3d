"""``infostrada units``: list, create and take over from the register of self-governments."""

from infostrada.core.calendar import polish_today
from infostrada.core.errors import Problem
from infostrada.core.server.plone import open_site
from infostrada.site.units.register import on
from infostrada.site.units.register import SelfGovernment
from infostrada.site.units.register import unit_ids
from infostrada.site.units.rules import KINDS
from typing import Any

import click
import json
import time
import transaction


@click.group()
def units() -> None:
    """Partner units."""


@units.command("list")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def list_units(as_json: bool) -> None:
    """Show every unit: stable id, name, host name."""
    from infostrada.site.units.interfaces import IUnitDirectory
    from zope.component import getUtility

    with open_site() as (_app, _portal):
        directory = getUtility(IUnitDirectory)
        rows = [(unit_id, directory.unit(unit_id)) for unit_id in directory.unit_ids()]
    if as_json:
        found = [{"unit_id": key, "title": e.title, "host_name": e.host} for key, e in rows]
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for unit_id, entry in rows:
        click.echo(f"{unit_id:50} {entry.title:45} {entry.host}".rstrip())


@units.command()
@click.argument("unit_id")
@click.argument("title")
@click.option("--kind", type=click.Choice(KINDS), default="other", show_default=True)
@click.option("--teryt", default="", help="TERYT number of a self-government.")
@click.option("--host", "host_name", default="", help="Host name of the unit's pages.")
@click.option("--open", "opened", is_flag=True, help="Open it to the public at once.")
@click.option("--dry-run", is_flag=True, help="Check everything, then throw it away.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def create(
    unit_id: str,
    title: str,
    kind: str,
    teryt: str,
    host_name: str,
    opened: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make the unit UNIT_ID called TITLE."""
    from infostrada.site.units.operations import UnitData

    data = UnitData(unit_id, title, kind, teryt, host_name)
    with open_site() as (_app, portal):
        _make(portal, data, opened)
        _finish(dry_run)
    _report([unit_id], dry_run, as_json)


@units.command()
@click.option("--kind", "kinds", type=click.Choice(KINDS[:-1]), multiple=True, help="Only these.")
@click.option("--code", "codes", multiple=True, help="Only numbers that begin so.")
@click.option("--dry-run", is_flag=True, help="Check everything, then throw it away.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def register(kinds: tuple[str, ...], codes: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Make units of the voivodeship's self-governments that are not there yet."""
    wanted = [state for state in on(polish_today()) if _chosen(state, kinds, codes)]
    with open_site() as (_app, portal):
        began = time.monotonic()
        made = _take_over(portal, wanted, quiet=as_json)
        _finish(dry_run)
        seconds = time.monotonic() - began
    _report(made, dry_run, as_json, seconds=round(seconds, 3))


def _chosen(state: SelfGovernment, kinds: tuple[str, ...], codes: tuple[str, ...]) -> bool:
    return (not kinds or state.kind in kinds) and (not codes or state.code.startswith(codes))


def _take_over(portal: Any, wanted: list[SelfGovernment], *, quiet: bool) -> list[str]:
    from infostrada.site.units.interfaces import IUnitDirectory
    from infostrada.site.units.operations import UnitData
    from zope.component import getUtility

    ids = unit_ids(polish_today())
    there = set(getUtility(IUnitDirectory).unit_ids())
    missing = [state for state in wanted if ids[state.code] not in there]
    with click.progressbar(missing, label="Units", hidden=quiet) as states:
        for state in states:
            data = UnitData(ids[state.code], state.title, state.kind, state.teryt)
            _make(portal, data, False)
    return [ids[state.code] for state in missing]


def _make(portal: Any, data: Any, opened: bool) -> None:
    from infostrada.site.units.operations import create_unit
    from infostrada.site.units.operations import open_unit

    try:
        unit = create_unit(portal, data)
        if opened:
            open_unit(unit)
    except Problem as problem:
        raise click.ClickException(f"{data.unit_id}: {problem.field}: {problem}") from None


def _finish(dry_run: bool) -> None:
    if dry_run:
        transaction.abort()
    else:
        transaction.commit()


def _report(made: list[str], dry_run: bool, as_json: bool, **more: float) -> None:
    if as_json:
        click.echo(json.dumps({"made": made, "kept": not dry_run, **more}))
        return
    word = "would be made" if dry_run else "made"
    click.echo(f"{len(made)} units {word}" + "".join(f"\n  {unit_id}" for unit_id in made))
