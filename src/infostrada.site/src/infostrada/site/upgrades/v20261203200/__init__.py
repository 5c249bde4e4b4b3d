"""Letters of cases with special categories of data are restricted: the workflow knows the state, cases marked before take their letters along."""

from infostrada.core.record.sql import rows
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.personal.special.sealing import seal_all
from typing import Any


MARKED = "SELECT uid FROM site.case_listing WHERE special <> '' ORDER BY uid"


def restrict_letters(_tool: Any) -> None:
    """The few cases there are, each with its letters, outgoing letters and tasks."""
    for row in rows(MARKED, {}):
        case = record_at(row["uid"])
        if case is not None:
            seal_all([case], deed(case))
