"""The OpenAPI document tells of every records service, and the recorded exchanges are as it says."""

from functools import cache
from infostrada.core.openapi.document import document
from infostrada.core.openapi.document import found
from infostrada.core.openapi.document import key_of
from infostrada.core.openapi.shorthand import schema
from infostrada.site.records.openapi import SCHEMAS
from jsonschema import Draft202012Validator
from pathlib import Path
from referencing import Registry
from referencing import Resource
from referencing.jsonschema import DRAFT202012
from urllib.parse import urlsplit

import json
import pytest


FOLDER = Path(__file__).parents[2] / "http" / "records"
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
    for file in sorted(FOLDER.glob("*.req")):
        method, target, _version = file.read_text("utf-8").splitlines()[0].split(" ", 2)
        path = urlsplit(target).path
        steps = [step for step in path.split("/") if step.startswith("@")]
        if steps and steps[0] not in ("@listing", "@search"):
            yield file, method, steps[0], path


def read(file):
    head, _blank, body = file.read_text("utf-8").partition("\n\n")
    return head, json.loads(body) if body.strip() else None


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


def test_every_records_service_is_described(described):
    records = {key_of(item) for item in found() if ".site.records" in _module(item.factory)}
    assert len(records) > 70
    missing = records - set(SCHEMAS.services)
    assert not missing, missing
    assert not set(SCHEMAS.services) - {key_of(item) for item in found()}
    bare = [
        name for name, told in SCHEMAS.services.items()
        if (name.split()[0] in ("POST", "PUT") and told.takes is None)
        or (told.answers is None and told.status != "204")
    ]  # fmt: skip
    assert bare == []


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
            wrong[file.name] = min(faults, key=len)
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
