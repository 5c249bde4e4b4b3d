"""``infostrada archive-package``: build packages of this site, check anybody's."""

from importlib.resources import files
from infostrada.core.server.plone import open_site
from infostrada.core.translations.directives import catalogues
from infostrada.core.translations.directives import install
from infostrada.site.records import listings
from infostrada.site.records.archive.package.build import write_package
from infostrada.site.records.archive.package.cases import case_entries
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.archive.package.check import schema_in
from infostrada.site.records.archive.package.check import SCHEMAS
from infostrada.site.records.archive.package.court import court_entries
from infostrada.site.records.archive.package.lists import check_list
from infostrada.site.records.archive.package.lists import SCHEMA
from infostrada.site.records.archive.package.report import Report
from infostrada.site.records.archive.package.report import report_json
from infostrada.site.records.archive.package.words import WORDS
from infostrada.site.records.archive.package.xml import Finding
from infostrada.site.records.find import record_at
from io import BufferedReader
from lxml import etree
from pathlib import Path
from zope.component import queryUtility
from zope.i18n import translate
from zope.i18n.interfaces import ITranslationDomain

import click
import hashlib
import json


FAULTY = 2
LOCALES = Path(str(files("infostrada.site"))) / "locales"
LONGEST_DIGEST = 1_000


@click.group("archive-package")
def archive_package() -> None:
    """Archive packages (paczka archiwalna)."""


@archive_package.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--xsd",
    "xsd",
    envvar="INFOSTRADA_XSD",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the official Metadane-1.7.xsd; checked against it too.",
)
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def check(file: Path, xsd: Path | None, as_json: bool) -> None:
    """Check the package FILE (tar or zip), whoever made it; nothing is unpacked.

    An XML FILE is checked as a spis zdawczo-odbiorczy. A digest beside it (FILE.sha256, as sha256sum writes it)
    is compared.

    Exit status: 0 valid, 2 not valid.
    """
    is_list = file.suffix.lower() == ".xml"
    try:
        schema = schema_in(xsd, (SCHEMA,) if is_list else SCHEMAS) if xsd else None
    except (FileNotFoundError, etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        raise click.BadParameter(str(error), param_hint="--xsd") from error
    with file.open("rb") as stream:
        report = (check_list if is_list else check_package)(stream, file.name, schema)
        report.add(digest_beside(file, stream))
    if as_json:
        click.echo(json.dumps(report_json(report, _pl), ensure_ascii=False, indent=2))
    else:
        _tell(report)
    raise SystemExit(0 if report.valid else FAULTY)


def digest_beside(file: Path, stream: BufferedReader) -> list[Finding]:
    """What speaks against the digest that lies beside a package; nothing without one."""
    beside = file.with_name(f"{file.name}.sha256")
    if not beside.is_file():
        return []
    told = beside.read_bytes()[:LONGEST_DIGEST].decode("ascii", "replace").split()
    stream.seek(0)
    real = hashlib.file_digest(stream, "sha256").hexdigest()
    return [] if told and told[0].lower() == real else [Finding(beside.name, "digest_differs", real)]


def _tell(report: Report) -> None:
    for finding in report.findings:
        place = f"{finding.where}:{finding.line}" if finding.line else finding.where
        word = "błąd" if finding.blocking else "ostrzeżenie"
        detail = f" ({finding.detail})" if finding.detail else ""
        click.echo(f"{place}: {word}: {_pl(finding.reason)}{detail}")
    if report.more:
        click.echo(
            f"…: i jeszcze {report.more} (błędów {report.faults_more}, ostrzeżeń {report.warnings_more})"
        )
    against = "zasady i schemat" if report.schema else "zasady (bez urzędowego schematu)"
    verdict = "poprawna" if report.valid else "niepoprawna"
    click.echo(
        f"paczka {verdict}: dokumentów {report.documents}, spraw {report.cases}, bajtów {report.bytes}; {against}"
    )


@archive_package.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--unit", required=True, help="Stable id of the unit.")
@click.option("--case", "signs", multiple=True, required=True, help="Sign of a case; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.option("--court", is_flag=True, help="For an administrative court: metadata by NES 2.0.")
def build(file: Path, unit: str, signs: tuple[str, ...], as_json: bool, court: bool) -> None:
    """Write a package of cases to FILE and tell its SHA-256. The same cases give the same bytes."""
    with open_site() as (_app, _portal):
        entries = []
        for sign in signs:
            case = record_at(listings.case_by_sign(unit, sign))
            if case is None:
                raise click.BadParameter(f"the unit {unit} has no case {sign}", param_hint="--case")
            entries += court_entries(case) if court else case_entries(case)
        with file.open("wb") as out:
            digest = write_package(out, entries)
    told = {"file": file.name, "sha256": digest, "bytes": file.stat().st_size, "cases": len(signs)}
    click.echo(json.dumps(told) if as_json else f"{digest}  {file.name}")


def _pl(reason: str) -> str:
    """In Polish. Nothing but the check needs no site: where none is open, the catalogue is read for it."""
    if queryUtility(ITranslationDomain, "infostrada.site") is None:
        for catalogue in catalogues(LOCALES):
            install(catalogue, overrule=False)
    said: str = translate(WORDS[reason], domain="infostrada.site", target_language="pl")
    return said
