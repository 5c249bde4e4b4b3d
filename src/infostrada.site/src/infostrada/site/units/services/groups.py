"""``@unit-groups``: the unit's groups and who is in them today."""

from infostrada.core.rest import Service
from infostrada.site.units.lookup import groups_with_members
from typing import Any


class UnitGroupsGet(Service):
    """Groups that have somebody in them, with logins."""

    def reply(self) -> dict[str, Any]:
        items = groups_with_members(self.context)
        return {"@id": f"{self.context.absolute_url()}/@unit-groups", "items": items}
