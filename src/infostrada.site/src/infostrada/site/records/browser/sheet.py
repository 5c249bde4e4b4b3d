"""Lines of fact sheets several kinds of records share."""

from infostrada.site import _
from infostrada.site.desk.words import fact
from infostrada.site.records.find import record_at
from typing import Any


def case_fact(page: Any) -> list[dict[str, Any]]:
    """The case the page's letter belongs to, with the way there for whoever may see it."""
    case = record_at(page.context.case_uid)
    if case is None:
        return []
    url = f"{case.absolute_url()}/view" if page.may("View", case) else None
    return [fact(_("Case"), str(case.sign), url)]
