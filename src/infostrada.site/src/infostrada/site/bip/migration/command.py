"""``infostrada bip import-archive`` and ``export-archive``: whole bulletins in and out."""

from infostrada.core.server.plone import open_site
from infostrada.site.bip.migration.archive import Archive
from infostrada.site.bip.migration.bundle import write_bundle
from infostrada.site.bip.migration.operations import begin
from infostrada.site.bip.migration.operations import keep
from infostrada.site.bip.migration.operations import kept_import
from infostrada.site.bip.migration.operations import mapping_in
from infostrada.site.bip.migration.operations import reading_of
from infostrada.site.bip.migration.running import carried_out
from infostrada.site.bip.migration.taking import Report
from infostrada.site.bip.operations import BULLETIN
from infostrada.site.desk.refusals import refusal
from infostrada.site.records.problems import InvalidData
from infostrada.site.units.lookup import find_unit
from pathlib import Path
from typing import Any
from zope.i18n import translate

import click
import json
import transaction
import zipfile


UNIT = click.option("--unit", required=True, help="Stable id of the unit.")
FOUND = click.Path(exists=True, path_type=Path)


@click.command("import-archive")
@click.argument("source", type=FOUND)
@UNIT
@click.option(
    "--mapping", type=FOUND, help="Mapping of a foreign table (YAML or JSON); bundles of ours need none."
)
@click.option(
    "--publish", is_flag=True, help="Make entries public in which nothing looks like personal data."
)
@click.option("--dry-run", is_flag=True, help="Judge every row and make nothing.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def import_archive(
    source: Path, unit: str, mapping: Path | None, publish: bool, dry_run: bool, as_json: bool
) -> None:
    """Take the entries of an archive over: a folder or a ZIP file with a table (CSV) and files, or an export of a Plone site (JSON).

    Faulty rows are named and left out. Started again after a fault or a kill it makes only what is not there yet. Exit
    status: 0 all rows taken over, 1 some were faulty.
    """
    report = None
    try:
        said = mapping_in(mapping.read_bytes()) if mapping else {}
        reading, archive = reading_of(said), Archive(source)
        with open_site():
            bulletin = _bulletin(unit)
            act = begin(bulletin, publish)
            number = keep(act, source.name, b"", said, publish=publish, dry_run=dry_run)
            transaction.commit()
            for report in carried_out(kept_import(number, unit), bulletin, archive, reading):  # noqa: B007 - the last counts
                transaction.commit()
    except InvalidData as problem:
        words = [f"{fault.field}: {_polish(fault.reason)}" for fault in problem.faults]
        raise click.ClickException("; ".join(words)) from problem
    except zipfile.BadZipFile as error:
        raise click.ClickException(_polish("archive_unreadable")) from error
    assert report is not None
    _tell(report, as_json)
    raise SystemExit(1 if report.faults else 0)


@click.command("export-archive")
@click.argument("target", type=click.Path(path_type=Path))
@UNIT
@click.option("--year", type=int, default=0, help="Only entries published in this year.")
def export_archive(target: Path, unit: str, year: int) -> None:
    """Write the public entries of a bulletin, their histories and files to a new ZIP file that an import reads."""
    with open_site(), target.open("xb") as out:
        count = write_bundle(_bulletin(unit), out, year)
    click.echo(f"{target}: {count}")


def _bulletin(unit: str) -> Any:
    found = find_unit(unit)
    if BULLETIN not in found:
        raise click.ClickException(f"{unit}: bip")
    return found[BULLETIN]


def _tell(report: Report, as_json: bool) -> None:
    if as_json:
        said = {**report._asdict(), "faults": [fault._asdict() for fault in report.faults]}
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    for fault in report.faults:
        click.echo(f"{fault.line}: {fault.field}: {_polish(fault.reason)} {fault.value}")
    for line, title in report.drafts:
        click.echo(f"{line}: szkic do sprawdzenia: {title}")
    click.echo(
        f"wierszy {report.rows}, przejętych {report.made}, przejętych wcześniej {report.known},"
        f" szkiców do sprawdzenia {len(report.drafts)}, błędów {len(report.faults)}"
    )


def _polish(reason: str) -> str:
    said: str = translate(refusal(reason), domain="infostrada.site", target_language="pl")
    return said
