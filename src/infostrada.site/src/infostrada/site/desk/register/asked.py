"""What an address asks of a register, and addresses that ask for something else."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode


MOST_WORDS = 200


@dataclass(frozen=True)
class Asked:
    """Words looked for, options chosen, columns, order and place in the list."""

    q: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    sort: str = ""
    descending: bool | None = None
    cursor: str = ""

    def but(self, **changes: Any) -> "Asked":
        """The same with something changed; the list begins anew unless a cursor is given."""
        return replace(self, **{"cursor": "", **changes})

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values for an address or for hidden fields; nothing usual is said."""
        sort = f"-{self.sort}" if self.descending else self.sort
        found = [("q", self.q), *sorted(self.chosen.items())]
        found += [("columns", name) for name in self.columns]
        found += [("sort", sort), ("cursor", self.cursor)]
        return [(name, value) for name, value in found if value]

    def query(self) -> str:
        """The part of an address behind the question mark."""
        return urlencode(self.pairs())


def read(form: Mapping[str, Any], choices: Iterable[str], columns: Iterable[str]) -> Asked:
    """What a form or address asks; what the register does not know is left out."""
    known = tuple(columns)
    wanted = _many(form.get("columns"))
    sort = _one(form.get("sort"))
    return Asked(
        q=_one(form.get("q"))[:MOST_WORDS],
        chosen={name: _one(form.get(name)) for name in choices if _one(form.get(name))},
        columns=tuple(name for name in known if name in wanted),
        sort=sort.lstrip("-"),
        descending=sort.startswith("-") if sort else None,
        cursor=_one(form.get("cursor")),
    )


def _one(value: Any) -> str:
    values = _many(value)
    return values[0].strip() if values else ""


def _many(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
