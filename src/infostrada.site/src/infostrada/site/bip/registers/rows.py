"""Public rows of a register, the same for every reader; one statement, no object woken."""

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.site.bip.holding import revealed
from infostrada.site.bip.registers.clocks import Standing
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.bip.rules import PUBLIC_STATES
from infostrada.site.records.problems import invalid
from typing import Any
from typing import NamedTuple


BATCH = 500
REVEALED = revealed("own")
_SHOWN = (
    "record.unit = %(unit)s AND own.register = %(register)s AND record.state = ANY(%(states)s)"
    " AND (record.expires IS NULL OR record.expires > now()) AND record.effective <= clock_timestamp()"
    f" AND {REVEALED}"
)
_FROM = "FROM site.bip_register AS own JOIN core.record AS record ON record.uid = own.uid"


class Row(NamedTuple):
    """An entry as lists and files show it; moments are ISO 8601."""

    uid: str
    path: str
    title: str
    state: str
    day: date
    number: str
    published_at: str
    changed_at: str
    values: Mapping[str, Any]

    @property
    def cursor(self) -> str:
        """Where the next page goes on."""
        return f"{self.day.isoformat()}_{self.uid}"

    def standing(self, kind: Kind, today: date | None = None) -> Standing | None:
        """How the term of the law is kept."""
        return kind.clock.standing(self.values, today or polish_today()) if kind.clock else None


def public_rows(
    kind: Kind,
    unit: str,
    filters: Mapping[str, Any] | None = None,
    size: int | None = None,
    start: int = 0,
    after: str = "",
) -> Iterator[Row]:
    """Rows newest first, read batch by batch; `filters` may hold `year`, `status`, `clock` and `q`.

    `after` is the cursor of the row before the first one: a page costs the same wherever it lies. `start` counts rows.
    Raises InvalidData for a cursor that is none.
    """
    pending.flush()
    where, bound = _where(filters or {})
    left = size
    while left is None or left > 0:
        asked = min(BATCH, left) if left is not None else BATCH
        beyond, place = _beyond(after)
        found = rows(
            "SELECT own.uid, record.path, record.title, record.state, own.day, own.number, record.effective,"
            f" record.modified, own.data {_FROM} WHERE {_SHOWN}{where}{beyond}"
            " ORDER BY own.day DESC, own.uid LIMIT %(limit)s OFFSET %(start)s",
            {**_bound(kind, unit), **bound, **place, "limit": asked, "start": start},
        )
        for row in found:
            yield Row(
                row["uid"], row["path"], row["title"], row["state"], row["day"], row["number"],
                row["effective"].isoformat(), row["modified"].isoformat(), row["data"],
            )  # fmt: skip
        if len(found) < asked:
            return
        after, start = f"{found[-1]['day'].isoformat()}_{found[-1]['uid']}", 0
        left = None if left is None else left - len(found)


def _beyond(cursor: str) -> tuple[str, dict[str, Any]]:
    """Condition for rows after a cursor, in the order of the list."""
    if not cursor:
        return "", {}
    said, _sign, uid = cursor.partition("_")
    try:
        day = date.fromisoformat(said)
    except ValueError as error:
        raise invalid("cursor", "cursor_malformed") from error
    if not uid.isalnum() or len(uid) > 64:
        raise invalid("cursor", "cursor_malformed")
    return " AND (own.day < %(on_day)s OR own.day = %(on_day)s AND own.uid > %(at_uid)s)", {
        "on_day": day,
        "at_uid": uid,
    }


def counted(kind: Kind, unit: str, filters: Mapping[str, Any] | None = None) -> int:
    """How many rows the filters leave."""
    pending.flush()
    where, bound = _where(filters or {})
    found = rows(f"SELECT count(*) AS n {_FROM} WHERE {_SHOWN}{where}", {**_bound(kind, unit), **bound})
    return int(found[0]["n"])


def years(kind: Kind, unit: str) -> list[int]:
    """Years with public entries, the newest first."""
    pending.flush()
    found = rows(
        f"SELECT DISTINCT own.year {_FROM} WHERE {_SHOWN} ORDER BY own.year DESC", _bound(kind, unit)
    )
    return [row["year"] for row in found]


def counts(unit: str) -> dict[str, int]:
    """Number of public entries of each register of a unit; registers without any are left out."""
    pending.flush()
    found = rows(
        f"SELECT own.register, count(*) AS n {_FROM}"
        " WHERE record.unit = %(unit)s AND own.unit = %(unit)s AND record.state = ANY(%(states)s)"
        " AND (record.expires IS NULL OR record.expires > now()) AND record.effective <= clock_timestamp()"
        f" AND {REVEALED} GROUP BY own.register",
        {"unit": unit, "states": list(PUBLIC_STATES)},
    )
    return {row["register"]: row["n"] for row in found if row["register"] in KINDS}


def by_numbers(kind: Kind, unit: str, numbers: list[str]) -> dict[str, Row]:
    """Public entries with these numbers, as relations name them."""
    if not numbers:
        return {}
    return {row.number: row for row in public_rows(kind, unit, {"numbers": numbers})}


def pointing_at(kind: Kind, unit: str, field: str, number: str) -> list[Row]:
    """Public entries whose relation `field` names a number."""
    return list(public_rows(kind, unit, {"points": (field, number)}))


def _bound(kind: Kind, unit: str) -> dict[str, Any]:
    return {"unit": unit, "register": kind.name, "states": list(PUBLIC_STATES)}


def _where(filters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    parts, bound = [], {}
    if filters.get("year"):
        parts.append("own.year = %(year)s")
        bound["year"] = filters["year"]
    if filters.get("status"):
        parts.append("own.status = %(status)s")
        bound["status"] = filters["status"]
    if filters.get("late"):
        parts.append("own.due_on < coalesce(own.stopped_on, (now() AT TIME ZONE 'Europe/Warsaw')::date)")
    if filters.get("numbers"):
        parts.append("own.number = ANY(%(numbers)s)")
        bound["numbers"] = list(filters["numbers"])
    if filters.get("points"):
        field, number = filters["points"]
        parts.append(
            "own.data @> jsonb_build_object(%(pointing)s::text, jsonb_build_array(%(pointed)s::text))"
        )
        bound |= {"pointing": field, "pointed": number}
    for place, word in enumerate(str(filters.get("q") or "").split()[:8]):
        parts.append(f"(record.title || ' ' || own.person || ' ' || own.number) ILIKE %(word{place})s")
        escaped = word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        bound[f"word{place}"] = f"%{escaped}%"
    return "".join(f" AND {part}" for part in parts), bound
