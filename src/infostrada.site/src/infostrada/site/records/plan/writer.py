"""A plan in the form EZD RP imports: a JSON list of objects with upper-case keys.

`TYPPROWADZENIA` is 2 for every class, as in the official list of annex 5; what other values mean is not
documented, so the way of keeping of a class does not go along.
"""

from collections.abc import Iterable
from infostrada.site.records.plan.rules import PlanClass

import json


KEEPING = "2"


def ezdrp(classes: Iterable[PlanClass]) -> bytes:
    """The classes by symbol, as UTF-8."""
    rows = [
        {
            "SYMBOL": one.symbol,
            "NAZWA": one.title,
            "KATARCHMACIERZYSTA": one.category_lead,
            "KATARCHINNA": one.category_other,
            "KATARCHINNAOPIS": one.note,
            "TYPPROWADZENIA": KEEPING,
        }
        for one in classes
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()
