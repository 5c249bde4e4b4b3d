"""``infostrada seal`` and ``infostrada signature``: the office's seal; validation of any file."""

from contextlib import ExitStack
from datetime import datetime
from datetime import UTC
from infostrada.core.errors import Problem
from infostrada.core.server.plone import open_site
from infostrada.site.records.signatures.inspection import inspect
from infostrada.site.records.signatures.report import report_json
from infostrada.site.records.signatures.report import VALID
from infostrada.site.records.signatures.sealing import drop_seal
from infostrada.site.records.signatures.sealing import has_seal
from infostrada.site.records.signatures.sealing import keep_seal
from infostrada.site.records.signatures.sealing import read_keystore
from infostrada.site.records.signatures.sealing import seal_name
from infostrada.site.records.signatures.store import trust
from infostrada.site.records.signatures.words import REASONS
from infostrada.site.records.signatures.words import VERDICTS
from infostrada.site.units.lookup import find_unit
from pathlib import Path
from zope.i18n import translate

import click
import json
import transaction


JSON = click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
UNIT = click.option("--unit", required=True, help="Stable id of the unit.")
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def seal() -> None:
    """The electronic seal of an office, held by this server."""


@seal.command("set")
@FILE
@UNIT
@click.option("--password", prompt=True, hide_input=True, help="Password of the PKCS#12 file.")
@click.option("--dry-run", is_flag=True, help="Only open FILE and say which seal it would become.")
@JSON
def set_(file: Path, unit: str, password: str, dry_run: bool, as_json: bool) -> None:
    """Keep the key of a PKCS#12 FILE as the unit's seal."""
    with open_site() as (_app, _portal):
        found, data = find_unit(unit), file.read_bytes()
        try:
            name = read_keystore(found, data, password).name if dry_run else keep_seal(found, data, password)
        except Problem as problem:
            raise click.ClickException(translate(problem.message, target_language="pl")) from problem
        if not dry_run:
            transaction.commit()
    _say(unit, name, as_json)


@seal.command()
@UNIT
@JSON
def show(unit: str, as_json: bool) -> None:
    """Name of the unit's seal; exit status 1 when there is none."""
    with open_site() as (_app, _portal):
        found = find_unit(unit)
        name = seal_name(found) if has_seal(found) else ""
    _say(unit, name, as_json)
    raise SystemExit(0 if name else 1)


@seal.command()
@click.option("--dry-run", is_flag=True, help="Only say which seal would be forgotten.")
@JSON
def drop(unit: str, dry_run: bool, as_json: bool) -> None:
    """Forget the unit's seal."""
    with open_site() as (_app, _portal):
        found = find_unit(unit)
        name = seal_name(found) if has_seal(found) else ""
        if not dry_run:
            drop_seal(found)
            transaction.commit()
    _say(unit, name, as_json)


def _say(unit: str, name: str, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"unit": unit, "seal": name or None}, ensure_ascii=False))
    elif name:
        click.echo(name)


@click.group()
def signature() -> None:
    """Electronic signatures of files."""


@signature.command()
@FILE
@click.option(
    "--of", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The signed content."
)
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def check(file: Path, of: Path | None, as_json: bool) -> None:
    """Validate the signatures of FILE against the site's trust list; exit status 1 unless valid."""
    with open_site() as (_app, _portal), ExitStack() as opened:
        original = opened.enter_context(of.open("rb")) if of is not None else None
        report = inspect(opened.enter_context(file.open("rb")), trust(), datetime.now(UTC), original)
    if as_json:
        click.echo(json.dumps(report_json(report), ensure_ascii=False))
    else:
        said = [
            translate(text, target_language="pl")
            for text in (VERDICTS[report.verdict][0], REASONS[report.reason])
        ]
        click.echo(f"{report.format or '-'}: {said[0]}. {said[1]}")
        for one in report.signatures:
            click.echo(f"  {one.person or one.signer} ({one.issuer}): {one.verdict}")
    raise SystemExit(0 if report.verdict == VALID else 1)
