"""``infostrada geo import``, ``layers`` and ``check-plan``."""

from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.aside import aside
from infostrada.core.errors import Problem
from infostrada.core.jobs.cli import run_with_bar
from infostrada.core.jobs.rows import get as get_job
from infostrada.core.jobs.runner import run as run_job
from infostrada.core.record.sql import rows as found_rows
from infostrada.core.server.plone import open_site
from infostrada.geo.imports import operations
from infostrada.geo.imports import rows
from infostrada.geo.imports.messages import spoken
from infostrada.geo.imports.plans import check_plan
from infostrada.geo.imports.report import findings
from infostrada.geo.imports.rows import Run
from pathlib import Path
from time import sleep
from typing import Any
from uuid import UUID
from zope.i18n import translate

import click
import json
import transaction


LAYERS = """
SELECT v.layer, v.title, coalesce(l.feature_count, 0) AS features, coalesce(l.revision, 0) AS revision,
       v.source, v.linkable
  FROM geo.layer_listing AS v LEFT JOIN geo.layer AS l USING (layer) ORDER BY v.position, v.layer
"""
# So many lines of the report are said; all of them are in --json and on the page.
SPOKEN = 20


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--layer", "layers", multiple=True, metavar="LAYER|CLASS=LAYER", help="Where classes go. Repeat it."
)
@click.option("--unit", default="", help="TERYT code of the unit that all of it lies in.")
@click.option("--tolerance", default=200.0, show_default=True, help="Metres the boundary is widened by.")
@click.option(
    "--vanish", type=click.Choice(["guarded", "always", "never"]), default="guarded", show_default=True,
    help="Are stored features gone that the file does not hold? Guarded: not if they are more than half.",
)  # fmt: skip
@click.option("--crs", default="", help="System of a file that names none, for example EPSG:2177.")
@click.option("--as-of", default="", help="Date of features that carry none.")
@click.option("--namespace", default="", help="Namespace of features that have none.")
@click.option("--name-field", default="", help="Attribute that features are called by.")
@click.option("--no-validation", is_flag=True, help="Do not validate by the installed schemas.")
@click.option("--persons", is_flag=True, help="Keep what the file says of persons on its features.")
@click.option("--dry-run", is_flag=True, help="Check and compare, but store nothing.")
@click.option("--json", "as_json", is_flag=True, help="The whole report as JSON.")
def import_(file: Path, layers: tuple[str, ...], no_validation: bool, as_json: bool, **options: Any) -> None:
    """Bring a file of map data into layers. Exit code 1: something was refused."""
    with open_site() as (_app, portal), _spoken_problems():
        with file.open("rb") as stream:
            kept = operations.receive(portal, stream, file.name)
        chosen = {**options, "validate": not no_validation}
        if layers:
            chosen["layers"] = operations.layers_for(kept, layers)
        ordered = operations.order(portal, kept.id, chosen)
        transaction.commit()
        job = ordered.job
        if job is None:
            raise LookupError(f"the import {kept.id} has no job")
        (run_job if as_json else run_with_bar)(job)
        _await(job)
        transaction.begin()
        rows.tidy()
        done = rows.get(kept.id)
        if done is None:
            raise LookupError(f"the import {kept.id} is gone")
        found = list(findings(done))
        transaction.commit()
    _say(done, found, as_json)
    if done.state != "done" or any(each["level"] == "refused" for each in found):
        raise SystemExit(1)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def layers(as_json: bool) -> None:
    """Show the map layers and how many features each holds."""
    with open_site():
        found = found_rows(LAYERS)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for layer in found:
        click.echo(f"{layer['layer']:<32} {layer['features']:>9}  {layer['title']}")


@click.command("check-plan")
@click.argument("namespace")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def check_plan_(namespace: str, as_json: bool) -> None:
    """Check the stored planning act of a namespace. Exit code 1: it has faults."""
    with open_site():
        faults = check_plan(ns=namespace.replace("/", "_"))
    if as_json:
        click.echo(json.dumps([fault.as_data() for fault in faults], ensure_ascii=False))
    else:
        for fault in faults:
            area = f" ({fault.area:.2f} m²)" if fault.area is not None else ""
            click.echo(f"{spoken(fault.reason)}: {fault.names}{area}")
    if faults:
        raise SystemExit(1)


@contextmanager
def _spoken_problems() -> Iterator[None]:
    """A refusal is a sentence, not a traceback."""
    try:
        yield
    except Problem as problem:
        raise click.ClickException(translate(problem.message)) from problem


def _await(job: UUID) -> None:
    """The worker may have been quicker: then it is at it."""
    while True:
        with aside() as connection:
            found = get_job(connection, job)
        if found is None or not found.open:
            return
        sleep(0.5)


def _say(run: Run, found: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**run.as_data(), "findings": found}, ensure_ascii=False))
        return
    for layer, counts in run.summary.get("layers", {}).items():
        said = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
        click.echo(f"{layer}: {said}")
    for each in found[:SPOKEN]:
        place = f"line {each['line']}: " if each["line"] else ""
        name = each["business_id"] or each["fid"]
        click.echo(f"  {each['level']}: {place}{name} {spoken(each['reason'])} {each['detail']}".rstrip())
    if len(found) > SPOKEN:
        click.echo(f"  … {len(found) - SPOKEN} more, see --json or the page of import {run.id}")
