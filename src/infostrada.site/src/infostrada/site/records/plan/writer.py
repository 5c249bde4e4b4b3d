"""A plan as others read it: the XML of the state archives, and the JSON list EZD RP imports.

`TYPPROWADZENIA` is 2 for every class, as in the official list of annex 5; what other values mean is not
documented, so the way of keeping of a class does not go along.
"""

from collections.abc import Iterable
from infostrada.site.records.archive.package.grammar import NAMESPACE
from infostrada.site.records.archive.package.writing import Node
from infostrada.site.records.plan.rules import PlanClass

import json


KEEPING = "2"


def ndap(classes: Iterable[PlanClass]) -> bytes:
    """The classes as the state archives' `wykaz` (`WykazAkt.xsd`)."""
    root = Node.root("wykaz", NAMESPACE)
    for one in classes:
        part = root.add("akta")
        part.add("symbol", one.symbol)
        part.add("haslo", one.title)
        part.maybe("kategoriaMerytoryczna", one.category_lead)
        part.maybe("kategoriaInna", one.category_other)
    return root.file()


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
