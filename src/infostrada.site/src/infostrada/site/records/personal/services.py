"""REST: the report on one person."""

from infostrada.site.records.personal.report import person_report
from infostrada.site.records.rest import RecordService
from typing import Any


class PersonReportGet(RecordService):
    """`GET <party>/@person-report`: everything held about the person and who looked at it (RODO art. 15)."""

    def answer(self) -> dict[str, Any]:
        """The report; never kept by a cache."""
        self.request.response.setHeader("Cache-Control", "no-store")
        return {"@id": f"{self.context.absolute_url()}/@person-report", **person_report(self.context)}
