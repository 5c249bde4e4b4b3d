"""The section META: what the file says about the vote."""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.site.participation.budget.pabulib.election import VOTE_TYPES
from infostrada.site.participation.budget.pabulib.faults import Report
from infostrada.site.participation.budget.pabulib.numbers import day
from infostrada.site.participation.budget.pabulib.numbers import Exact
from infostrada.site.participation.budget.pabulib.numbers import exact


OBLIGATORY = (
    "description",
    "country",
    "unit",
    "instance",
    "num_projects",
    "num_votes",
    "rule",
    "date_begin",
    "date_end",
)
RULES = (
    "greedy",
    "greedy-no-skip",
    "greedy-threshold",
    "greedy-exclusive",
    "greedy-custom",
    "equalshares",
    "equalshares-comparison",
    "equalshares/add1",
    "equalshares/add1-comparison",
    "unknown",
)
NUMBERS = (
    "num_projects",
    "num_votes",
    "min_length",
    "max_length",
    "min_sum_cost",
    "max_sum_cost",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "default_score",
)


@dataclass(frozen=True, slots=True)
class Meta:
    """The section's values, the numbers among them read."""

    values: Mapping[str, str]
    budget: Exact
    vote_type: str
    numbers: Mapping[str, Exact]
    threshold: Exact | None


def read_meta(values: dict[str, str], lines: Mapping[str, int], report: Report) -> Meta:
    """Check the section; faults that forbid counting are in the report."""
    for key in OBLIGATORY:
        if not values.get(key):
            report.add(lines.get(key, 0), "meta_missing", key=key)
    numbers = {}
    for key in NUMBERS:
        value = _number(key, "meta_number", values, lines, report)
        if value is not None:
            numbers[key] = value
    if not values.get("budget"):
        report.add(lines.get("budget", 0), "budget_missing")
    budget = _number("budget", "budget_number", values, lines, report)
    if budget is not None and budget < 0:
        report.add(lines["budget"], "budget_number", found=values["budget"])
    vote_type = values.get("vote_type", "")
    if vote_type not in VOTE_TYPES:
        known = ", ".join(VOTE_TYPES)
        report.add(lines.get("vote_type", 0), "vote_type", found=vote_type, known=known)
    if values.get("rule") and values["rule"] not in RULES:
        report.add(lines["rule"], "rule_unknown", found=values["rule"])
    _dates(values, lines, report)
    threshold = _number("min_project_score_threshold", "threshold_number", values, lines, report)
    return Meta(values, budget or 0, vote_type, numbers, threshold)


def _number(
    key: str, code: str, values: Mapping[str, str], lines: Mapping[str, int], report: Report
) -> Exact | None:
    text = values.get(key, "")
    if not text:
        return None
    try:
        value = exact(text)
    except ValueError:
        report.add(lines[key], code, key=key, found=text)
        return None
    if "," in text:
        report.add(lines[key], "comma_decimal", found=text, taken=value)
    return value


def _dates(values: Mapping[str, str], lines: Mapping[str, int], report: Report) -> None:
    days = []
    for key in ("date_begin", "date_end"):
        if values.get(key):
            try:
                days.append(day(values[key]))
            except ValueError:
                report.add(lines[key], "date", key=key, found=values[key])
    if len(days) == 2 and days[1] < days[0]:
        report.add(lines["date_end"], "dates_order")
