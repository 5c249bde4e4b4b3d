"""JSON Schemas written short, one line for a member.

| written | means |
|---|---|
| `text`, `int`, `number`, `bool`, `any`, `object` | the JSON type |
| `date`, `moment`, `url` | a text in the format `date`, `date-time`, `uri` |
| `file` | the bytes of a file, as a body that is no JSON |
| `Letter` | `#/components/schemas/Letter` |
| `[text]` (a list of one) | a list of these |
| `text~` | or null |
| `a|b` | one of the words |
| `Letter or Parcel` | any of the schemas |
| `{name: text}` | an object; `name!` is required; in an object without such a mark every member is |
| `{<: Record, …}` | the other schema and these members |
"""

from collections.abc import Mapping
from collections.abc import Sequence
from functools import cache
from infostrada.core.openapi.interfaces import IServiceSchemas
from pathlib import Path
from typing import Any
from typing import NamedTuple
from zope.interface import implementer

import yaml


FILE: Mapping[str, Any] = {"type": "string", "format": "binary"}
PLAIN: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "int": {"type": "integer"},
    "number": {"type": "number"},
    "bool": {"type": "boolean"},
    "object": {"type": "object"},
    "any": {},
    "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "url": {"type": "string", "format": "uri"},
    "file": dict(FILE),
}


class ServiceSchema(NamedTuple):
    """What a service takes and answers: `query` members, a body, the answer, its status, other answers by status."""

    takes: dict[str, Any] | None
    answers: dict[str, Any] | None
    query: dict[str, Any]
    status: str
    also: dict[str, dict[str, Any]]


def schema(written: Any, *, every: bool = True) -> dict[str, Any]:
    """The JSON Schema of something written short; `every` member required, or only those marked."""
    if isinstance(written, list):
        return {"type": "array", "items": schema(written[0], every=every)}
    if isinstance(written, Mapping):
        return _object(written, every=every)
    word = str(written)
    if " or " in word:
        return {"anyOf": [schema(each, every=every) for each in word.split(" or ")]}
    if word.endswith("~"):
        return _or_null(schema(word[:-1], every=every))
    if "|" in word:
        return {"type": "string", "enum": word.split("|")}
    return dict(PLAIN[word]) if word in PLAIN else {"$ref": f"#/components/schemas/{word}"}


def _object(written: Mapping[str, Any], *, every: bool) -> dict[str, Any]:
    members = {name: value for name, value in written.items() if name != "<"}
    found: dict[str, Any] = {
        "type": "object",
        "properties": {name.rstrip("!"): schema(value, every=every) for name, value in members.items()},
    }
    required = [name.rstrip("!") for name in members if every or name.endswith("!")]
    if required:
        found["required"] = required
    return {"allOf": [schema(written["<"], every=every), found]} if "<" in written else found


def _marked(written: Any) -> bool:
    return isinstance(written, Mapping) and any(name.endswith("!") for name in written)


def _or_null(found: dict[str, Any]) -> dict[str, Any]:
    if isinstance(found.get("type"), str) and "enum" not in found:
        return {**found, "type": [found["type"], "null"]}
    return {"oneOf": [found, {"type": "null"}]}


@implementer(IServiceSchemas)
class WrittenSchemas:
    """The schemas of a YAML file with `schemas` and `services`; closed lists of `words` are schemas, too, by their names."""

    def __init__(self, file: Path, words: Mapping[str, Sequence[str]] | None = None) -> None:
        self.file = file
        self.words = words or {}

    @property
    def schemas(self) -> dict[str, dict[str, Any]]:
        """By name."""
        closed = {name: {"type": "string", "enum": list(words)} for name, words in self.words.items()}
        return {**_read(self.file)[0], **closed}

    @property
    def services(self) -> dict[str, ServiceSchema]:
        """By method, interface and name."""
        return _read(self.file)[1]


@cache
def _read(file: Path) -> tuple[dict[str, dict[str, Any]], dict[str, ServiceSchema]]:
    written = yaml.safe_load(file.read_text("utf-8"))
    schemas = {name: schema(value, every=not _marked(value)) for name, value in written["schemas"].items()}
    services = {
        name: ServiceSchema(
            takes=schema(value["takes"], every=False) if "takes" in value else None,
            answers=schema(value["answers"]) if "answers" in value else None,
            query={each: schema(kind) for each, kind in (value.get("query") or {}).items()},
            status=str(value.get("status", 200)),
            also={str(status): schema(other) for status, other in (value.get("also") or {}).items()},
        )
        for name, value in written["services"].items()
    }
    return schemas, services
