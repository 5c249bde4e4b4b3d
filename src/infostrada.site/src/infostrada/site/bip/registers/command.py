"""``infostrada bip import``, ``export`` and ``sealed-part``: registers from the command line, while the site runs."""

from infostrada.core.server.plone import open_site
from infostrada.site.bip.operations import BULLETIN
from infostrada.site.bip.registers.imports import store
from infostrada.site.bip.registers.imports.job import check
from infostrada.site.bip.registers.imports.job import make
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.partb import open_part_b
from infostrada.site.bip.registers.rows import public_rows
from infostrada.site.desk.refusals import refusal
from infostrada.site.units.lookup import find_unit
from pathlib import Path
from typing import Any
from zope.i18n import translate

import click
import json
import transaction


WRONG = 1
UNIT = click.option("--unit", required=True, help="Stable id of the unit.")
REGISTER = click.option("--register", "name", required=True, type=click.Choice(sorted(KINDS)))


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@UNIT
@REGISTER
@click.option("--author", default="", help="Who answers for rows that do not say it.")
@click.option("--publish", is_flag=True, help="Make public entries at once instead of drafts.")
@click.option("--dry-run", is_flag=True, help="Check every row and make nothing.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def import_register(
    file: Path, unit: str, name: str, author: str, publish: bool, dry_run: bool, as_json: bool
) -> None:
    """Import a CSV or XLSX file into a register of the bulletin.

    Every row is checked first; with one fault nothing is made. Exit status: 0 done, 1 faults.
    """
    with open_site() as (_app, _portal):
        section = _section(unit, name)
        options = {"author": author, "publish": publish, "dry_run": dry_run}
        number = store.put(unit, name, file.name, file.read_bytes(), options, "infostrada bip import")
        transaction.commit()
        known = store.get(number, unit)
        if known is None:
            raise click.ClickException("import")
        state: dict[str, Any] = {"stage": "checking", "made": 0}
        check(known, section, state)
        transaction.commit()
        if state["stage"] == "making":
            for _progress in make(known, section, state, resumed=False):
                transaction.commit()
        done = store.get(number, unit)
        faults = store.faults(number)
    _tell(done, faults, as_json)
    raise SystemExit(WRONG if faults else 0)


def _tell(done: Any, faults: list[store.RowFault], as_json: bool) -> None:
    if as_json:
        listed = [fault._asdict() for fault in faults]
        said = {"import": str(done.id), "state": done.state, "rows": done.row_count, "made": done.made_count}
        click.echo(json.dumps({**said, "faults": listed}, ensure_ascii=False))
        return
    for fault in faults:
        click.echo(f"{fault.line}: {fault.field}: {_polish(fault.reason)} {fault.value}")
    click.echo(f"{done.state}: wierszy {done.row_count}, błędów {len(faults)}, wpisów {done.made_count}")


@click.command("export")
@UNIT
@REGISTER
def export_register(unit: str, name: str) -> None:
    """Write the public entries of a register as JSON, one a line."""
    with open_site():
        _section(unit, name)
        for row in public_rows(KINDS[name], unit):
            said = {"uid": row.uid, "title": row.title, "path": row.path, "published_at": row.published_at}
            click.echo(json.dumps({**said, "values": dict(row.values)}, ensure_ascii=False))


@click.command("sealed-part")
@click.argument("uid")
@click.argument("sha256")
@click.option("--out", required=True, type=click.Path(path_type=Path, exists=False), help="File to write.")
def sealed_part(uid: str, sha256: str, out: Path) -> None:
    """Open part B of an asset declaration with the key of this installation."""
    try:
        name, data = open_part_b(uid, sha256)
    except KeyError as error:
        raise click.ClickException(f"{uid} {sha256}") from error
    with out.open("xb") as target:
        target.write(data)
    click.echo(f"{name}: {len(data)} B")


def _section(unit: str, name: str) -> Any:
    found = find_unit(unit)
    if found is None or BULLETIN not in found:
        raise click.ClickException(f"{unit}: bip")
    return found[BULLETIN][KINDS[name].section]


def _polish(reason: str) -> str:
    said: str = translate(refusal(reason), domain="infostrada.site", target_language="pl")
    return said
