"""The case a form names by its sign."""

from infostrada.site.records import listings
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.sign import BadSignError
from infostrada.site.records.cases.sign import parse
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import invalid
from typing import Any


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
