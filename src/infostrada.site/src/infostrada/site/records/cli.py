"""``infostrada jrwa``: classification plans from the command line, while the site runs."""

from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Problem
from infostrada.core.server.plone import open_site
from infostrada.site.desk.refusals import refusal
from infostrada.site.records.plan.operations import approve_plan
from infostrada.site.records.plan.operations import import_plan
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.plan.operations import Preview
from infostrada.site.records.plan.operations import preview_plan
from infostrada.site.records.plan.services import change_json
from infostrada.site.records.plan.writer import ezdrp
from infostrada.site.records.problems import InvalidData
from infostrada.site.units.lookup import find_unit
from pathlib import Path
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NoReturn
from zope.i18n import translate

import click
import json
import transaction


FAULTY, DIFFERENT = 2, 1
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
UNIT = click.option("--unit", required=True, help="Stable id of the unit.")
JSON = click.option("--json", "as_json", is_flag=True, help="Report as JSON.")


@click.group()
def jrwa() -> None:
    """Classification plans (JRWA) of the units."""


@jrwa.command()
@FILE
@UNIT
@JSON
def diff(file: Path, unit: str, as_json: bool) -> None:
    """Compare FILE with the version that binds today; changes nothing.

    Exit status: 0 no difference, 1 differences, 2 faults that forbid an import.
    """
    with open_site() as (_app, _portal):
        preview = _preview(unit, file)
        _report(preview, file, as_json, {})
    if preview.blocking:
        raise SystemExit(FAULTY)
    raise SystemExit(DIFFERENT if preview.changes else 0)


@jrwa.command("import")
@FILE
@UNIT
@JSON
@click.option("--title", required=True, help="Name of the plan.")
@click.option("--source", default="", help="Regulation or order the plan comes from.")
@click.option(
    "--valid-from",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Approve the plan from this day; without it the plan stays a draft.",
)
@click.option("--dry-run", is_flag=True, help="Check and make everything, then throw it away.")
def import_file(
    file: Path,
    unit: str,
    as_json: bool,
    title: str,
    source: str,
    valid_from: Any,
    dry_run: bool,
) -> None:
    """Import FILE as a version of the unit's plan. Exit status 2: nothing was imported."""
    with open_site() as (_app, _portal):
        preview = _preview(unit, file)
        if preview.blocking:
            _report(preview, file, as_json, {"imported": None})
            raise SystemExit(FAULTY)
        try:
            made = _make(unit, file, title, source, valid_from.date() if valid_from else None)
        except Problem as problem:
            _fail(problem)
        if not dry_run:
            transaction.commit()
        _report(preview, file, as_json, {"imported": None if dry_run else made})


@jrwa.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@UNIT
@JSON
def export_file(file: Path, unit: str, as_json: bool) -> None:
    """Write the version that binds today to FILE, in the form EZD RP imports. Exit status 2: there is none."""
    with open_site() as (_app, _portal):
        plan = plan_on(find_unit(unit), polish_today())
        if plan is None:
            click.echo(_pl(refusal("no_plan")), err=True)
            raise SystemExit(FAULTY)
        file.write_bytes(ezdrp(plan.classes()))
        told = {"file": file.name, "plan": plan.title, "classes": len(plan)}
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{told['classes']} klas: {plan.title}")


def _make(unit: str, file: Path, title: str, source: str, valid_from: date | None) -> str:
    context, data = find_unit(unit), file.read_bytes()
    plan = import_plan(context, file_name=file.name, data=data, title=title, source=source)
    if valid_from is not None:
        approve_plan(plan, valid_from)
    uid: str = IUUID(plan)
    return uid


def _preview(unit: str, file: Path) -> Preview:
    try:
        return preview_plan(find_unit(unit), file.name, file.read_bytes())
    except Problem as problem:
        _fail(problem)


def _fail(problem: Problem) -> NoReturn:
    faults = problem.faults if isinstance(problem, InvalidData) else []
    for fault in faults or [problem]:
        text = getattr(fault, "text", None) or problem.message
        click.echo(f"{fault.field or ''}: {_pl(text)}", err=True)
    raise SystemExit(FAULTY)


def _report(preview: Preview, file: Path, as_json: bool, more: dict[str, Any]) -> None:
    if as_json:
        findings = [
            {
                "line": finding.line,
                "symbol": finding.symbol,
                "field": finding.field,
                "reason": finding.reason,
                "blocking": finding.blocking,
            }
            for finding in preview.findings
        ]
        changes = [change_json(change) for change in preview.changes]
        counts = {"classes": len(preview.classes), "findings": findings, "changes": changes}
        click.echo(json.dumps({"file": file.name, **counts, **more}, ensure_ascii=False))
        return
    for finding in preview.findings:
        word = "błąd" if finding.blocking else "ostrzeżenie"
        place = f"{file.name}:{finding.line}"
        click.echo(f"{place}: {word}: {finding.symbol}: {_pl(refusal(finding.reason))}")
    for change in preview.changes:
        sign = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
        title = (change.after or change.before).title  # type: ignore[union-attr]
        fields = f" ({', '.join(change.fields)})" if change.fields else ""
        click.echo(f"{sign} {change.symbol} {title}{fields}")
    click.echo(f"{len(preview.classes)} klas, {len(preview.changes)} różnic")


def _pl(text: Any) -> str:
    said: str = translate(text, domain="infostrada.site", target_language="pl")
    return said
