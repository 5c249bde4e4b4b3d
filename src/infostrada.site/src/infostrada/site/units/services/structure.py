"""``@structure``, ``@organisational-units``, ``@posts``: how the unit is built."""

from infostrada.core.addressed import TakesNames
from infostrada.core.calendar import polish_today
from infostrada.core.rest import Service
from infostrada.site.units.lookup import find_org
from infostrada.site.units.lookup import find_post
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.operations import change_post
from infostrada.site.units.operations import create_org
from infostrada.site.units.operations import create_post
from infostrada.site.units.serializers import branch_json
from infostrada.site.units.serializers import org_json
from infostrada.site.units.serializers import post_json
from infostrada.site.units.services.incoming import found
from infostrada.site.units.services.incoming import Incoming
from infostrada.site.units.services.incoming import one
from infostrada.site.units.services.making import made_once
from typing import Any


class StructureGet(Service):
    """Organisational units, posts and who holds them."""

    def reply(self) -> dict[str, Any]:
        tree = branch_json(structure_of(self.context), polish_today())
        return {"@id": f"{self.context.absolute_url()}/@structure", **tree}


def _parent(unit: Any, org_id: str) -> Any:
    return found(find_org(unit, org_id)) if org_id else structure_of(unit)


class OrganisationalUnitsPost(Service):
    """A new organisational unit, inside ``parent`` (an ``org_id``) when given."""

    def reply(self) -> dict[str, Any]:
        body = Incoming(self.request)
        parent = _parent(self.context, body.text("parent"))
        told = {name: body.text(name) for name in ("title", "symbol")}
        org = made_once(self.request, lambda: create_org(parent, **told))
        return org_json(org, polish_today())


class PostsPost(Service):
    """A new post, in organisational unit ``org_id`` when given."""

    def reply(self) -> dict[str, Any]:
        body = Incoming(self.request)
        parent = _parent(self.context, body.text("org_id"))
        title, symbol = body.text("title"), body.text("symbol")
        unit_roles, org_roles = body.words("unit_roles"), body.words("org_roles")
        post = made_once(
            self.request,
            lambda: create_post(
                parent, title=title, symbol=symbol, unit_roles=unit_roles, org_roles=org_roles
            ),
        )
        return post_json(post, polish_today())


class PostsPatch(TakesNames, Service):
    """``@posts/<post_id>`` gives a post other roles."""

    def reply(self) -> dict[str, Any]:
        post = found(find_post(self.context, one(self.names)))
        body = Incoming(self.request)
        change_post(
            post,
            unit_roles=body.words("unit_roles"),
            org_roles=body.words("org_roles"),
        )
        return post_json(post, polish_today())
