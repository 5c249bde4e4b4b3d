"""Validate features while they stream by, with the installed sets and nothing from outside.

Schemas refer to each other by addresses of the network. The resolver answers them from the sets:
the file whose path ends most like the address is taken. What no set holds stays unresolved, and the
schema that needs it does not compile; that is said in the report.
"""

from dataclasses import dataclass
from dataclasses import field
from infostrada.geo.imports.item import Fault
from infostrada.geo.schemas.sets import home
from infostrada.geo.schemas.sets import target_namespace
from lxml import etree
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from urllib.parse import urlsplit


# So many faults of one feature are named; more say nothing new.
MOST_FAULTS = 3


class Offline(etree.Resolver):
    """Answers every address from the installed files, or with nothing."""

    def __init__(self, paths: list[Path]) -> None:
        super().__init__()
        self._by_name: dict[str, list[Path]] = {}
        for path in paths:
            self._by_name.setdefault(path.name.lower(), []).append(path)

    def resolve(self, url: str, public_id: str, context: Any) -> Any:
        """The file for an address or a path; an empty document for what is not installed."""
        found = self.file_for(url)
        return self.resolve_filename(str(found), context) if found else self.resolve_empty(context)

    def file_for(self, url: str) -> Path | None:
        """The installed file whose path shares the longest end with the address."""
        parts = [part.lower() for part in unquote(urlsplit(url).path).split("/") if part]
        if not parts:
            return None
        candidates = self._by_name.get(parts[-1], [])
        return max(candidates, key=lambda path: _shared_end(path, parts), default=None)


def _shared_end(path: Path, parts: list[str]) -> int:
    own = [part.lower() for part in path.parts]
    count = 0
    for mine, theirs in zip(reversed(own), reversed(parts), strict=False):
        if mine != theirs:
            break
        count += 1
    return count


@dataclass
class Validator:
    """Judges feature elements; `missing` and `broken` tell which namespaces could not be judged."""

    missing: set[str] = field(default_factory=set)
    broken: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._paths = sorted(home().rglob("*.xsd"))
        self._resolver = Offline(self._paths)
        self._schemas: dict[str, etree.XMLSchema | None] = {}
        self._spaces: dict[str, list[Path]] = {}
        for path in self._paths:
            if space := target_namespace(path):
                self._spaces.setdefault(space, []).append(path)

    @property
    def installed(self) -> bool:
        """Is there any schema at all?"""
        return bool(self._paths)

    def __call__(self, feature: Any) -> list[Fault]:
        """What is wrong with a feature by its schema, with the lines; empty when no schema is there."""
        space = etree.QName(feature).namespace or ""
        if space not in self._schemas:
            self._schemas[space] = self._compiled(space)
        schema = self._schemas[space]
        if schema is None or schema.validate(feature):
            return []
        return [
            Fault("schema", f"{error.line}: {_short(error.message)}")
            for error in list(schema.error_log)[:MOST_FAULTS]
        ]

    def _compiled(self, space: str) -> etree.XMLSchema | None:
        paths = self._spaces.get(space)
        if not paths:
            self.missing.add(space)
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        parser.resolvers.add(self._resolver)
        try:
            return etree.XMLSchema(etree.parse(str(paths[0]), parser))
        except (etree.XMLSchemaParseError, etree.XMLSyntaxError, OSError) as error:
            self.broken[space] = str(error)[:300]
            return None


def _short(message: str) -> str:
    """Messages without the namespaces in braces, which nobody reads."""
    parts = message.split("{")
    return (parts[0] + "".join(part.split("}", 1)[-1] for part in parts[1:]))[:300]
