"""GET @journal."""

from infostrada.core.journal.history import page
from infostrada.core.journal.scope import query
from infostrada.core.rest import Service
from infostrada.core.sql import reader
from typing import Any
from urllib.parse import urlencode


class JournalGet(Service):
    """Rows newest first; `next` is the address of the next page."""

    def reply(self) -> dict[str, Any]:
        asked = query(self.context, self.request.form)
        with reader() as connection:
            rows, before = page(connection, asked)
        here = f"{self.context.absolute_url()}/@journal"
        answer: dict[str, Any] = {"@id": here, "items": [row.as_dict() for row in rows]}
        if before is not None:
            answer["next"] = f"{here}?{urlencode({**self.request.form, 'before': before}, doseq=True)}"
        return answer
