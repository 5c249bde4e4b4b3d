"""``infostrada records export|import|compare``: bundles of records, while the site runs."""

from collections import Counter
from collections.abc import Collection
from contextlib import ExitStack
from infostrada.core.errors import ContentionError
from infostrada.core.errors import Problem
from infostrada.core.server.plone import open_site
from infostrada.site.desk.refusals import refusal
from infostrada.site.records import listings
from infostrada.site.records.archive.package.words import WORDS
from infostrada.site.records.bundle.archive import Bundle
from infostrada.site.records.bundle.archive import open_bundle
from infostrada.site.records.bundle.archive import schema_files
from infostrada.site.records.bundle.checking import check
from infostrada.site.records.bundle.checking import HERE
from infostrada.site.records.bundle.checking import Line
from infostrada.site.records.bundle.checking import NEW
from infostrada.site.records.bundle.checking import REFUSED
from infostrada.site.records.bundle.checking import WARNING
from infostrada.site.records.bundle.comparing import differences
from infostrada.site.records.bundle.exporting import export
from infostrada.site.records.bundle.importing import run
from infostrada.site.records.bundle.takeover.converting import bundle_of
from infostrada.site.records.bundle.takeover.converting import Choice
from infostrada.site.records.bundle.takeover.converting import STATES
from infostrada.site.records.bundle.takeover.opening import is_bundle
from infostrada.site.records.bundle.takeover.opening import PackageRefused
from infostrada.site.records.bundle.target import NUMBERS
from infostrada.site.records.bundle.target import pairs_of
from infostrada.site.records.bundle.target import Rules
from infostrada.site.records.bundle.target import Target
from infostrada.site.records.bundle.target import UIDS
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import InvalidData
from infostrada.site.units.lookup import find_unit
from pathlib import Path
from typing import Any
from ZODB.POSException import ConflictError
from zope.i18n import translate

import click
import json
import os
import transaction


DIFFERENT, FAULTY, ATTEMPTS = 1, 2, 5
WORDS_OF = {NEW: "nowy", HERE: "już jest", WARNING: "ostrzeżenie", REFUSED: "odmowa"}
SAID = {NEW: "nowe:", HERE: "już są:", WARNING: "ostrzeżenia:", REFUSED: "odmowy:"}
UNIT = click.option("--unit", required=True, help="Stable id of the unit.")
JSON = click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
BUNDLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@UNIT
@JSON
@click.option("--case", "signs", multiple=True, help="Only the case with this sign; may be repeated.")
def export_file(file: Path, unit: str, as_json: bool, signs: tuple[str, ...]) -> None:
    """Write the unit's records with their files to FILE, a ZIP of JSON Lines, schemas and files."""
    with open_site() as (_app, _portal):
        office = _unit(unit)
        cases = [_case(unit, sign) for sign in signs] if signs else None
        unready = file.with_name(f"{file.name}.part")
        # Whole personal data: nobody but who runs the command reads the file.
        with os.fdopen(os.open(unready, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            manifest = export(office, out, cases, None if as_json else _progress)
        unready.replace(file)
        transaction.commit()
    if as_json:
        click.echo(json.dumps(manifest, ensure_ascii=False))
        return
    for name, member in manifest["members"].items():
        click.echo(f"{name:10} {member['lines']:8}")
    click.echo(
        f"{'pliki':10} {manifest['files']:8}  {manifest['bytes']} B\n{manifest['content']}  {file.name}"
    )


@click.command("import")
@click.argument("file", type=BUNDLE)
@UNIT
@JSON
@click.option(
    "--uids", type=click.Choice(UIDS), default="keep", show_default=True, help="Identifiers: kept, or new."
)
@click.option(
    "--numbers",
    type=click.Choice(NUMBERS),
    default="history",
    show_default=True,
    help="history: numbers enter the unit's registers; foreign: they stay another office's.",
)
@click.option(
    "--org", default="", help="Of a package: symbol of the organisational unit that takes the cases."
)
@click.option(
    "--class", "symbol", default="", help="Of a package: class for all cases, else that of each old sign."
)
@click.option(
    "--state",
    type=click.Choice(STATES),
    default="closed",
    show_default=True,
    help="Of a package: state of the cases.",
)
@click.option(
    "--map-class",
    "classes",
    multiple=True,
    metavar="OLD:NEW",
    help="Of foreign cases: class here for a class there; may be repeated.",
)
@click.option(
    "--map-org",
    "orgs",
    multiple=True,
    metavar="OLD:NEW",
    help="Of foreign cases: organisational unit here for one there; may be repeated.",
)
@click.option("--skip-refused", is_flag=True, help="Import all lines but those refused.")
@click.option("--dry-run", is_flag=True, help="Report on every line, change nothing.")
def import_file(
    file: Path,
    unit: str,
    as_json: bool,
    uids: str,
    numbers: str,
    org: str,
    symbol: str,
    state: str,
    classes: tuple[str, ...],
    orgs: tuple[str, ...],
    skip_refused: bool,
    dry_run: bool,
) -> None:
    """Import the bundle FILE; broken off, the same command goes on where it was.

    FILE may be an archive package or a package for a court of another system (EZD RP or any other): its cases are taken
    over under new signs tied to their old ones.

    Exit status: 0 everything was taken, 1 lines were refused and the others imported (--skip-refused), 2 the bundle
    was refused and nothing was imported.
    """
    with open_site() as (_app, portal), ExitStack() as held:
        stream: Any = held.enter_context(file.open("rb"))
        office = _unit(unit)
        try:
            rules = Rules(uids, numbers, skip_refused, pairs_of(classes, "classes"), pairs_of(orgs, "orgs"))
            if faults := list(rules.faults()):
                raise InvalidData(faults)
            target = Target(office, uids, numbers, rules.classes, rules.orgs)
            if not is_bundle(stream):
                choice = Choice(org, symbol, state)
                stream = held.enter_context(bundle_of(stream, file.name, office, choice, deed(office)))
                target = Target(office, "keep", "foreign")
            bundle = open_bundle(stream)
            counts, refused = _report(check(bundle, target), as_json, everything=dry_run)
            made = 0
            if not dry_run and (skip_refused or not refused):
                made = _make(bundle, target, portal, as_json, refused)
        except PackageRefused as invalid_package:
            for finding in invalid_package.report.faults:
                detail = f" ({finding.detail})" if finding.detail else ""
                click.echo(f"{finding.where}: {_pl(WORDS[finding.reason])}{detail}", err=True)
            if invalid_package.report.faults_more:
                click.echo(f"…: i jeszcze {invalid_package.report.faults_more}", err=True)
            raise SystemExit(FAULTY) from invalid_package
        except Problem as problem:
            click.echo(f"{problem.field or file.name}: {_pl(problem.message)}", err=True)
            raise SystemExit(FAULTY) from problem
    told: dict[str, Any] = {"lines": dict(counts), "made": made, "dry_run": dry_run}
    by_action = ", ".join(f"{SAID[action]} {counts[action]}" for action in SAID if counts[action])
    click.echo(json.dumps(told) if as_json else f"{by_action or 'brak wierszy'}; nowe akta: {made}")
    if refused:
        raise SystemExit(DIFFERENT if skip_refused else FAULTY)


def _make(
    bundle: Bundle, target: Target, portal: Any, quiet: bool, left_out: Collection[tuple[str, int]]
) -> int:
    """Batch by batch; after a conflict with people at work the import begins anew and passes over what is there."""
    made = before = 0
    for attempt in range(1, ATTEMPTS + 1):
        try:
            for batch in run(bundle, target, deed(target.unit), left_out):
                transaction.commit()
                portal._p_jar.cacheGC()
                made = before + batch.records
                if not quiet and batch.member:
                    _progress(batch.member, batch.lines)
        except (ConflictError, ContentionError):
            transaction.abort()
            before = made
            if attempt == ATTEMPTS:
                raise
        else:
            break
    return made


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@JSON
def schemas(folder: Path, as_json: bool) -> None:
    """Write the JSON Schema of each kind of line to FOLDER, for whoever writes bundles; needs no site."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in schema_files():
        (folder / name).write_bytes(data + b"\n")
        written.append(str(folder / name))
    click.echo(json.dumps(written) if as_json else "\n".join(written))


@click.command()
@click.argument("first", type=BUNDLE)
@click.argument("second", type=BUNDLE)
@JSON
def compare(first: Path, second: Path, as_json: bool) -> None:
    """Compare the records of two bundles, line by line. Exit status 1: they differ."""
    with first.open("rb") as one, second.open("rb") as other:
        try:
            found = list(differences(open_bundle(one), open_bundle(other)))
        except Problem as problem:
            click.echo(_pl(problem.message), err=True)
            raise SystemExit(FAULTY) from problem
    if as_json:
        click.echo(json.dumps([each._asdict() for each in found]))
    for each in () if as_json else found:
        click.echo(f"{each.member} {each.key}: {', '.join(each.members) or each.where}")
    raise SystemExit(DIFFERENT if found else 0)


def _report(
    lines: Any, as_json: bool, *, everything: bool
) -> tuple[Counter[str], frozenset[tuple[str, int]]]:
    counts: Counter[str] = Counter()
    refused = set()
    for line in lines:
        counts[line.action] += 1
        if line.action == REFUSED:
            refused.add((line.member, line.line))
        if everything or line.action in (REFUSED, WARNING):
            click.echo(json.dumps(line._asdict()) if as_json else _said(line))
    return counts, frozenset(refused)


def _said(line: Line) -> str:
    reason = f": {_pl(refusal(line.reason))}" if line.reason else ""
    detail = f" ({line.detail})" if line.detail else ""
    return f"{line.member}:{line.line}: {WORDS_OF[line.action]} {line.uid}{reason}{detail}"


def _unit(unit: str) -> Any:
    try:
        return find_unit(unit)
    except Problem as problem:
        raise click.BadParameter(_pl(problem.message), param_hint="--unit") from problem


def _case(unit: str, sign: str) -> str:
    uid = listings.case_by_sign(unit, sign)
    if uid is None:
        raise click.BadParameter(f"the unit {unit} has no case {sign}", param_hint="--case")
    return uid


def _progress(kind: str, lines: int) -> None:
    click.echo(f"\r{kind} {lines}      ", nl=False, err=True)


def _pl(text: Any) -> str:
    said: str = translate(text, domain="infostrada.site", target_language="pl")
    return said
