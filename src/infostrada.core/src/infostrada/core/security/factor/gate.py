"""Send people to the page of the code, or to the page where they enrol."""

from AccessControl import getSecurityManager
from infostrada.core.errors import Forbidden
from infostrada.core.i18n import _
from infostrada.core.security.factor import step
from infostrada.core.security.factor import store
from infostrada.core.security.guard import PENDING
from infostrada.core.security.publishing import is_https
from infostrada.core.security.settings import settings
from plone.rest.interfaces import IAPIRequest
from typing import Any
from urllib.parse import urlencode
from zExceptions import Redirect
from zope.annotation.interfaces import IAnnotations
from zope.component import adapter
from zope.component.hooks import getSite
from ZPublisher.interfaces import IPubAfterTraversal


ENROL = "second-factor-enrol"
# What a person who must enrol may still open, by the last step of the address.
OPEN = frozenset({ENROL, "logout", "login", "second-factor"})


@adapter(IPubAfterTraversal)
def on_traversed(event: Any) -> None:
    """Raises `Redirect` for pages and `Forbidden` for services."""
    request, site = event.request, getSite()
    if site is None:
        return
    pending = IAnnotations(request).get(PENDING)
    if pending and not IAPIRequest.providedBy(request):
        step.begin(request, pending, is_https(request))
        came_from = urlencode({"came_from": request.form.get("came_from") or ""})
        raise Redirect(f"{site.absolute_url()}/@@second-factor?{came_from}")
    if must_enrol(request):
        if IAPIRequest.providedBy(request):
            text = _("factor_enrol_first", default="Set up your second factor first.")
            raise Forbidden(text, reason="second_factor_enrolment")
        raise Redirect(f"{site.absolute_url()}/@@{ENROL}")


def must_enrol(request: Any) -> bool:
    """Is this somebody who needs a second factor, has none, and is not about to set it up?"""
    rules = settings()
    user = getSecurityManager().getUser()
    if not rules.second_factor_required or user.getId() is None:
        return False
    address = request.get("PATH_INFO") or ""
    if "++" in address or address.rstrip("/").rpartition("/")[2].lstrip("@") in OPEN:
        return False
    starts = tuple(rules.second_factor_groups or ())
    groups: tuple[str, ...] = getattr(user, "getGroupIds", tuple)()
    return any(group.startswith(starts) for group in groups) and not store.enrolled(user.getId())
