"""Which texts can be kept and handed on: pure rules."""

from collections.abc import Iterator
from collections.abc import Mapping
from typing import Any

import re


# What XML 1.0 (2.2, Char) leaves out: it could stand in no metryka, package, workbook or answer, and a NUL in no row.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_writable(text: str) -> bool:
    """Has the text only characters XML knows? Line ends and tabs are such characters."""
    return UNWRITABLE.search(text) is None


def made_writable(value: Any) -> Any:
    """A JSON value from outside that has to be taken in whatever it holds: a mark stands where a character cannot."""
    if isinstance(value, str):
        return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, Mapping):
        return {key: made_writable(member) for key, member in value.items()}
    if isinstance(value, list):
        return [made_writable(member) for member in value]
    return value


def unwritable(value: Any, name: str = "") -> Iterator[str]:
    """Names of the fields of a JSON value whose texts are not writable, as `letter.title` and `kinds.0`."""
    if isinstance(value, str):
        if not is_writable(value):
            yield name
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from unwritable(member, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list | tuple):
        for place, member in enumerate(value):
            yield from unwritable(member, f"{name}.{place}" if name else str(place))
