"""When a letter counts as served, and which term that opens. Pure.

Sources: KPA art. 42-47 (receipt, refusal, two notices and fourteen days), art. 57, art. 129 § 2,
141 § 2, 64 § 2; act of 18 November 2020 on electronic delivery, art. 42 (fourteen days from the
day the letter lay in the addressee's box, for addressees that are no public body).
"""

from datetime import date
from datetime import timedelta
from infostrada.site.records.cases.statute import rule_on
from infostrada.site.records.cases.terms import reckon
from infostrada.site.records.cases.terms import reckon_rule
from infostrada.site.records.cases.terms import Reckoning
from typing import NamedTuple


RECEIVED, REFUSED, NOTICES, RETURNED = "received", "refused", "notices", "returned"
PROOFS = (RECEIVED, REFUSED, NOTICES, RETURNED)
AWAITED_DAYS = 14
SECOND_NOTICE_AFTER = timedelta(days=7)
OPENS = {"decyzja": "appealing", "postanowienie": "complaining", "wezwanie": "completion"}


class Service(NamedTuple):
    """The day a letter counts as served (None: it does not) and the article that says so."""

    day: date | None
    basis: str


class ServiceFaultError(ValueError):
    """A proof that proves nothing; `field` and `reason` say where."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


def service_of(
    how: str, day: date | None, second: date | None, *, sent_on: date, today: date, by_employee: bool = False
) -> Service:
    """What a proof says; raises `ServiceFaultError`.

    `day` is the day of receipt, refusal, return or of the first notice; `second` of the second one.
    """
    if how not in PROOFS:
        raise ServiceFaultError("how", "not_in_list")
    if day is None:
        raise ServiceFaultError("day", "required")
    if day > today:
        raise ServiceFaultError("day", "in_future")
    if day < sent_on:
        raise ServiceFaultError("day", "before_dispatch")
    if how == RECEIVED:
        return Service(day, "KPA art. 46 § 1" if not by_employee else "KPA art. 42, art. 46 § 1")
    if how == REFUSED:
        return Service(day, "KPA art. 47 § 2")
    if how == RETURNED:
        return Service(None, "")
    return Service(_after_notices(day, second, today), "KPA art. 44 § 4")


def _after_notices(first: date, second: date | None, today: date) -> date:
    """The last of fourteen days; without the second notice in time nothing counts as served."""
    end = reckon_rule(first, "notice_left").end
    if second is None:
        raise ServiceFaultError("second", "second_notice_missing")
    if not first + SECOND_NOTICE_AFTER <= second <= first + timedelta(days=AWAITED_DAYS):
        raise ServiceFaultError("second", "second_notice_wrong")
    if end > today:
        raise ServiceFaultError("day", "notice_runs")
    return end


def deemed_in_box(available: date) -> Reckoning:
    """End of the fourteen days from the day a letter lay ready in the addressee's box."""
    return reckon(available, AWAITED_DAYS, "day")


def term_opened(document_kind: str, served_on: date, days: int = 0) -> tuple[str, Reckoning] | None:
    """The party's term that service of such a letter opens: its rule's key and its end.

    `days` is the term the letter itself gives where the law sets only the shortest one (KPA art. 64 § 2).
    """
    key = OPENS.get(document_kind)
    if key is None:
        return None
    rule = rule_on(key, served_on)
    if days and rule.at_least:
        return key, reckon(served_on, max(days, rule.count), rule.unit, rule)
    return key, reckon_rule(served_on, key)
