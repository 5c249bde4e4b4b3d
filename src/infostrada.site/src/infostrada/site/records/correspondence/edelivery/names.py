"""Names of attachments as the service wants them, and back (EOD-13). Pure.

UA API 3.0.8, rule R1: unique in a message, UTF-8, at most 128 characters, no spaces and none of
~ " # % & * : < > ? ! / \\ { | }, ending in lower case. The original travels as the description.
"""

from collections.abc import Iterable

import re


LONGEST = 128
_WRONG = re.compile(r'[\s~"#%&*:<>?!/\\{|}\x00-\x1f\x7f]+')


def plain_name(name: str) -> str:
    """A name the service takes."""
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    stem = _WRONG.sub("_", stem).strip("_.") or "plik"
    ending = _WRONG.sub("", ending).lower()[:16]
    tail = f".{ending}" if ending else ""
    return stem[: LONGEST - len(tail)] + tail


def plain_names(names: Iterable[str]) -> list[str]:
    """Names the service takes, unique in one message and in the same order."""
    found: list[str] = []
    for name in names:
        wanted = plain_name(name)
        stem, dot, ending = wanted.rpartition(".")
        number = 1
        while wanted in found:
            number += 1
            mark = f"_{number}"
            tail = f"{mark}.{ending}" if dot else mark
            base = stem if dot else wanted
            wanted = base[: LONGEST - len(tail)] + tail
        found.append(wanted)
    return found


def original_name(name: str, description: str) -> str:
    """The name before it was made plain, when the description really is that name."""
    told = description.strip()
    stem = plain_name(name).rpartition(".")[0]
    plain = plain_name(told).rpartition(".")[0] if told else ""
    return told if told and plain and stem.startswith(plain) else name
