"""Which attributes the features of a layer carry, learned from the features themselves.

What was learned is kept for a layer's object and revision. New versions get greater ids, so only
they are read again; very large layers are read by sample, and a name the sample does not hold is looked
for before it is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from infostrada.core.errors import NotFound
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.geo import _
from infostrada.geo.features.visible import VISIBLE_LAYER
from infostrada.geo.sql import reader


SAMPLE = 50_000
MOST_ATTRIBUTES = 500

STATE = f"""
WITH visible AS ({VISIBLE_LAYER} AND v.layer = %(layer)s)
SELECT layer_uid, revision, public, feature_count FROM visible
"""  # noqa: S608 - built of constants

LAST = "SELECT id FROM geo.feature WHERE layer = %(layer)s AND valid_to IS NULL ORDER BY id DESC LIMIT 1"

LEARN = f"""
SELECT each.key, jsonb_typeof(each.value) FROM geo.feature AS f, jsonb_each(f.attrs) AS each
 WHERE f.layer = %(layer)s AND f.id > %(since)s AND mod(f.id, %(step)s) = 0
 GROUP BY 1, 2 ORDER BY 1, 2 LIMIT {MOST_ATTRIBUTES}
"""  # noqa: S608 - built of constants

CARRIED = """
SELECT name FROM unnest(%(names)s::text[]) AS name
 WHERE EXISTS (SELECT FROM geo.feature AS f WHERE f.layer = %(layer)s AND f.attrs ? name)
"""


@dataclass(frozen=True)
class Described:
    """A layer's state and attributes: names with the JSON types of their values."""

    revision: int
    public: bool
    attributes: dict[str, frozenset[str]]
    sampled: bool = False
    last: int = 0


_learned: dict[str, Described] = {}


def described(layer: str, principals: Principals) -> Described:
    """The attributes of a layer; NotFound when the asker may not see it."""
    values = {"layer": layer, **parameters(principals)}
    with reader() as connection:
        row = connection.execute(STATE, values).fetchone()
        if row is None:
            raise NotFound(_("There is no such map layer."), field="layer", reason="unknown_layer")
        uid, revision, public, count = row
        known = _learned.get(uid)
        if known is None or known.revision != revision:
            known = _learn(connection, layer, known, (revision, public, count))
            _learned[uid] = known
    return Described(revision, public, known.attributes, known.sampled, known.last)


def carried(layer: str, names: Iterable[str]) -> set[str]:
    """Those of the names that some feature of a layer carries; the layer was asked for before."""
    with reader() as connection:
        found = connection.execute(CARRIED, {"layer": layer, "names": list(names)}).fetchall()
    return {name for (name,) in found}


def _learn(connection, layer, known, state) -> Described:  # type: ignore[no-untyped-def]
    revision, public, count = state
    last = connection.execute(LAST, {"layer": layer}).fetchone()
    since = known.last if known else 0
    step = max(1, count // SAMPLE) if not since else 1
    values = {"layer": layer, "since": since, "step": step}
    types = {name: set(kinds) for name, kinds in known.attributes.items()} if known else {}
    for name, kind in connection.execute(LEARN, values).fetchall():
        types.setdefault(name, set()).add(kind)
    attributes = {name: frozenset(kinds) for name, kinds in sorted(types.items())}
    sampled = step > 1 or bool(known and known.sampled)
    return Described(revision, public, attributes, sampled, last[0] if last else since)
