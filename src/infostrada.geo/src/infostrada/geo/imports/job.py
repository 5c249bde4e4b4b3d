"""The job of an import: read in batches, check, settle layer by layer, keep the report."""

from collections.abc import Iterator
from datetime import datetime
from datetime import UTC
from infostrada.core.errors import BadRequest
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.jobs.messages import words
from infostrada.core.journal import append
from infostrada.geo import _
from infostrada.geo.imports import checks
from infostrada.geo.imports import plans
from infostrada.geo.imports import rows
from infostrada.geo.imports.ahead import ahead
from infostrada.geo.imports.events import LayersImported
from infostrada.geo.imports.gml.stream import UnreadableFile
from infostrada.geo.imports.gml.values import moment as moment_of
from infostrada.geo.imports.options import Options
from infostrada.geo.imports.options import options_of
from infostrada.geo.imports.settling import settle
from infostrada.geo.imports.source import opened
from infostrada.geo.imports.source import Source
from infostrada.geo.imports.staging import batches
from infostrada.geo.imports.staging import stage
from infostrada.geo.schemas.validating import Validator
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID
from zope.event import notify
from zope.interface import implementer

import tempfile


NAME = "infostrada.geo.import"
# Of a hundred steps so many are reading; checking and the layers share the rest.
READING, CHECKED = 80, 85


@implementer(IJobHandler)
class ImportJob:
    """Steps: reading, checking, each layer, finishing. A killed job goes on after its last step."""

    title = _("Import of map data")

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Import the run that `params` names."""
        run = UUID(params["run"])
        state = dict(job.checkpoint or {"stage": "reading", "ordinal": 0, "layers": {}})
        kept = rows.get(run)
        if kept is None:
            raise BadRequest(_("The file of this import is no longer there."), reason="unknown_run")
        options = options_of(kept.options)
        moment = moment_of(options.as_of) or kept.created.astimezone(UTC)
        try:
            if state["stage"] == "reading":
                yield from _read(run, options, moment, state)
            if state["stage"] == "checking":
                yield _checked(run, options, state)
            if state["stage"] == "settling":
                yield from _settle(run, options, moment, state)
        except UnreadableFile as fault:
            yield _unreadable(run, fault)
            return
        if state["stage"] == "settled":
            _finish(run, kept, options, state)


def _read(run: UUID, options: Options, moment: datetime, state: dict[str, Any]) -> Iterator[Progress]:
    """Items that stand already were read before a kill: they are read again and left out."""
    validator = Validator() if options.validate else None
    with tempfile.TemporaryDirectory(prefix="infostrada-geo-") as place:
        path = Path(place) / "delivery"
        rows.write_file(run, path)
        with opened(path) as source:
            validate = validator if validator is not None and validator.installed else None
            items = source.items(options, validate)
            done = sum(1 for _item in islice(items, state["ordinal"]))
            for batch in ahead(batches(items, lambda: source.read)):
                done += stage(run, done, batch, options, moment)
                state["ordinal"] = done
                yield Progress(
                    _share(source),
                    100,
                    dict(state),
                    words(_("${count} objects read", mapping={"count": done})),
                )
            _tell_left_out(run, source, validator)
    state["stage"] = "checking"
    yield Progress(READING, 100, dict(state))


def _share(source: Source) -> int:
    return min(READING - 1, READING * source.read // max(source.size, 1))


def _tell_left_out(run: UUID, source: Source, validator: Validator | None) -> None:
    for name, count in sorted(source.personal.items()):
        checks.note(run, "note", "persons_left_out", f"{name}: {count}")
    if validator is None or not validator.installed:
        checks.note(run, "note", "not_validated")
        return
    for space in sorted(validator.missing):
        checks.note(run, "note", "schema_missing", space)
    for space, why in sorted(validator.broken.items()):
        checks.note(run, "warning", "schema_broken", f"{space}: {why}")


def _checked(run: UUID, options: Options, state: dict[str, Any]) -> Progress:
    checks.check(run, options)
    if {plans.ACTS, plans.ZONES} & set(options.layers.values()):
        state["plan_faults"] = plans.tell(run)
    state["stage"] = "settling"
    return Progress(CHECKED, 100, dict(state))


def _settle(run: UUID, options: Options, moment: datetime, state: dict[str, Any]) -> Iterator[Progress]:
    layers = sorted(set(options.layers.values()))
    for number, layer in enumerate(layers, start=1):
        if layer in state["layers"]:
            continue
        state["layers"][layer] = settle(run, layer, options, moment)
        if number == len(layers):
            state["stage"] = "settled"
        yield Progress(CHECKED + (99 - CHECKED) * number // len(layers), 100, dict(state), layer)
    state["stage"] = "settled"


def _unreadable(run: UUID, fault: UnreadableFile) -> Progress:
    detail = f"{fault.line}: {fault.detail}" if fault.line else fault.detail
    checks.note(run, "refused", fault.reason, detail)
    rows.empty(run)
    rows.change(
        run, state="refused", ended=datetime.now(UTC), summary={"reason": fault.reason, "detail": detail}
    )
    return Progress(100, 100, {"stage": "over"})


def _finish(run: UUID, kept: rows.Run, options: Options, state: dict[str, Any]) -> None:
    counts = state["layers"]
    changed = any(not layer.get("vanish_refused") for layer in counts.values())
    rows.empty(run)
    rows.change(
        run,
        state="done" if changed else "refused",
        ended=datetime.now(UTC),
        summary={"objects": state["ordinal"], "layers": counts, "plan_faults": state.get("plan_faults", 0)},
    )
    if not options.dry_run:
        notify(LayersImported(frozenset(counts)))
        data = {"run": str(run), "sha256": kept.sha256, "layers": sorted(counts)}
        append("geo.features.import", unit=kept.unit or None, data=data)
    if options.persons:
        append("geo.persons.import", unit=kept.unit or None, data={"run": str(run), "sha256": kept.sha256})
