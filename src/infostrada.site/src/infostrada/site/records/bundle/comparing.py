"""Two bundles compared line by line, in flat memory."""

from collections.abc import Iterator
from infostrada.site.records.bundle.archive import Bundle
from infostrada.site.records.bundle.model import KINDS
from typing import Any
from typing import NamedTuple

import hashlib
import json
import sqlite3
import tempfile


class Difference(NamedTuple):
    """A record only one bundle has (`where` first or second), or whose `members` differ (both)."""

    member: str
    key: str
    where: str
    members: tuple[str, ...] = ()


def differences(first: Bundle, second: Bundle) -> Iterator[Difference]:
    """What differs, in the order of the archive; equal bundles give nothing."""
    with tempfile.NamedTemporaryFile(prefix="bundle-", suffix=".db") as place:
        known = sqlite3.connect(place.name)
        try:
            known.execute("CREATE TABLE line (kind TEXT, key TEXT, digests TEXT, PRIMARY KEY (kind, key))")
            for kind in KINDS:
                yield from _kind(kind, first, second, known)
        finally:
            known.close()


def _kind(kind: str, first: Bundle, second: Bundle, known: sqlite3.Connection) -> Iterator[Difference]:
    for number, data, _fault in first.lines(kind):
        row = (kind, _key(data, number), json.dumps(_digests(data)))
        known.execute("INSERT OR REPLACE INTO line VALUES (?, ?, ?)", row)
    for number, data, _fault in second.lines(kind):
        key = _key(data, number)
        found = known.execute("SELECT digests FROM line WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        if found is None:
            yield Difference(kind, key, "second")
            continue
        known.execute("DELETE FROM line WHERE kind = ? AND key = ?", (kind, key))
        before, now = json.loads(found[0]), _digests(data)
        if before != now:
            names = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
            yield Difference(kind, key, "both", tuple(names))
    for (key,) in known.execute("SELECT key FROM line WHERE kind = ? ORDER BY key", (kind,)).fetchall():
        yield Difference(kind, key, "first")


def _key(data: Any, number: int) -> str:
    if isinstance(data, dict) and "place" in data:
        return f"{data.get('case')}:{data['place']}"
    if isinstance(data, dict) and "reference" in data:
        return f"{data['reference']}:{data.get('name')}"
    return str(data.get("uid", number)) if isinstance(data, dict) else str(number)


def _digests(data: Any) -> dict[str, str]:
    members = data if isinstance(data, dict) else {"": data}
    return {
        name: hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
        for name, value in members.items()
    }
