"""The case a form names by its sign, and signs for whoever types one."""

from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.pages import page as page_of
from infostrada.site.records import listings
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.sign import BadSignError
from infostrada.site.records.cases.sign import parse
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import invalid
from Products.Five import BrowserView
from typing import Any

import json


MOST = 8


def case_of(page: Any, field: str) -> Case:
    """The case of the page's unit whose sign the field holds, seen by the visitor; InvalidData otherwise."""
    try:
        sign = parse(page.text(field))
    except BadSignError as error:
        raise invalid(field, "sign_malformed") from error
    found = record_at(listings.case_by_sign(page.unit.unit_id, str(sign)))
    if found is None or not page.may("View", found):
        raise invalid(field, "case_unknown")
    case: Case = found
    return case


def sign_field(page: Any, label: Any) -> dict[str, Any]:
    """A field for a sign, with the signs of cases of the unit the visitor may see offered while one types."""
    return {
        "name": "sign",
        "label": label,
        "required": True,
        "suggest": f"{page.unit.absolute_url()}/@@find-cases",
    }


class FindCases(BrowserView):
    """`@@find-cases?q=`: at most eight cases of the unit the visitor may see, by words of sign, title or party, as JSON."""

    def __call__(self) -> str:
        """The list; never kept by a cache."""
        answer = self.request.response
        answer.setHeader("Content-Type", "application/json")
        answer.setHeader("Cache-Control", "no-store")
        words = str(self.request.form.get("q", "")).strip()
        found = (
            page_of(
                listings.CASES,
                principals(),
                Question(unit=self.context.unit_id, q=words),
                size=MOST,
                counted=False,
            ).rows
            if words
            else []
        )
        listed = [{"title": row["sign"], "where": row["title"]} for row in found if row["sign"]]
        return json.dumps(listed, ensure_ascii=False)
