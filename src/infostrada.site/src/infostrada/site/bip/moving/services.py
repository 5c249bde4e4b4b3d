"""REST: an entry moved to another section."""

from infostrada.site.bip.moving.operations import move_entry
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from typing import Any


class SectionPost(WritingService):
    """`POST <entry>/@section`: put it into another section. Body: `section` (its id), `reason` once it is public."""

    def answer(self) -> dict[str, Any]:
        """The entry where it is now."""
        return self.as_json(move_entry(self.context, text(self.body, "section"), text(self.body, "reason")))
