"""GET @access-log."""

from dataclasses import asdict
from infostrada.core.accesslog.report import query
from infostrada.core.accesslog.report import report
from infostrada.core.rest import Service
from typing import Any
from urllib.parse import urlencode


class AccessLogGet(Service):
    """Rows newest first; `next` is the address of the next page."""

    def reply(self) -> dict[str, Any]:
        rows, before = report(query(self.context, self.request.form))
        here = f"{self.context.absolute_url()}/@access-log"
        items = [asdict(row) | {"moment": row.moment.isoformat()} for row in rows]
        answer: dict[str, Any] = {"@id": here, "items": items}
        if before is not None:
            answer["next"] = f"{here}?{urlencode({**self.request.form, 'before': before}, doseq=True)}"
        return answer
