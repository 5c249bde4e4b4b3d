"""Nothing is published below a marked object for somebody who may not see it.

Plone has pages and methods for anybody on every object (`sitemap`, `@@plone_context_state/object_title`, `getId`): on a
public page they tell nothing new, on a case its title. Pages with a permission of their own are left to it.
"""

from AccessControl import getSecurityManager
from infostrada.core.accesslog.refusals import target
from typing import Any
from zExceptions import Unauthorized
from zope.component import adapter
from ZPublisher.BaseRequest import UNSPECIFIED_ROLES
from ZPublisher.interfaces import IPubAfterTraversal


@adapter(IPubAfterTraversal)
def on_traversed(event: Any) -> None:
    """Subscriber; raises Unauthorized, which asks for a login or is noted as a refusal."""
    if not is_for_anybody(getattr(event.request, "roles", None)):
        return
    obj = target(event.request)
    if obj is not None and not getSecurityManager().checkPermission("View", obj):
        raise Unauthorized()


def is_for_anybody(roles: Any) -> bool:
    """Is what was traversed to open to everybody, by its roles as the publisher knows them?"""
    return roles is None or roles == UNSPECIFIED_ROLES or "Anonymous" in roles
