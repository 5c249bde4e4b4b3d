"""Numbers given elsewhere: an office brings its registers over from another system."""

from infostrada.core.errors import Conflict
from infostrada.core.i18n import _
from infostrada.core.numbers.model import Series
from infostrada.core.numbers.taking import lock
from infostrada.core.sql import session
from sqlalchemy import text
from typing import Any

import json


LARGEST_GAP = 100_000
ABSENT = "wpis nie przeszedł z poprzedniego systemu"
LAST = text("SELECT last FROM core.series WHERE id = :series")
HELD = text("""
    SELECT uid, uid = '' AND state = 'cancelled' AND entry ->> 'remark' = :absent AS absent
    FROM core.number WHERE series = :series AND value = :value
""")
FILL = text("""
    INSERT INTO core.number (series, value, uid, entry, state)
    SELECT :series, missing, '', CAST(:entry AS jsonb), 'cancelled'
    FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS missing
""")
ADOPT = text("""
    INSERT INTO core.number (series, value, uid, entry, state)
    VALUES (:series, :value, :uid, CAST(:entry AS jsonb), 'confirmed')
""")
BRING = text("""
    UPDATE core.number SET uid = :uid, entry = CAST(:entry AS jsonb), state = 'confirmed', taken = clock_timestamp()
    WHERE series = :series AND value = :value
""")
MOVE = text("UPDATE core.series SET last = :value WHERE id = :series")


class NumberHeld(Conflict):
    """The number belongs to another record of the register."""

    reason = "number_held"
    default = _("The register already has another record under this number.")


def adopt(series: Series, value: int, *, uid: str, entry: dict[str, Any]) -> None:
    """Enter a number given elsewhere; the series goes on after the greatest.

    Numbers passed over get rows of their own, which say that their record was not brought over: the
    register stays without gaps. Such a row takes its record when it is brought after all. Raises `NumberHeld` when another record has the number, ValueError
    when the number is not positive or more than 100,000 lie between it and the last.
    """
    locked, joined = lock(series), session()
    held = joined.execute(HELD, {"series": locked, "value": value, "absent": ABSENT}).one_or_none()
    given = {"series": locked, "value": value, "uid": uid, "entry": _json(entry)}
    if held is not None and held.absent:
        joined.execute(BRING, given)
        return
    if held is not None and held.uid == uid:
        return
    last = joined.execute(LAST, {"series": locked}).scalar_one()
    if held is not None or value <= last:
        raise NumberHeld(field="number")
    if value < 1 or value - last > LARGEST_GAP:
        raise ValueError(f"{value} does not follow {last}")
    if value > last + 1:
        gap = {"series": locked, "first": last + 1, "last": value - 1, "entry": _json({"remark": ABSENT})}
        joined.execute(FILL, gap)
    joined.execute(ADOPT, given)
    joined.execute(MOVE, {"series": locked, "value": value})


def _json(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True)
