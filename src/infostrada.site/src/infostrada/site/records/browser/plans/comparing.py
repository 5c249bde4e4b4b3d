"""What a plan brings: the look before it is imported, its changes against the one before."""

from infostrada.site import _
from infostrada.site.desk.refusals import refusal
from infostrada.site.desk.words import word
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import CHANGES
from infostrada.site.records.browser.words import MODES
from infostrada.site.records.plan.exceptions import ModeChange
from infostrada.site.records.plan.operations import Preview
from infostrada.site.records.plan.rules import Change
from infostrada.site.records.plan.rules import PlanClass
from typing import Any


SHOWN = 200


def preview_parts(preview: Preview, request: Any) -> list[dict[str, Any]]:
    """What an import would find: faults, those first that forbid it, then differences."""
    found = sorted(preview.findings, key=lambda each: (not each.blocking, each.line))
    faults = {
        "caption": _("Faults and warnings"),
        "columns": [
            {"name": "line", "label": _("Line of the file")},
            {"name": "symbol", "label": _("Symbol")},
            {"name": "text", "label": _("What is wrong")},
            {"name": "weight", "label": _("Weight")},
        ],
        "rows": [
            {
                "id": f"fault-{place}",
                "title": str(finding.line),
                "cells": {
                    "line": {"text": str(finding.line)},
                    "symbol": {"text": finding.symbol},
                    "text": {"text": refusal(finding.reason)},
                    "weight": {
                        "text": _("forbids the import") if finding.blocking else _("warning"),
                        "tone": "warn" if finding.blocking else "wait",
                    },
                },
            }
            for place, finding in enumerate(found[:SHOWN])
        ],
        "empty": _("The file has no faults; it may be imported."),
    }
    return [
        {"id": "faults", "title": _("Check"), "text": _verdict(preview, request), "register": faults},
        change_part(preview.changes, request),
    ]


def _verdict(preview: Preview, request: Any) -> str:
    """How many classes there are, whether the file may be imported, and whether all findings are shown."""
    blocking, found = len(preview.blocking), len(preview.findings)
    said = [_("${count} classes in the file", mapping={"count": len(preview.classes)})]
    if blocking:
        said.append(_("The file cannot be imported; to be mended: ${count}.", mapping={"count": blocking}))
    elif found:
        said.append(_("The file may be imported; warnings: ${count}.", mapping={"count": found}))
    if found > SHOWN:
        said.append(_("The first ${shown} of ${count} are shown.", mapping={"shown": SHOWN, "count": found}))
    return ". ".join(word(each, request).rstrip(".") for each in said) + "."


def change_part(changes: list[Change], request: Any, *, whole: bool = False) -> dict[str, Any]:
    """The section of differences with their number; the first 200, or all."""
    shown = changes if whole else changes[:SHOWN]
    counted = {"shown": str(SHOWN), "count": str(len(changes))}
    more = _("The first ${shown} of ${count} are shown.", mapping=counted)
    return {
        "id": "changes",
        "title": _("Differences from the version that binds today"),
        "count": str(len(changes)) if changes else None,
        "text": word(more, request) if len(changes) > len(shown) else None,
        "register": change_register(shown),
    }


def change_register(changes: list[Change]) -> dict[str, Any]:
    """Table of differences."""
    return {
        "caption": _("Differences between the versions"),
        "columns": [
            {"name": "symbol", "label": _("Symbol")},
            {"name": "kind", "label": _("Difference")},
            {"name": "before", "label": _("Before")},
            {"name": "after", "label": _("After")},
        ],
        "rows": [
            {
                "id": f"change-{change.symbol}",
                "title": change.symbol,
                "cells": {
                    "symbol": {"text": change.symbol},
                    "kind": {"text": CHANGES[change.kind]},
                    "before": {"text": _in_words(change.before)},
                    "after": {"text": _in_words(change.after)},
                },
            }
            for change in changes
        ],
        "quiet": True,
        "empty": _("No difference."),
    }


def _in_words(item: PlanClass | None) -> str:
    if item is None:
        return ""
    categories = " / ".join(filter(None, (item.category_lead, item.category_other)))
    return ", ".join(filter(None, (item.title, categories, item.note)))


def modes_register(changed: list[ModeChange]) -> dict[str, Any]:
    """Classes whose way of keeping changes with a version."""
    columns = (
        ("symbol", _("Symbol")),
        ("title", _("Title of the class")),
        ("before", _("Before")),
        ("after", _("After")),
    )
    rows = [
        row(
            each.symbol,
            symbol=each.symbol,
            title=each.title,
            before={"text": MODES[each.before]},
            after={"text": MODES[each.after]},
        )
        for each in changed
    ]
    return table(_("Classes kept otherwise than before"), columns, numbered("mode", rows))
