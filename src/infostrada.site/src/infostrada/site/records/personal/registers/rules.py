"""Terms of the registers and what stands against an entry. Pure.

RODO art. 33(1): a breach is reported without undue delay, within 72 hours of becoming aware of it unless it is unlikely to
be a risk; later with reasons. Art. 34(1): for a high risk the persons are told. Art. 12(3): a request is answered within a
month, which may be extended by two. Art. 17(3)(b, d): no erasure while an archival category runs. Months are
counted as in Regulation (EEC, Euratom) 1182/71 art. 3, which ends them as KPA art. 57 does.
"""

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import timedelta
from infostrada.core.calendar import term_end
from infostrada.site.records.personal.registers.fields import REGISTERS
from typing import Any
from typing import NamedTuple

import re


HOURS = timedelta(hours=72)
SYMBOL = re.compile(r"\d{1,10}\Z")
LONGEST = 20_000


class Wrong(NamedTuple):
    """A field and what is wrong with it."""

    field: str
    reason: str


def read(register: str, given: Mapping[str, Any], now: datetime) -> tuple[dict[str, Any], list[Wrong]]:
    """The entry as it is kept (JSON values), and everything that is wrong with it."""
    entry: dict[str, Any] = {}
    wrong: list[Wrong] = [Wrong(name, "field_unknown") for name in given if name not in _names(register)]
    for field in REGISTERS[register]:
        text = str(given.get(field.name) or "").strip()
        if not text:
            wrong += [Wrong(field.name, "required")] if field.needed else []
            continue
        value, reason = _value(field.kind, text, now)
        if field.kind == "choice" and text not in field.choices:
            reason = "not_in_list"
        if reason:
            wrong.append(Wrong(field.name, reason))
        else:
            entry[field.name] = value
    return entry, wrong or _together(register, entry)


def _names(register: str) -> set[str]:
    return {field.name for field in REGISTERS[register]}


def _value(kind: str, text: str, now: datetime) -> tuple[Any, str]:
    if len(text) > LONGEST:
        return None, "too_long"
    if kind == "day":
        return _day(text, now.date())
    if kind == "moment":
        return _moment(text, now)
    if kind == "count":
        lawful = text.isascii() and text.isdigit() and len(text) < 10
        return (int(text), "") if lawful else (None, "not_a_count")
    if kind == "symbols":
        symbols = [symbol for symbol in re.split(r"[\s,;]+", text) if symbol]
        lawful = all(SYMBOL.match(symbol) for symbol in symbols)
        return (list(dict.fromkeys(symbols)), "") if lawful else (None, "symbol_malformed")
    return text, ""


def _day(text: str, today: date) -> tuple[str | None, str]:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None, "not_a_date"
    return (None, "in_future") if found > today else (found.isoformat(), "")


def _moment(text: str, now: datetime) -> tuple[str | None, str]:
    """A moment; without an offset it is Polish time, as `now` has it."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None, "not_a_moment"
    found = found.replace(tzinfo=now.tzinfo) if found.tzinfo is None else found
    return (None, "in_future") if found > now else (found.isoformat(timespec="seconds"), "")


def _together(register: str, entry: Mapping[str, Any]) -> list[Wrong]:
    """What does not fit together."""
    orders = {
        "authorisations": (("given_on", "ended_on"),),
        "breaches": (("found_at", "reported_at"),),
        "requests": (("received_on", "answered_on"), ("answered_on", "lifted_on")),
    }
    found = [
        Wrong(last, "before_start")
        for first, last in orders.get(register, ())
        if entry.get(first) and entry.get(last) and _at(entry[last]) < _at(entry[first])
    ]
    if register == "breaches":
        late = reported_late(entry)
        found += [Wrong("delay", "breach_reported_late")] if late and not entry.get("delay") else []
    if register == "requests" and entry.get("answered_on") and not entry.get("outcome"):
        found.append(Wrong("outcome", "required"))
    if register == "requests" and entry.get("outcome") == "refused" and not entry.get("answer"):
        found.append(Wrong("answer", "required"))
    return found


def _at(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def reported_late(entry: Mapping[str, Any]) -> bool:
    """Was a breach reported later than 72 hours after it was found?"""
    if not entry.get("reported_at"):
        return False
    due = datetime.fromisoformat(entry["found_at"]) + HOURS
    return datetime.fromisoformat(entry["reported_at"]) > due


def due_at(register: str, entry: Mapping[str, Any], zone: Any) -> datetime | None:
    """The end of the entry's term while it runs; None when nothing waits."""
    if register == "breaches" and entry["risk"] != "none" and not entry.get("reported_at"):
        return datetime.fromisoformat(entry["found_at"]) + HOURS
    if register == "requests" and not entry.get("answered_on"):
        months = 3 if entry.get("extended") else 1
        last = term_end(date.fromisoformat(entry["received_on"]), months, "month")
        return datetime(last.year, last.month, last.day, 23, 59, tzinfo=zone)
    return None


def missing(register: str, entry: Mapping[str, Any]) -> list[str]:
    """Fields that must be said before the entry is closed."""
    if register == "breaches" and entry["risk"] != "none":
        told = ("told_on",) if entry["risk"] == "high" and not entry.get("not_told") else ()
        return [name for name in ("reported_at", *told) if not entry.get(name)]
    if register == "requests":
        restricted = entry["right"] == "restriction" and entry.get("outcome") in ("granted", "partly")
        more = ("lifted_on",) if restricted else ()
        return [name for name in ("outcome", "answered_on", *more) if not entry.get(name)]
    if register == "authorisations":
        return [] if entry.get("ended_on") else ["ended_on"]
    return []


def restricts(entry: Mapping[str, Any]) -> bool:
    """Does the request restrict the processing now? From its receipt on, until it is refused or the restriction lifted."""
    return (
        entry.get("right") == "restriction"
        and entry.get("outcome") != "refused"
        and not entry.get("lifted_on")
    )
