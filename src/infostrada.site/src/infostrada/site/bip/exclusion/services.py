"""REST: exclusions of openness."""

from infostrada.site.bip.content import Exclusion
from infostrada.site.bip.exclusion.operations import exclude
from infostrada.site.bip.exclusion.operations import ExclusionData
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from typing import Any


class ExclusionsPost(WritingService):
    """`POST <entry>/@exclusions`: what is left out. Body: `scope`, `basis`, `person`, `interest`; `reason` when public."""

    def answer(self) -> dict[str, Any]:
        """201 with the entry."""
        exclude(self.context, ExclusionData(*(text(self.body, name) for name in ExclusionData._fields)))
        self.request.response.setStatus(201)
        return self.as_json(self.context)


def exclusion_json(item: Exclusion) -> dict[str, str]:
    """An exclusion as anybody may read it."""
    return {name: getattr(item, name) for name in ("scope", "basis", "person", "interest")}
