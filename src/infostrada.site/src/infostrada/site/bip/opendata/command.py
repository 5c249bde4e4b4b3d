"""``infostrada opendata``: the files open-data portals harvest."""

from infostrada.core.server.plone import open_site
from infostrada.site.bip.opendata.datasets import datasets
from infostrada.site.bip.opendata.rules import declared_type
from infostrada.site.bip.opendata.rules import faults
from infostrada.site.bip.opendata.rules import harvest_xml
from infostrada.site.bip.opendata.rules import md5_of
from infostrada.site.bip.opendata.rules import resources
from infostrada.site.bip.operations import BULLETIN
from infostrada.site.units.lookup import find_unit
from lxml import etree
from pathlib import Path

import click
import json
import urllib.error
import urllib.request


WRONG, SECONDS = 1, 20


@click.group()
def opendata() -> None:
    """Files of open data for dane.gov.pl."""


@opendata.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--unit", required=True, help="Stable id of the unit.")
@click.option("--base", required=True, help="Address of the bulletin as the public reads it, with https.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def build(target: Path, unit: str, base: str, as_json: bool) -> None:
    """Write the harvester's file of a unit's bulletin to TARGET and its digest to TARGET.md5."""
    with open_site() as (_app, _portal):
        bulletin = find_unit(unit)[BULLETIN]
        inside, outside = bulletin.absolute_url(), base.rstrip("/")
        found = [
            item._replace(
                url=item.url.replace(inside, outside),
                resources=tuple(
                    part._replace(url=part.url.replace(inside, outside)) for part in item.resources
                ),
            )
            for item in datasets(bulletin)
        ]
    data = harvest_xml(found)
    target.write_bytes(data)
    target.with_name(f"{target.name}.md5").write_text(md5_of(data))
    report = {"file": str(target), "datasets": len(found), "md5": md5_of(data)}
    click.echo(json.dumps(report) if as_json else f"{target}: {len(found)} zbiory, {report['md5']}")


@opendata.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--xsd", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Schema of the harvester."
)
@click.option("--fetch", is_flag=True, help="Ask for every resource too.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def check(file: Path, xsd: Path | None, fetch: bool, as_json: bool) -> None:
    """Check a harvester's FILE and the .md5 beside it. Exit status 1: something is wrong."""
    data = file.read_bytes()
    beside = file.with_name(f"{file.name}.md5")
    found = list(faults(data, beside.read_text() if beside.exists() else ""))
    readable = not any(text.startswith("to nie jest XML") for text in found)
    if xsd is not None and readable:
        found += _by_schema(data, xsd)
    if fetch and readable:
        found += [text for url in resources(data) if (text := _fetched(url))]
    if as_json:
        click.echo(json.dumps({"file": str(file), "faults": found}, ensure_ascii=False))
    else:
        click.echo("\n".join(found or ["bez uwag"]))
    raise SystemExit(WRONG if found else 0)


def _by_schema(data: bytes, xsd: Path) -> list[str]:
    schema = etree.XMLSchema(etree.parse(str(xsd)))
    if schema.validate(etree.fromstring(data)):
        return []
    return [f"schemat, wiersz {error.line}: {error.message}" for error in schema.error_log]


def _fetched(url: str) -> str:
    """What is wrong with a resource's answer; "" when it answers as its address declares."""
    if not url.startswith(("https://", "http://")):
        return f"adres bez protokołu: {url}"
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 - the scheme is checked above
            kind = answer.headers.get_content_type()
    except (urllib.error.URLError, OSError) as error:
        return f"zasób nie odpowiada: {url}: {error}"
    wanted = declared_type(url)
    return "" if wanted is None or kind == wanted else f"zasób {url} odpowiada jako {kind}, nie {wanted}"
