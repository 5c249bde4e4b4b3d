"""The OpenAPI document tells of every service of records, units and parties, and the recorded exchanges are as it says."""

from functools import cache
from infostrada.core.openapi.document import document
from infostrada.core.openapi.document import key_of
from infostrada.core.openapi.found import found
from infostrada.core.openapi.interfaces import IServiceSchemas
from infostrada.core.openapi.shorthand import schema
from infostrada.core.rest import Service
from jsonschema import Draft202012Validator
from pathlib import Path
from referencing import Registry
from referencing import Resource
from referencing.jsonschema import DRAFT202012
from urllib.parse import urlsplit
from zope.component import getUtilitiesFor

import json
import pytest


HTTP = Path(__file__).parents[2] / "http"
FOLDER = HTTP / "records"
FOLDERS = tuple(HTTP / name for name in ("records", "units", "bip", "budget"))
ROOMS = (
    "infostrada.site.records",
    "infostrada.site.units",
    "infostrada.site.parties",
    "infostrada.core.journal",
    "infostrada.core.accesslog",
    "infostrada.core.record",
)
HERE = "urn:document"


@pytest.fixture
def described(integration):
    return _whole()


@cache
def _whole():
    """The document is the same for all tests; `core/openapi` proves that the whole of it is valid."""
    return document("http://localhost:8080")


def check(described, schema, value):
    registry = Registry().with_resource(
        HERE, Resource.from_contents(described, default_specification=DRAFT202012)
    )
    located = json.loads(json.dumps(schema).replace('"#/', f'"{HERE}#/'))
    errors = Draft202012Validator(located, registry=registry).iter_errors(value)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in errors]


def exchanges():
    for file in sorted(each for folder in FOLDERS for each in folder.glob("*.req")):
        method, target, _version = file.read_text("utf-8").splitlines()[0].split(" ", 2)
        path = urlsplit(target).path
        steps = [step for step in path.split("/") if step.startswith("@")]
        if steps and steps[0] != "@search":
            yield file, method, steps[0], path


def read(file):
    head, _blank, body = file.read_text("utf-8").partition("\n\n")
    shown = body.strip()
    return head, json.loads(shown) if shown and not shown.startswith(("(", "<")) else None


def operations(described, method, name):
    """Operations of a method and name, by the interface's word; one name may stand on several."""
    for path, operations in described["paths"].items():
        if path.rsplit("/", 1)[-1] == name and method.lower() in operations:
            yield operations[method.lower()]


def test_shorthand():
    assert schema("text~") == {"type": ["string", "null"]}
    assert schema("text or int") == {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    assert schema("a|b") == {"type": "string", "enum": ["a", "b"]}
    assert schema([{"n!": "int", "m": "Thing~"}], every=False) == {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "n": {"type": "integer"},
                "m": {"oneOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "null"}]},
            },
            "required": ["n"],
        },
    }
    assert schema({"<": "Record", "sign": "text"})["allOf"][0] == {"$ref": "#/components/schemas/Record"}


def services():
    """Services of the office's rooms, but those of plone.restapi that only answer less here."""
    for item in found():
        if _module(item.factory).startswith(ROOMS) and not any(
            base.__module__.startswith("plone.restapi.services.") for base in item.factory.__mro__
        ):
            yield item


def test_every_service_is_described(integration):
    told = {
        name: each
        for _name, offer in getUtilitiesFor(IServiceSchemas)
        for name, each in offer.services.items()
    }
    ours = {key_of(item) for item in services()}
    assert len(ours) > 150
    assert not ours - set(told), sorted(ours - set(told))
    assert not set(told) - {key_of(item) for item in found()}
    bare = [
        name for name in ours
        if (name.split()[0] in ("POST", "PUT", "PATCH") and told[name].takes is None)
        or (told[name].answers is None and told[name].status != "204")
    ]  # fmt: skip
    assert bare == []


def test_every_body_is_described(integration):
    """What the services of all rooms take; those of plone.restapi that only answer otherwise take what Plone's do."""
    told = {
        name: each
        for _name, offer in getUtilitiesFor(IServiceSchemas)
        for name, each in offer.services.items()
    }
    ours = [
        item
        for item in found()
        if not any(base.__module__.startswith("plone.restapi.services.") for base in item.factory.__mro__)
    ]
    assert {item.factory.__mro__[1].__module__.split(".")[1] for item in ours} >= {"core", "geo", "site"}
    bare = [
        key_of(item)
        for item in ours
        if item.method in ("POST", "PUT", "PATCH") and told[key_of(item)].takes is None
    ]
    assert bare == []
    past = [
        key_of(item) for item in ours if item.method != "GET" and item.factory.render is not Service.render
    ]
    assert past == []


def test_every_service_has_a_recorded_example(integration):
    shown = {f"{method} {name}" for _file, method, name, _path in exchanges()}
    wanted = {f"{item.method} {item.name}" for item in services()}
    assert sorted(wanted - shown) == []


def _module(factory):
    return next(c.__module__ for c in factory.__mro__ if c.__module__.startswith("infostrada."))


def test_recorded_exchanges_are_as_the_document_says(described):
    wrong, checked = {}, 0
    for file, method, name, _path in exchanges():
        _head, sent = read(file)
        head, answered = read(file.with_suffix(".resp"))
        status = head.split()[1]
        if answered is None:
            continue
        told = list(operations(described, method, name))
        assert told, file.name
        checked += 1
        faults = []
        for operation in told:
            response = operation["responses"].get(status)
            if response is None:
                faults.append([f"status {status} is not told of"])
                continue
            content = response.get("content", {}).get("application/json", {}).get("schema", {})
            found_faults = check(described, content, answered)
            if sent and method != "DELETE" and int(status) < 300:
                body = operation["requestBody"]["content"]["application/json"]["schema"]
                found_faults += [f"request {fault}" for fault in check(described, body, sent)]
            faults.append(found_faults)
        if all(faults):
            wrong[file.name] = faults
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)
    assert checked > 50


def test_a_wrong_answer_is_found_out(described):
    _head, letter = read(FOLDER / "letters_post.resp")
    (operation,) = (
        described["paths"][path]["post"] for path in described["paths"] if path == "/{unit}/@letters"
    )
    told = operation["responses"]["201"]["content"]["application/json"]["schema"]
    assert check(described, told, letter) == []
    assert check(described, told, {**letter, "number": "1"})
    assert check(described, told, {name: value for name, value in letter.items() if name != "files"})
