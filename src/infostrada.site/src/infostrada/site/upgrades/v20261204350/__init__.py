"""What lies outside a case with special categories of data tells no more of it: rows of numbers, outgoing letters, persons of the register."""

from infostrada.core.record.sql import rows
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.personal.special.sealing import seal_all
from typing import Any


MARKED = "SELECT uid FROM site.case_listing WHERE special <> '' ORDER BY uid"


def withhold(_tool: Any) -> None:
    """The few cases there are; rows of their outgoing letters are written anew."""
    for row in rows(MARKED, {}):
        case = record_at(row["uid"])
        if case is None:
            continue
        seal_all([case], deed(case))
        for letter in filter(None, map(record_at, case.outgoing)):
            letter.reindexObject()
