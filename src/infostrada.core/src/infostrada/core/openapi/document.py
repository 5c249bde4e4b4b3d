"""Make an OpenAPI 3.1 document from the services registered in our namespaces.

Written by hand it would drift; the component registry knows every service, its method, what it is for and its
permission, and the service's docstring says what it takes and gives.
"""

from importlib.metadata import version
from infostrada.core.openapi.conditions import HEADER_OF_ANSWER
from infostrada.core.openapi.conditions import heeds_tags
from infostrada.core.openapi.conditions import IF_MATCH
from infostrada.core.openapi.conditions import tells_tag
from infostrada.core.openapi.found import Found
from infostrada.core.openapi.found import found
from infostrada.core.openapi.found import OURS
from infostrada.core.openapi.interfaces import IServiceSchemas
from infostrada.core.openapi.shorthand import FILE
from infostrada.core.openapi.shorthand import ServiceSchema
from typing import Any
from zope.component import getUtilitiesFor
from zope.interface import Interface

import inspect
import re


_ERRORS = {
    "400": "The request has a fault; `field` and `reason` say which.",
    "401": "Nobody is logged in.",
    "403": "The person has no right to do this.",
    "404": "There is no such thing, or it may not be seen.",
    "409": "The state of things forbids it, or somebody else was faster.",
    "423": "Somebody else has checked it out.",
    "429": "Too many attempts; Retry-After says when to try again.",
    "500": "A fault nobody foresaw; `reference` finds it in the log.",
    "503": "The database does not answer; try again.",
}
STALE = "The entity tag in If-Match is not the present one."
_DONE = {
    "200": "Done.",
    "201": "Made; Location says where.",
    "202": "Ordered; Location says where the job is.",
    "204": "Gone.",
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "message"],
    "properties": {
        "type": {"type": "string", "description": "Kind of error."},
        "message": {"type": "string", "description": "Words for a person, in the language asked for."},
        "field": {"type": ["string", "null"], "description": "The member at fault."},
        "reason": {"type": ["string", "null"], "description": "A word for machines."},
        "reference": {
            "type": "string",
            "description": "Of a fault nobody foresaw: where it stands in the log.",
        },
        "faults": {
            "type": "array",
            "description": "Everything wrong with the data sent, each with field, reason and message; "
            "`meant` is the known name nearest to a member that is not.",
            "items": {"type": "object"},
        },
    },
}


def document(site_url: str) -> dict[str, Any]:
    """The OpenAPI document of a site at `site_url`."""
    paths: dict[str, dict[str, Any]] = {}
    offered = [offer for _name, offer in getUtilitiesFor(IServiceSchemas)]
    told = {name: each for offer in offered for name, each in offer.services.items()}
    schemas = {name: each for offer in offered for name, each in offer.schemas.items()}
    services = found()
    for service in services:
        path = _path(service)
        operation = _operation(service, told.get(key_of(service)))
        if tells_tag(service, services):
            operation["responses"]["200"]["headers"] = HEADER_OF_ANSWER
        if heeds_tags(service, services):
            operation.setdefault("parameters", []).append(IF_MATCH)
            operation["responses"]["412"] = _fault(STALE)
        paths.setdefault(path, {"parameters": _parameters(path)})[service.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Infostrada",
            "version": version("infostrada.core"),
            "description": "Services beside plone.restapi's own; send Accept: application/json.",
            "license": {"name": "GPL-2.0-or-later"},
        },
        "servers": [{"url": site_url}],
        "security": [{"token": []}, {"basic": []}, {}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM, **schemas},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "From POST @login"},
                "basic": {"type": "http", "scheme": "basic"},
            },
        },
    }


def key_of(service: Found) -> str:
    """How schemas name a service: `POST IUnit @letters`."""
    return f"{service.method} {service.context.__name__} {service.name}"


def _path(service: Found) -> str:
    place = service.context.__name__.removeprefix("I").lower()
    root = service.context is Interface or place in ("plonesiteroot", "siteroot")
    return ("" if root else f"/{{{place}}}") + (f"/{service.name}" if service.name else "")


def _parameters(path: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": f"Path of a {name} below the site, with its slashes.",
            "schema": {"type": "string"},
        }
        for name in re.findall(r"{(\w+)}", path)
    ]


def _operation(service: Found, told: ServiceSchema | None) -> dict[str, Any]:
    words = inspect.getdoc(service.factory) or service.name
    place = service.context.__name__.removeprefix("I")
    operation: dict[str, Any] = {
        "operationId": f"{service.method.lower()}{place}{service.name.replace('@', '_').replace('-', '_')}",
        "tags": [_room(service.factory)],
        "summary": words.splitlines()[0],
        "description": words,
        "responses": _responses(service.method, told),
    }
    if told is not None and told.query:
        operation["parameters"] = [
            {"name": name, "in": "query", "schema": schema} for name, schema in told.query.items()
        ]
    if service.method in ("POST", "PATCH", "PUT"):
        body = told.takes if told is not None and told.takes is not None else {"type": "object"}
        operation["requestBody"] = _body(body)
    return operation


def _room(factory: type) -> str:
    """The domain a service belongs to: plone.rest wraps its class in one of its own."""
    module = next(c.__module__ for c in factory.__mro__ if c.__module__.startswith(OURS))
    return module.split(".")[2]


def _responses(method: str, told: ServiceSchema | None) -> dict[str, Any]:
    faults = {code: _fault(words) for code, words in _ERRORS.items()}
    if told is not None:
        answer = {"description": _DONE[told.status]}
        also = {code: {"description": _DONE[code], **_content(each)} for code, each in told.also.items()}
        shown = _answered(told.answers) if told.answers else {}
        return {told.status: answer | shown, **also, **faults}
    done = {"200": {"description": _DONE["200"], **_content({"type": "object"})}}
    if method == "POST":
        done["201"] = {"description": _DONE["201"], **_content({"type": "object"})}
    if method == "DELETE":
        done["204"] = {"description": _DONE["204"]}
    return done | faults


def _fault(words: str) -> dict[str, Any]:
    return {"description": words, **_content({"$ref": "#/components/schemas/Problem"})}


def _body(wanted: dict[str, Any]) -> dict[str, Any]:
    """What is sent: JSON of no other members than those told of, a file as it is, or either."""
    ways = wanted.get("anyOf", [wanted])
    rest = [each for each in ways if each != FILE]
    content: dict[str, Any] = {}
    if rest:
        told = {"anyOf": rest} if len(rest) > 1 else rest[0]
        is_closed = told.keys() & {"properties", "$ref", "allOf", "anyOf"}
        content = _content({**told, "unevaluatedProperties": False} if is_closed else told)["content"]
    if FILE in ways:
        content["application/octet-stream"] = {"schema": dict(FILE)}
    return {"content": content}


def _answered(told: dict[str, Any]) -> dict[str, Any]:
    """JSON, or a file of the type that was asked for."""
    return {"content": {"*/*": {"schema": told}}} if told == FILE else _content(told)


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}
