"""REST: `@geo-imports` sends a file and orders its import, lists imports, gives a report."""

from infostrada.core.addressed import TakesNames
from infostrada.core.errors import BadRequest
from infostrada.core.rest import Service
from infostrada.geo import _
from infostrada.geo.imports import operations
from infostrada.geo.imports import rows
from infostrada.geo.imports.options import Options
from infostrada.geo.imports.plans import check_plan
from infostrada.geo.links.services import WritingService
from typing import Any


BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
MOST = 1000


class ImportsGet(TakesNames, Service):
    """The newest imports; `@geo-imports/{id}` one with a page of its report (`level`, `after`, `limit`)."""

    def reply(self) -> dict[str, Any]:
        """Runs, or one run with findings and `next_after` while there are more."""
        base = f"{self.context.absolute_url()}/@geo-imports"
        rows.tidy()
        if not self.name:
            found = rows.newest(operations.unit_of(self.context))
            return {"@id": base, "items": [_linked(base, run) for run in found]}
        run = operations.visible(self.context, operations.run_id(self.name))
        form = self.request.form
        limit = min(_whole(form, "limit", 200), MOST)
        level = form.get("level") or None
        if level not in (None, "refused", "warning", "note"):
            raise BadRequest(_("There is no such level."), field="level", reason="unknown_choice")
        page = rows.findings(run.id, level, _whole(form, "after", 0), limit)
        answer = {**_linked(base, run), "findings": page}
        if len(page) == limit:
            answer["next_after"] = page[-1]["number"]
        return answer


class ImportsPost(WritingService):
    """Send a file as the body (or as `file` of a form) with `name` and the options in the query.

    `layer` is a layer or `CLASS=layer`, as often as needed. `inspect=1` only tells what is in the
    file. 202 with the run and its job.
    """

    def write(self) -> dict[str, Any]:
        """Receive the file and order its import."""
        self._refuse_other_bodies()
        form = dict(self.request.form)
        upload = form.pop("file", None)
        name = str(form.pop("name", "") or getattr(upload, "filename", "") or "file")
        given = form.pop("layer", ())
        only_look = _flag("inspect", form.pop("inspect", "0"))
        options = {key: _option(key, value) for key, value in form.items()}
        run = operations.receive(self.context, upload or self.request.get("BODYFILE"), name)
        if not only_look:
            layers = (given,) if isinstance(given, str) else tuple(map(str, given))
            chosen = {**options, "layers": operations.layers_for(run, layers)} if layers else options
            run = operations.order(self.context, run.id, chosen)
        self.request.response.setStatus(202)
        return _linked(f"{self.context.absolute_url()}/@geo-imports", run)

    def _refuse_other_bodies(self) -> None:
        """What Zope takes apart itself is no longer the file that was sent."""
        kind = str(self.request.getHeader("Content-Type") or "").split(";")[0].strip().lower()
        if kind in ("", "application/x-www-form-urlencoded", "text/xml"):
            raise BadRequest(
                _("Send the file as application/octet-stream, or as a form with the field file."),
                field="file",
                reason="content_type",
            )


class PlanCheckGet(Service):
    """`@geo-plan-check?namespace=`: faults of the stored planning act of a namespace."""

    def reply(self) -> dict[str, Any]:
        """Overlaps, gaps, zones beyond the act, doubled symbols, decimals; areas in m²."""
        name = self.request.form.get("namespace")
        if not name or not isinstance(name, str):
            raise BadRequest(_("Say which namespace."), field="namespace", reason="missing")
        faults = check_plan(ns=name.replace("/", "_"))
        return {"namespace": name, "faults": [fault.as_data() for fault in faults]}


def _linked(base: str, run: rows.Run) -> dict[str, Any]:
    site = base.rpartition("/")[0]
    job = {"job_url": f"{site}/@jobs/{run.job}"} if run.job else {}
    return {"@id": f"{base}/{run.id}", **run.as_data(), **job}


def _option(name: str, value: Any) -> Any:
    kind = Options.__annotations__.get(name)
    if kind is bool:
        return _flag(name, value)
    return value


def _flag(name: str, value: Any) -> bool:
    if str(value).lower() not in BOOLEANS:
        raise BadRequest(_("This parameter is 0 or 1."), field=name, reason="not_a_boolean")
    return BOOLEANS[str(value).lower()]


def _whole(form: Any, name: str, default: int) -> int:
    text = str(form.get(name, default))
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise BadRequest(_("This parameter must be a number."), field=name, reason="not_a_number")
    return int(text)
