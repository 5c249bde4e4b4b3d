"""What the document says of entity tags: who tells one, and who heeds `If-Match`."""

from collections.abc import Iterable
from infostrada.core.conditions import CHANGING
from infostrada.core.openapi.found import Found
from infostrada.core.rest import Service
from plone.restapi.interfaces import ISerializeToJson
from typing import Any
from zope.component import getGlobalSiteManager
from zope.interface import Interface


HEADER_OF_ANSWER = {
    "ETag": {
        "description": "For whoever is logged in: the entity tag of what is told, for If-Match of a change.",
        "schema": {"type": "string"},
    }
}
IF_MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "description": "Entity tags, one of which must be the present one of this address or of the record.",
    "schema": {"type": "string"},
}


def tells_tag(service: Found, services: Iterable[Found]) -> bool:
    """Does the service answer with an `ETag`?"""
    return _is_told(service) and any(
        other.method in CHANGING and _address(other) == _address(service) for other in services
    )


def heeds_tags(service: Found, services: Iterable[Found]) -> bool:
    """Is there a tag `If-Match` of the service can name: of its own address, or of its record?"""
    if service.method not in CHANGING or not issubclass(service.factory, Service):
        return False
    serializer = getGlobalSiteManager().adapters.lookup((service.context, Interface), ISerializeToJson)
    return hasattr(serializer, "tag") or any(
        _is_told(other) and _address(other) == _address(service) for other in services
    )


def _is_told(service: Found) -> bool:
    return service.method == "GET" and issubclass(service.factory, Service)


def _address(service: Found) -> tuple[type[Interface], str]:
    return service.context, service.name
