"""Write docs/licences-python.md: every Python package a running installation needs, with its licence."""

from collections.abc import Iterator
from importlib.metadata import metadata
from importlib.metadata import PackageMetadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pathlib import Path

import re


TOP = Path(__file__).parent.parent
PAGE = TOP / "docs" / "licences-python.md"
HEAD = """# Licences of the Python packages

What `requirements.txt` asks for (bold) and everything that needs in turn, as the packages' own metadata say.
Made by `make docs`; versions stand in `constraints.txt`, the reasoning in [Licences](licences.md).

| package | licence |
|---|---|
"""
# Metadata that give an address instead of a licence: what stands there.
READ_BY_HAND = {
    "morfeusz2": "BSD-2-Clause (program and SGJP data, http://morfeusz.sgjp.pl/doc/license/)",
    "pillow-heif": "BSD-3-Clause; in its wheel libheif and libde265 (LGPL-3.0), x265 (GPL-2.0-or-later)",
}
_CLASSIFIER = "License :: "


def asked_for(file: Path) -> list[Requirement]:
    """The requirements a file names itself."""
    lines = (line.partition("#")[0].strip() for line in file.read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def closure(wanted: list[Requirement]) -> dict[str, PackageMetadata]:
    """Metadata of the packages and of all they need here, by normal name."""
    found: dict[str, PackageMetadata] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(wanted)
    while waiting:
        one = waiting.pop()
        name, extras = canonicalize_name(one.name), frozenset(one.extras)
        if (name, extras) not in seen:
            seen.add((name, extras))
            found[name] = metadata(one.name)
            waiting += _needs(found[name], extras)
    return found


def licence(data: PackageMetadata) -> str:
    """What was read by hand, else the SPDX expression, the classifiers, the licence field's first line."""
    if read := READ_BY_HAND.get(canonicalize_name(data["Name"])):
        return read
    if expression := data.get("License-Expression"):
        return str(expression)
    words = (data.get("License") or "").strip().splitlines()[:1]
    kinds = [c.rpartition(" :: ")[2] for c in data.get_all("Classifier") or [] if c.startswith(_CLASSIFIER)]
    kinds = [kind for kind in kinds if kind != "OSI Approved"]
    if kinds:
        return "; ".join(sorted(kinds))
    return words[0] if words and words[0] != "UNKNOWN" else ""


def page() -> str:
    """The page's text."""
    wanted = asked_for(TOP / "requirements.txt")
    named = {canonicalize_name(one.name) for one in wanted}
    rows = []
    for name, data in sorted(closure(wanted).items()):
        shown = f"**{data['Name']}**" if name in named else data["Name"]
        rows.append(f"| {shown} | {re.sub(r'[|]', '/', licence(data))} |")
    return HEAD + "\n".join(rows) + "\n"


def _needs(data: PackageMetadata, extras: frozenset[str]) -> Iterator[Requirement]:
    for line in data.get_all("Requires-Dist") or []:
        one = Requirement(line)
        if one.marker is None or any(one.marker.evaluate({"extra": e}) for e in (extras or {""})):
            yield one


if __name__ == "__main__":
    PAGE.write_text(page())
