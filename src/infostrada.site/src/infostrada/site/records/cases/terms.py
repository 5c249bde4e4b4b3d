"""When a term ends, what stops its clock (KPA art. 35 § 5), when it counts as kept (art. 57 § 5)."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from infostrada.core.calendar import holidays
from infostrada.core.calendar import is_working_day
from infostrada.core.calendar import next_working_day
from infostrada.core.calendar import term_end
from infostrada.site.records.cases.statute import CHANNELS
from infostrada.site.records.cases.statute import Rule
from infostrada.site.records.cases.statute import rule_on
from infostrada.site.records.cases.statute import RULES
from infostrada.site.records.cases.statute import UnknownTermError
from typing import NamedTuple


# Terms a case may be opened with: those that say by when a case is settled.
TERMS: Mapping[str, Rule] = {rule.key: rule for rule in RULES if rule.settles_case}
SUSPENSION = "suspension"
STOP_REASONS = (
    "statutory_act",
    "hybrid_delivery",
    "mediation",
    "party_fault",
    "independent_cause",
    SUSPENSION,
)


@dataclass(frozen=True, slots=True)
class Stop:
    """Days not counted (KPA 35 § 5): first day, last day (None: still running) and reason.

    `document` is the UID of what proves it.
    """

    reason: str
    first: date
    last: date | None = None
    document: str = ""


class Extension(NamedTuple):
    """A new term told to the parties (KPA art. 36): the day of the notice and its document."""

    told_on: date
    new_end: date
    cause: str
    document: str
    late: bool


class Urging(NamedTuple):
    """A ponaglenie (KPA art. 37): when it came, when it was passed on, what was found."""

    received_on: date
    pass_on_by: date
    passed_on: date | None = None
    outcome: str = ""


class Reckoning(NamedTuple):
    """End of a term: `nominal` before article 57 § 4, `end` after it, the day off it left, what was counted."""

    nominal: date
    end: date
    rule: Rule | None
    moved_from: str
    unit: str = ""


def reckon(event: date, count: int, unit: str, rule: Rule | None = None) -> Reckoning:
    """The end of a term of `count` units opened by the event, with what moved it."""
    nominal = term_end(event, count, unit, shift=False)  # type: ignore[arg-type]
    return Reckoning(nominal, next_working_day(nominal), rule, _day_off(nominal), unit)


def reckon_rule(event: date, key: str) -> Reckoning:
    """The end of a statutory term; raises `UnknownTermError` for one that is no count of days.

    Seventy-two hours of RODO art. 33 run through days off: regulation (EEC, Euratom) 1182/71,
    art. 3, moves only ends expressed in days or longer.
    """
    rule = rule_on(key, event)
    if rule.kind == "on_day" and rule.month_day:
        return _yearly(event, rule)
    if rule.kind != "counted":
        raise UnknownTermError(key)
    if rule.unit == "hour":
        end = event + timedelta(hours=rule.count)
        return Reckoning(end, end, rule, "")
    if rule.unit == "calendar_year":
        # A year that begins on the event is whole itself.
        whole = (event.month, event.day) == (1, 1)
        end = date(event.year + rule.count - whole, 12, 31)
        return Reckoning(end, end, rule, "")
    return reckon(event, rule.count, rule.unit, rule)


def _yearly(event: date, rule: Rule) -> Reckoning:
    month, day = rule.month_day or (1, 1)
    end = date(event.year, month, day)
    if end < event:
        end = date(event.year + 1, month, day)
    return Reckoning(end, end, rule, "")


def _day_off(day: date) -> str:
    if is_working_day(day):
        return ""
    named = holidays(day.year).get(day)
    return named or ("sobota" if day.weekday() == 5 else "niedziela")


def due_on(
    started_on: date,
    term: str,
    stops: Iterable[Stop] = (),
    extensions: Iterable[Extension] = (),
) -> date | None:
    """Last day of the term, later by every stopped day; None while a stop is running.

    The last notice of article 36 sets the day anew; only days stopped after it shift that day.
    Overlapping stops count once. The end moves off Saturdays and days off (KPA 57 § 4).
    """
    rule = rule_on(term, started_on)
    days: set[date] = set()
    for stop in stops:
        if stop.last is None:
            return None
        days |= {stop.first + timedelta(n) for n in range((stop.last - stop.first).days + 1)}
    end, since = term_end(started_on, rule.count, rule.unit, shift=False), started_on  # type: ignore[arg-type]
    for extension in extensions:
        end, since = extension.new_end, extension.told_on
    stopped = len([day for day in days if day > since])
    return next_working_day(end + timedelta(days=stopped))


def stopped_days(started_on: date, stops: Iterable[Stop], today: date) -> int:
    """How many days of the case have not been counted so far."""
    days: set[date] = set()
    for stop in stops:
        last = min(stop.last or today, today)
        days |= {stop.first + timedelta(n) for n in range(max((last - stop.first).days + 1, 0))}
    return len([day for day in days if day > started_on])


def stop_faults(reason: str, first: date, started_on: date, today: date) -> list[tuple[str, str]]:
    """(field, reason) for a stop that may not begin."""
    found = []
    if reason not in STOP_REASONS:
        found.append(("reason", "not_in_list"))
    if first < started_on:
        found.append(("first", "before_start"))
    if first > today:
        found.append(("first", "in_future"))
    return found


def extension_faults(cause: str, new_end: date | None, today: date) -> list[tuple[str, str]]:
    """(field, reason) for a notice of article 36: a cause and a day to come, a working one."""
    found = [] if cause.strip() else [("cause", "required")]
    if new_end is None:
        found.append(("new_end", "required"))
    elif new_end <= today:
        found.append(("new_end", "in_past"))
    elif not is_working_day(new_end):
        found.append(("new_end", "not_working_day"))
    return found


def is_kept(end: date, channel: str, handed_over: date, received: date | None = None) -> bool:
    """Was a term ending on `end` kept by this channel (KPA art. 57 § 5)?

    Ways the article does not name (another courier, e-mail, fax) count by the day of receipt.
    """
    lawful = {one.key for one in CHANNELS if one.valid_from <= handed_over <= one.valid_to}
    if channel in lawful:
        return handed_over <= end
    return received is not None and received <= end
