"""Not overwriting others: entity tags of what services answer, and `If-Match` (RFC 9110, sections 8.8.3 and 13.1.1).

Who is logged in gets a tag with what can be changed: with what a service tells when another method of the same address changes it, and
with a record at its own address. A tag is made of the text told, so whoever is told the same has the same one.
"""

from AccessControl.SecurityManagement import getSecurityManager
from infostrada.core.errors import PreconditionFailed
from infostrada.core.errors import Problem
from plone.restapi.interfaces import ISerializeToJson
from typing import Any
from zExceptions import Unauthorized
from zope.component import getGlobalSiteManager
from zope.component import queryMultiAdapter
from zope.interface import Interface
from zope.interface import providedBy

import hashlib
import json


CHANGING = ("POST", "PUT", "PATCH", "DELETE")
MIDDLE = "_application_json_"
# Where the request remembers that `If-Match` names another state than the present one.
STALE = "infostrada.core.stale"


def tag_of(content: Any) -> str:
    """The entity tag of JSON."""
    return tag_of_text(json.dumps(content, sort_keys=True))


def tag_of_text(text: str) -> str:
    """The entity tag of JSON written already."""
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def is_somebody() -> bool:
    """Is anybody logged in? What everybody reads is cached by other rules, and changed by nobody."""
    return getSecurityManager().getUser().getId() is not None


def is_changed_here(service: Any) -> bool:
    """Is there a service that changes something at the address of this one?"""
    lookup = getGlobalSiteManager().adapters.lookup
    wanted = providedBy(service.context), providedBy(service.request)
    name = _name(service)
    return any(lookup(wanted, Interface, f"{method}{MIDDLE}{name}") is not None for method in CHANGING)


def note_stale(service: Any) -> None:
    """Remember in the request when its `If-Match` names none of the tags of what stands there now."""
    wanted = service.request.getHeader("If-Match")
    if not wanted or wanted.strip() == "*":
        return
    # A weak tag equals nothing here.
    if not tags_of(service) & {each.strip() for each in wanted.split(",")}:
        service.request.set(STALE, True)


def refuse_stale(request: Any) -> None:
    """Raise `PreconditionFailed` for a request noted as stale."""
    if request.get(STALE):
        raise PreconditionFailed(field="If-Match")


def repeated(request: Any) -> None:
    """A repetition is answered as the first time: that changed the state named in its `If-Match`."""
    if request.get(STALE):
        request.set(STALE, False)


def tags_of(service: Any) -> set[str]:
    """Tags of what `GET` of the service's address tells this person now, and of the record it is a service of."""
    record = queryMultiAdapter((service.context, service.request), ISerializeToJson)
    found = [_shown(service), record.tag() if hasattr(record, "tag") else None]
    return {tag for tag in found if tag is not None}


def _shown(service: Any) -> str | None:
    sibling = queryMultiAdapter((service.context, service.request), name=f"GET{MIDDLE}{_name(service)}")
    if not hasattr(sibling, "as_text"):
        return None
    if hasattr(service, "names"):
        sibling.names = service.names
    try:
        sibling.check_permission()
        text = sibling.as_text()
    except (Problem, Unauthorized):
        return None
    return tag_of_text(text) if text is not None else None


def _name(service: Any) -> str:
    name: str = service.__name__.partition(MIDDLE)[2]
    return name
