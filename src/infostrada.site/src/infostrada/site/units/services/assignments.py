"""``@assignments``: who holds a post, and who stands in."""

from infostrada.core.addressed import TakesNames
from infostrada.core.calendar import polish_today
from infostrada.core.rest import Service
from infostrada.site.units.lookup import find_post
from infostrada.site.units.lookup import posts_of
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.operations import assign
from infostrada.site.units.operations import end_assignment
from infostrada.site.units.serializers import assignment_json
from infostrada.site.units.services.incoming import found
from infostrada.site.units.services.incoming import Incoming
from infostrada.site.units.services.incoming import one
from infostrada.site.units.services.making import made_once
from typing import Any


class AssignmentsPost(Service):
    """A person on a post, as its holder or as a substitute."""

    def reply(self) -> dict[str, Any]:
        body = Incoming(self.request)
        post, user_id = found(find_post(self.context, body.text("post_id"))), body.text("user_id")
        first, last = body.required_day("valid_from"), body.day("valid_to")
        substitute = body.flag("substitute")
        assignment = made_once(
            self.request,
            lambda: assign(post, user_id=user_id, valid_from=first, valid_to=last, substitute=substitute),
        )
        return assignment_json(assignment, polish_today())


class AssignmentsPatch(TakesNames, Service):
    """``@assignments/<post_id>/<id>`` with ``last_day`` ends an assignment."""

    most_names = 2

    def reply(self) -> dict[str, Any]:
        name = one(self.names[1:])
        posts = {post.post_id: post for post in posts_of(structure_of(self.context))}
        assignment = found(found(posts.get(self.names[0])).get(name))
        body = Incoming(self.request)
        end_assignment(assignment, body.required_day("last_day"))
        return assignment_json(assignment, polish_today())
