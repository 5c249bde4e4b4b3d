"""Hold a refusal: the publisher gave up on an object that asks for it."""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Acquisition import aq_chain
from infostrada.core.accesslog.interfaces import IAccessLogged
from infostrada.core.accesslog.rows import hold
from infostrada.core.accesslog.rows import REFUSED
from infostrada.core.context import unit_of
from plone.rest.traverse import RESTWrapper
from plone.uuid.interfaces import IUUID
from Products.PluggableAuthService.interfaces.authservice import IPluggableAuthService
from typing import Any
from zExceptions import Forbidden
from zExceptions import Unauthorized
from zope.component import adapter
from ZPublisher.interfaces import IPubFailure

import logging
import psycopg


ANONYMOUS = "anonymous"

logger = logging.getLogger(__name__)


@adapter(IPubFailure)
def on_failure(event: IPubFailure) -> None:
    """Subscriber; a retried conflict comes here too but is no refusal."""
    if not issubclass(event.exc_info[0], Unauthorized | Forbidden):
        return
    obj = target(event.request)
    if obj is None:
        return
    try:
        hold(
            person(event.request, obj),
            _action(event.request),
            uid=IUUID(obj, None),
            unit=unit_of(obj),
            outcome=REFUSED,
            reason=event.exc_info[0].__name__.lower(),
        )
    except psycopg.Error:
        # The person is refused either way; the operator learns that the row is missing.
        logger.exception("A refusal could not be written to the access log")


def target(request: Any) -> Any:
    """The marked object a request is about, itself or below it; None when there is none."""
    parents = [
        # plone.rest stands a wrapper before the object it serves.
        item.context if isinstance(item, RESTWrapper) else item
        for item in request.get("PARENTS") or []
    ]
    return next((obj for obj in parents if IAccessLogged.providedBy(obj)), None)


def person(request: Any, obj: object) -> str:
    """Account behind the request. The publisher sets no user before it lets the request pass."""
    known = getSecurityManager().getUser().getId()
    if known:
        return known
    for item in aq_chain(obj):
        folder = getattr(aq_base(item), "acl_users", None)
        if IPluggableAuthService.providedBy(folder):
            users = item.acl_users
            for user, _login in users._extractUserIds(request, users.plugins):
                return user
    return ANONYMOUS


def _action(request: Any) -> str:
    """Method and last step of the address: ``GET @@view``."""
    last = (request.get("PATH_INFO") or "").rstrip("/").rpartition("/")[2]
    return f"{request.get('REQUEST_METHOD', 'GET')} {last}"[:200]
