"""The verbs of imports, called by page, REST and command line alike."""

from collections.abc import Mapping
from infostrada.core.context import unit_of
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Conflict
from infostrada.core.errors import Forbidden
from infostrada.core.errors import NotFound
from infostrada.core.jobs import enqueue
from infostrada.core.record.sql import rows as found_rows
from infostrada.geo import _
from infostrada.geo.imports import rows
from infostrada.geo.imports.gml.stream import UnreadableFile
from infostrada.geo.imports.inspecting import inspect
from infostrada.geo.imports.job import NAME
from infostrada.geo.imports.messages import explain
from infostrada.geo.imports.options import Options
from infostrada.geo.imports.options import options_of
from pathlib import Path
from plone import api
from typing import Any
from typing import BinaryIO
from uuid import UUID

import shutil
import tempfile


PERSONS = "infostrada.geo: Import personal data"
LAYERS = "SELECT layer, title FROM geo.layer_listing ORDER BY position, layer"


def receive(context: Any, file: BinaryIO, name: str) -> rows.Run:
    """Keep a file and look what is in it; BadRequest names what makes it unreadable."""
    with tempfile.TemporaryDirectory(prefix="infostrada-geo-") as place:
        path = Path(place) / "delivery"
        with path.open("wb") as made:
            shutil.copyfileobj(file, made, rows.PIECE)
        found = _inspected(path)
        with path.open("rb") as kept:
            run = rows.store_file(kept, name, unit_of(context))
    rows.change(run, found=found)
    return _run(run)


def _inspected(path: Path) -> dict[str, Any]:
    try:
        found = inspect(path)
    except UnreadableFile as fault:
        where = f" ({fault.line})" if fault.line else ""
        raise BadRequest(
            _(
                "The file cannot be read: ${reason}${where}",
                mapping={"reason": explain(fault.reason), "where": where},
            ),
            field="file",
            reason=fault.reason,
        ) from fault
    if not found["classes"]:
        raise BadRequest(
            _("There is no object with a place in this file."), field="file", reason="nothing_inside"
        )
    return found


def order(context: Any, run: UUID, options: Mapping[str, Any]) -> rows.Run:
    """Order the import of a received file; returns the run with its job.

    BadRequest: an unlawful option, a class or layer that is not there. Conflict: ordered already.
    """
    kept = visible(context, run)
    if kept.state != "uploaded":
        raise Conflict(_("This file has been imported already."), reason="ordered_already")
    chosen = options_of({**options, "layers": options.get("layers") or usual_layers(kept)})
    _check(context, kept, chosen)
    job = enqueue(NAME, {"run": str(run)}, unit=unit_of(context))
    rows.change(run, job=UUID(job), options=chosen.as_data(), state="queued")
    return _run(run)


def layers_for(kept: rows.Run, given: tuple[str, ...]) -> dict[str, str]:
    """Classes and layers of `CLASS=layer` or just `layer`; BadRequest when that is not clear."""
    classes = [each["name"] for each in kept.found["classes"]]
    chosen: dict[str, str] = {}
    for text in given:
        name, equals, layer = text.rpartition("=")
        if equals:
            chosen[name] = layer
            continue
        fitting = [each["name"] for each in kept.found["classes"] if each["layer"] == layer]
        if not fitting and len(classes) == 1:
            fitting = classes
        if not fitting:
            raise BadRequest(
                _("Say which class goes into ${layer}: ${classes}",
                  mapping={"layer": layer, "classes": ", ".join(classes)}),
                field="layers", reason="which_class",
            )  # fmt: skip
        chosen.update(dict.fromkeys(fitting, layer))
    return chosen


def usual_layers(kept: rows.Run) -> dict[str, str]:
    """Where the classes of the file usually go, as far as the site has those layers."""
    there = {row["layer"] for row in found_rows(LAYERS)}
    return {each["name"]: each["layer"] for each in kept.found["classes"] if each["layer"] in there}


def visible(context: Any, run: UUID) -> rows.Run:
    """The run, for its unit (or the site); NotFound for everybody else."""
    kept = rows.get(run)
    unit = unit_of(context)
    if kept is None or (unit is not None and kept.unit != unit):
        raise NotFound(_("There is no such import."), reason="unknown_run")
    return kept


def run_id(text: str) -> UUID:
    """The id in an address; NotFound when it is none."""
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(_("There is no such import."), reason="unknown_run") from error


def _run(run: UUID) -> rows.Run:
    kept = rows.get(run)
    if kept is None:
        raise NotFound(_("There is no such import."), reason="unknown_run")
    return kept


def _check(context: Any, kept: rows.Run, chosen: Options) -> None:
    classes = {each["name"] for each in kept.found["classes"]}
    there = {row["layer"] for row in found_rows(LAYERS)}
    if kept.found["complete"] and (unknown := set(chosen.layers) - classes):
        raise _which(
            _("There is no ${names} in the file.", mapping={"names": ", ".join(sorted(unknown))}),
            "unknown_class",
        )
    if missing := set(chosen.layers.values()) - there:
        raise _which(
            _("There is no map layer ${names}.", mapping={"names": ", ".join(sorted(missing))}),
            "unknown_layer",
        )
    if not chosen.layers:
        raise _which(_("Say which class goes into which layer."), "no_layer")
    if chosen.persons and not api.user.has_permission(PERSONS, obj=context):
        raise Forbidden(_("You may not import personal data."), field="persons", reason="persons_forbidden")


def _which(message: str, reason: str) -> BadRequest:
    return BadRequest(message, field="layers", reason=reason)
