"""REST: the change log in its order, with the digests."""

from infostrada.core.record.row import unit_of
from infostrada.site.bip import log
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from typing import Any


class ChainGet(RecordService):
    """`GET <bulletin>/@change-chain?after=<place>`: the change log from its first row on, to be verified by anybody."""

    def answer(self) -> dict[str, Any]:
        """Up to 1,000 rows and the address of the next ones."""
        after = str(self.request.form.get("after", "0"))
        if not after.isdigit() or len(after) > 15:
            raise invalid("after", "not_a_count")
        rows = log.chain(unit_of(self.context) or "", int(after))
        answer: dict[str, Any] = {"items": [row.published() for row in rows]}
        if len(rows) == log.BATCH:
            answer["next"] = f"{self.context.absolute_url()}/@change-chain?after={rows[-1].place}"
        return answer
