"""The archival days of a case, with those of the case that goes on after it."""

from datetime import date
from infostrada.site.records.archive import rules
from infostrada.site.records.cases.content import Case
from infostrada.site.records.find import record_at


def base(case: Case) -> date | None:
    """The day archival years are counted from: the end of the last case under another sign."""
    seen = set()
    while (following := next(iter(case.linked("continued_by")), None)) and following not in seen:
        seen.add(following)
        found = record_at(following)
        if found is None:
            break
        case = found
    return case.closed_on


def lawful_category(case: Case) -> str:
    """The category of the case if it is one; empty for what an old plan may have held."""
    try:
        return str(rules.parse(case.category))
    except ValueError:
        return ""


def destroy_from(case: Case) -> date | None:
    """First day of destruction; None while it is not known."""
    end, category = base(case), lawful_category(case)
    return rules.destroy_from(category, end) if end and category else None


def transfer_from(case: Case) -> date | None:
    """First day of the transfer of archival material to the state archive; None for the rest."""
    end, category = base(case), lawful_category(case)
    paper = case.handling_mode == "paper"
    return rules.transfer_from(category, end, paper=paper) if end and category else None


def handover_from(case: Case) -> date | None:
    """First day of handing over; None while the case has not ended."""
    end = base(case)
    return rules.handover_from(end) if end else None
