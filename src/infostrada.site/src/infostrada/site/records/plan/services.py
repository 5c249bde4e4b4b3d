"""REST: versions of the plan, their classes, the import with its preview."""

from infostrada.core import idempotency
from infostrada.core.calendar import polish_today
from infostrada.site.desk.refusals import refusal
from infostrada.site.records.find import by_uid
from infostrada.site.records.plan.approval import valid_on
from infostrada.site.records.plan.exceptions import end_exception
from infostrada.site.records.plan.exceptions import enter_exception
from infostrada.site.records.plan.exceptions import exceptions_of
from infostrada.site.records.plan.exceptions import Exempting
from infostrada.site.records.plan.exceptions import kept_otherwise
from infostrada.site.records.plan.exceptions import mode_of_class
from infostrada.site.records.plan.interfaces import IPlan
from infostrada.site.records.plan.operations import approve_plan
from infostrada.site.records.plan.operations import import_plan
from infostrada.site.records.plan.operations import MANAGE
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.plan.operations import plans
from infostrada.site.records.plan.operations import Preview
from infostrada.site.records.plan.operations import preview_plan
from infostrada.site.records.plan.rules import Change
from infostrada.site.records.plan.rules import PlanClass
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.upload import from_json
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.i18n import translate


CAP = 200


def class_json(item: PlanClass) -> dict[str, Any]:
    """A class of the plan."""
    return {
        "symbol": item.symbol,
        "title": item.title,
        "category_lead": item.category_lead,
        "category_other": item.category_other,
        "note": item.note,
    }


def change_json(change: Change) -> dict[str, Any]:
    """A difference between two versions."""
    return {
        "symbol": change.symbol,
        "kind": change.kind,
        "fields": list(change.fields),
        "before": class_json(change.before) if change.before else None,
        "after": class_json(change.after) if change.after else None,
    }


def preview_json(preview: Preview, request: Any) -> dict[str, Any]:
    """What an import would do."""
    return {
        "classes_total": len(preview.classes),
        "importable": not preview.blocking,
        "findings": [
            {
                "reason": finding.reason,
                "symbol": finding.symbol,
                "field": finding.field,
                "line": finding.line,
                "blocking": finding.blocking,
                "message": translate(refusal(finding.reason), context=request),
            }
            for finding in preview.findings
        ],
        "changes": [change_json(change) for change in preview.changes],
    }


class PlansGet(RecordService):
    """`GET <unit>/@plans`: versions of the plan, newest first, and which one binds today."""

    def answer(self) -> dict[str, Any]:
        """All versions."""
        require("infostrada.site: Use the records desk", self.context)
        running = plan_on(self.context, polish_today())
        return {
            "@id": f"{self.context.absolute_url()}/@plans",
            "items": [self.as_json(plan) for plan in plans(self.context)],
            "binding": IUUID(running) if running is not None else None,
        }


class PlansPost(WritingService):
    """`POST <unit>/@plans`: import a version as a draft.

    Body: `file`, `title`, `source`; with `preview: true` nothing is made and the answer (200)
    tells faults and differences.
    """

    def answer(self) -> dict[str, Any]:
        """201 with the version, or the preview."""
        body = self.body
        upload = from_json(body.get("file"), "file")
        if body.get("preview") is True:
            require(MANAGE, self.context)
            return preview_json(preview_plan(self.context, upload.filename, upload.data), self.request)
        done = idempotency.begin(self.request)
        if done is not None:
            return self.created(by_uid(done, IPlan, near=self.context))
        plan = import_plan(
            self.context,
            file_name=upload.filename,
            data=upload.data,
            title=text(body, "title"),
            source=text(body, "source"),
        )
        idempotency.finish(self.request, IUUID(plan))
        return self.created(plan)


class ApprovalPost(ActService):
    """`POST <plan>/@approval`: let the version bind.

    Body: `valid_from`, `basic_mode` (`ezd` or `paper`), `exceptions` (symbols) and the order they rest on (`basis`).
    """

    def answer(self) -> dict[str, Any]:
        """The version as it is now."""
        body = self.body
        valid_from = day(body, "valid_from")
        if valid_from is None:
            raise invalid("valid_from", "required")
        exceptions = body.get("exceptions", [])
        if not isinstance(exceptions, list):
            raise invalid("exceptions", "json_not_a_list")
        approve_plan(
            self.context,
            valid_from,
            basic_mode=text(body, "basic_mode", "ezd"),
            exceptions=[str(symbol) for symbol in exceptions],
            basis=text(body, "basis"),
        )
        return self.as_json(self.context)


class ClassesGet(RecordService):
    """`GET <plan>/@classes?q=<symbol or words>&final=1`: classes of a version, at most 200; with `final` those that take cases."""

    def answer(self) -> dict[str, Any]:
        """Classes whose symbol begins with the query or whose title holds it."""
        wanted = str(self.request.form.get("q") or "").strip().casefold()
        only_final = self.request.form.get("final") == "1"
        found = [
            item
            for item in self.context.classes()
            if _matches(item, wanted) and (not only_final or self.context.takes_cases(item.symbol))
        ]
        return {
            "@id": f"{self.context.absolute_url()}/@classes",
            "items": [self._told(item) for item in found[:CAP]],
            "items_total": len(found),
        }

    def _told(self, item: PlanClass) -> dict[str, Any]:
        takes = self.context.takes_cases(item.symbol)
        return {**class_json(item), "handling_mode": self._mode(item), "takes_cases": takes}

    def _mode(self, item: PlanClass) -> str:
        """How a case opened today is kept; of a version that does not bind today what the version itself says."""
        plan, today = self.context, polish_today()
        bound = valid_on(today, plan.valid_from, plan.valid_to)
        return mode_of_class(plan, item.symbol, today) if bound else str(plan.mode(item.symbol))


def exceptions_json(unit: Any) -> dict[str, Any]:
    """The office's list of exceptions, those of the versions of its plan, and open cases kept otherwise."""
    today = polish_today()
    plan = plan_on(unit, today)
    found = kept_otherwise(plan, today) if plan is not None else []
    return {
        "@id": f"{unit.absolute_url()}/@mode-exceptions",
        "basic_mode": plan.basic_mode if plan is not None else None,
        "items": [
            {
                "place": place,
                **one._asdict(),
                "by": one.by._asdict(),
                "first": one.first.isoformat(),
                "last": one.last.isoformat() if one.last else None,
                "at": one.at.isoformat(),
                "in_force": one.in_force(today),
            }
            for place, one in enumerate(exceptions_of(unit))
        ],
        "versions": [
            {"plan": IUUID(each), "basis": each.exceptions_basis or each.source, "classes": each.exceptions()}
            for each in plans(unit)
            if each.valid_from is not None and each.exceptions()
        ],
        "kept_otherwise": [one._asdict() for one in found],
    }


class ModeExceptionsGet(RecordService):
    """`GET <unit>/@mode-exceptions`: classes kept otherwise than the basic way, by dates, with their legal basis."""

    def answer(self) -> dict[str, Any]:
        """The list."""
        return exceptions_json(self.context)


class ModeExceptionsPost(WritingService):
    """`POST <unit>/@mode-exceptions`: an act on the list, named by `act`.

    `enter` (`symbol`, `mode`, `first`, `last`, `basis`) or `end` (`place`, `last`, `basis`).
    """

    def answer(self) -> dict[str, Any]:
        """The list as it is now."""
        body, unit = self.body, self.context
        act, basis = text(body, "act"), text(body, "basis")
        if act == "enter":
            first = day(body, "first")
            if first is None:
                raise invalid("first", "required")
            given = Exempting(text(body, "symbol"), text(body, "mode"), first, basis, day(body, "last"))
            enter_exception(unit, given)
        elif act == "end":
            place = body.get("place")
            if not isinstance(place, int) or isinstance(place, bool):
                raise invalid("place", "json_not_a_number")
            end_exception(unit, place, day(body, "last"), basis)
        else:
            raise invalid("act", "not_in_list")
        return exceptions_json(unit)


def _matches(item: PlanClass, wanted: str) -> bool:
    return item.symbol.startswith(wanted) or wanted in item.title.casefold()
