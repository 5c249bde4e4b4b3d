"""Values of records as JSON and back, strictly by their types; the types' JSON Schema (2020-12).

Known types: text, words of a closed list (`Literal`), integers, booleans, days, moments with offset, unions with
None, tuples, named tuples and dataclasses, `Uid` (an identifier of a record) and `File` (what a file is known by).
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import date
from datetime import datetime
from functools import cache
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.cases.terms import STOP_REASONS
from infostrada.site.records.cases.ties import LINKS
from infostrada.site.records.correspondence.envelope import CLOSED
from infostrada.site.records.correspondence.envelope import OPENED
from infostrada.site.records.correspondence.envelope import WAITING
from infostrada.site.records.files import RecordFile
from infostrada.site.records.personal.clauses.rules import WAYS
from infostrada.site.records.plan.rules import HANDLING_MODES
from infostrada.site.records.texts import is_writable
from types import UnionType
from typing import Any
from typing import get_args
from typing import get_origin
from typing import get_type_hints
from typing import Literal
from typing import NamedTuple
from typing import Union


Shape = Mapping[str, Any]
UID = r"^[0-9a-zA-Z._-]{1,64}$"
DIGEST = r"^[0-9a-f]{64}$"
PATTERNS = {"uid": UID, "sha256": DIGEST}
LARGEST_INTEGER = 2**53
# What a row holds, and years one can count on from and back to.
LARGEST_NUMBER = 2**31 - 1
YEARS = range(1000, 9000)


# Members that bundles written before they were known lack, and what they are read as.
LATER: dict[str, Any] = {
    "renewals": [],
    "unopened": None,
    "damages": [],
    "money": [],
    "outside_symbol": "",
    "outside_title": "",
    "outside_system": "",
    "represents": "",
    "scope": "",
    "fee": "",
    "channel": "",
    "power": "",
    "approvals": [],
    "signed_as": "",
    "signed_file": 0,
    "sign_off": "",
    "transcribed": None,
    "procedure": [],
    "answer_days": 0,
    "basis": [],
    "clauses": [],
    "special": [],
    "clause": None,
    "exceptions_basis": "",
    "other_senders": [],
    "foreseen_class": "",
    "handover": "",
    "signature": "",
    "exemption": {"system": "", "metryka": True, "basis": "", "reference": ""},
}


class Uid(str):
    """Type of a field that names a record."""


def one_of(words: Iterable[str]) -> Any:
    """Type of a word of a closed list."""
    return Literal[tuple(words)]


class File(NamedTuple):
    """What a file is known by; its bytes lie in the bundle under the digest, unless they are gone."""

    uid: str
    filename: str
    content_type: str
    size: int
    sha256: str
    gone: bool = False


class BadValueError(ValueError):
    """A value that is not of its type; `path` says where in the line, `reason` is a machine word."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def file_of(stored: Any) -> File:
    """How a stored file is told."""
    gone = isinstance(stored, GoneFile)
    kind = stored.contentType or ""
    return File(stored.uid, stored.filename, kind, stored.getSize(), stored.sha256, gone)


def encode(value: Any) -> Any:
    """The value as JSON."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, RecordFile | GoneFile):
        return encode(file_of(value))
    if is_dataclass(value):
        return {each.name: encode(getattr(value, each.name)) for each in dataclass_fields(value)}
    if hasattr(value, "_asdict"):
        return {name: encode(item) for name, item in value._asdict().items()}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    raise TypeError(f"{type(value)!r} has no form in a bundle")


@cache
def shape_of(kind: Any) -> dict[str, Any]:
    """Names and types of the members of a named tuple or dataclass."""
    hints = get_type_hints(kind)
    names = getattr(kind, "_fields", None) or [each.name for each in dataclass_fields(kind)]
    known = {RecordFile: File, RecordFile | None: File | None}
    told = {**UIDS, **LISTS}
    return {name: told.get((kind.__name__, name)) or known.get(hints[name], hints[name]) for name in names}


# Members of values that name records.
UIDS: dict[tuple[str, str], Any] = {
    ("Participant", "uid"): Uid,
    ("Participant", "power"): Uid,
    ("Link", "uid"): Uid,
    ("Stop", "document"): Uid,
    ("Extension", "document"): Uid,
    ("Addressee", "party"): Uid,
    ("Sender", "party"): Uid,
    ("Enclosure", "document"): Uid,
    ("PublicNotice", "document"): Uid,
    ("Drafted", "document"): Uid,
    ("Given", "party"): Uid,
    ("Given", "document"): Uid,
    ("Row", "uid"): Uid,
    ("FolderLine", "handover"): Uid,
}


# Members of values that hold a word of a closed list.
LISTS: dict[tuple[str, str], Any] = {
    ("Link", "kind"): one_of(LINKS),
    ("Stop", "reason"): one_of(STOP_REASONS),
    ("Unopened", "state"): one_of([WAITING, OPENED, CLOSED]),
    ("Given", "way"): one_of(WAYS),
    ("ModeException", "mode"): one_of(HANDLING_MODES),
}


class Decoder:
    """Reads JSON as values; every `Uid` goes through `uid`, every file through `file`."""

    def __init__(
        self, uid: Callable[[str], str] = str, file: Callable[[File], Any] = lambda each: each
    ) -> None:
        self.uid = uid
        self.file = file

    def members(self, shape: Shape, data: Any, path: str = "") -> dict[str, Any]:
        """The members of an object, exactly those of the shape."""
        if not isinstance(data, dict):
            raise BadValueError(path or ".", "json_not_an_object")
        data = {**{name: LATER[name] for name in shape if name in LATER}, **data}
        for name in data:
            if name not in shape:
                raise BadValueError(f"{path}.{name}", "key_unknown")
        for name in shape:
            if name not in data:
                raise BadValueError(f"{path}.{name}", "required")
        return {name: self.value(kind, data[name], f"{path}.{name}") for name, kind in shape.items()}

    def value(self, kind: Any, data: Any, path: str) -> Any:
        """A value of a type."""
        if get_origin(kind) in (UnionType, Union):
            if data is None:
                return None
            (kind,) = (each for each in get_args(kind) if each is not type(None))
        if get_origin(kind) is tuple:
            return self._tuple(get_args(kind), data, path)
        if get_origin(kind) is Literal:
            if not isinstance(data, str) or data not in get_args(kind):
                raise BadValueError(path, "state_unknown" if path == ".state" else "not_in_list")
            return data
        if kind in SIMPLE:
            return self._simple(kind, data, path)
        made = kind(**self.members(shape_of(kind), data, path))
        if kind is not File:
            return made
        if made.size < 0 or len(made.sha256) != 64 or set(made.sha256) - set("0123456789abcdef"):
            raise BadValueError(path, "file_wrong")
        return self.file(made)

    def _tuple(self, kinds: tuple[Any, ...], data: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(data, list):
            raise BadValueError(path, "json_not_a_list")
        if kinds[-1] is ...:
            return tuple(self.value(kinds[0], item, f"{path}[{at}]") for at, item in enumerate(data))
        if len(data) != len(kinds):
            raise BadValueError(path, "length_wrong")
        pairs = zip(kinds, data, strict=True)
        return tuple(self.value(kind, item, f"{path}[{at}]") for at, (kind, item) in enumerate(pairs))

    def _simple(self, kind: Any, data: Any, path: str) -> Any:
        wanted, reason = SIMPLE[kind]
        if not isinstance(data, wanted) or (wanted is int and isinstance(data, bool)):
            raise BadValueError(path, reason)
        if isinstance(data, int) and abs(data) > LARGEST_INTEGER:
            raise BadValueError(path, reason)
        if isinstance(data, int) and abs(data) > LARGEST_NUMBER and not path.endswith(".size"):
            raise BadValueError(path, "not_in_range")
        if isinstance(data, str) and not is_writable(data):
            raise BadValueError(path, "text_unwritable")
        if kind is Uid and isinstance(data, str):
            return self.uid(data) if data else data
        if kind not in (date, datetime):
            return data
        try:
            value = kind.fromisoformat(data)
        except ValueError as error:
            raise BadValueError(path, reason) from error
        if value.year not in YEARS:
            raise BadValueError(path, reason)
        if kind is datetime and value.tzinfo is None:
            raise BadValueError(path, "moment_without_offset")
        return value


SIMPLE: dict[Any, tuple[type, str]] = {
    str: (str, "json_not_text"),
    Uid: (str, "json_not_text"),
    int: (int, "json_not_a_number"),
    bool: (bool, "json_not_true_or_false"),
    date: (str, "not_a_date"),
    datetime: (str, "not_a_moment"),
}
_SCHEMAS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    Uid: {"type": "string", "description": "Identifier of a record, or empty"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}


def schema(shape: Shape, title: str, identifier: str) -> dict[str, Any]:
    """JSON Schema of a line."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": identifier,
        "title": title,
        **_object(shape),
    }


def _object(shape: Shape) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            name: {**_schema(kind), **({"pattern": PATTERNS[name]} if name in PATTERNS else {})}
            if kind is str
            else _schema(kind)
            for name, kind in shape.items()
        },
        "required": [name for name in shape if name not in LATER],
        "additionalProperties": False,
    }


def _schema(kind: Any) -> dict[str, Any]:
    if get_origin(kind) in (UnionType, Union):
        (held,) = (each for each in get_args(kind) if each is not type(None))
        return {"anyOf": [_schema(held), {"type": "null"}]}
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        if kinds[-1] is ...:
            return {"type": "array", "items": _schema(kinds[0])}
        return {
            "type": "array",
            "prefixItems": [_schema(each) for each in kinds],
            "items": False,
            "minItems": len(kinds),
        }
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    return _SCHEMAS.get(kind) or _object(shape_of(kind))
