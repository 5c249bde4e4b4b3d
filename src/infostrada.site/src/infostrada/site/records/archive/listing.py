"""What the archive reads from the case list."""

from collections.abc import Iterable
from datetime import date
from infostrada.core.record import pending
from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.listing import Column
from infostrada.core.record.listing import Hint
from infostrada.core.record.listing import Listing
from infostrada.core.record.listing import register_listing
from infostrada.core.record.listing import Sort
from infostrada.core.record.pages import Page
from infostrada.core.record.pages import page
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.site import _
from typing import Any


TODAY = "(now() AT TIME ZONE 'Europe/Warsaw')::date"
DUE = f"""CASE WHEN record.state = 'closed' AND own.handover_from <= {TODAY} THEN 'handover'
    WHEN record.state = 'archived' AND own.transfer_from <= {TODAY} AND own.hold = '' THEN 'transfer'
    WHEN record.state = 'archived' AND own.destroy_from <= {TODAY} AND own.hold = '' THEN 'destroy'
    WHEN own.hold <> '' THEN 'held' ELSE 'none' END"""
# What is due is found by its day; the rest of the archive is not looked through.
DAYS = {"handover": "handover_from", "transfer": "transfer_from", "destroy": "destroy_from"}
RETENTION = Listing(
    name="retention",
    types=("records_case",),
    permission="infostrada.site: Use the records desk",
    table="site.case_listing",
    columns=(
        Column("sign", "own.sign", title=_("Sign of the case")),
        Column("org_symbol", "own.org_symbol", title=_("Organisational unit")),
        Column("class_symbol", "own.class_symbol", title=_("Class of the plan")),
        Column("category", "own.category", title=_("Archival category")),
        Column("category_group", "regexp_replace(own.category, '[0-9]+', '')", title=_("Group")),
        Column("closed_on", "own.closed_on", "date", _("Finally ended")),
        Column("handover_from", "own.handover_from", "date", _("To the archive from")),
        Column("destroy_from", "own.destroy_from", "date", _("Destruction from")),
        Column("transfer_from", "own.transfer_from", "date", _("To the state archive from")),
        Column("hold", "own.hold", title=_("Hold")),
        Column("due", DUE, title=_("What is due")),
        Column("closed_day", "coalesce(own.closed_on, DATE '9999-12-31')", "date", _("Order of ends")),
    ),
    sorts={"closed_on": Sort(("closed_day",))},
    filters=("state", "due", "category", "category_group", "org_symbol"),
    words=("title", "sign"),
    hints=tuple(Hint("due", frozenset({due}), f"own.{day} <= {TODAY}") for due, day in DAYS.items()),
)
HANDOVERS = Listing(
    name="handovers", types=("records_handover",), permission="infostrada.site: Use the records desk"
)
DISPOSALS = Listing(
    name="disposals", types=("records_disposal",), permission="infostrada.site: Use the records desk"
)
TRANSFERS = Listing(
    name="transfers", types=("records_transfer",), permission="infostrada.site: Use the records desk"
)
for _listing in (RETENTION, HANDOVERS, DISPOSALS, TRANSFERS):
    register_listing(_listing)

# What lies in a folder of papers goes with it, as a whole.
LOOSE = """NOT EXISTS (SELECT FROM site.file_folder AS folder
    WHERE folder.unit = own.unit AND folder.org_symbol = own.org_symbol AND folder.class_symbol = own.class_symbol
        AND own.year BETWEEN folder.first_year AND folder.last_year AND own.handling_mode = 'paper')"""
COUNTS = f"""
    SELECT own.category, record.state, ({DUE}) AS due, count(*) AS cases
    FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE record.type = 'records_case' AND own.unit = %(_unit)s
        AND record.state IN ('closed', 'archived', 'destroyed', 'transferred') AND {visible("record")}
    GROUP BY own.category, record.state, 3 ORDER BY own.category, record.state, 3
"""  # noqa: S608 - our own columns and clauses
HANDOVER = f"""
    SELECT own.uid FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE record.type = 'records_case' AND own.unit = %(_unit)s AND record.state = 'closed'
        AND own.org_symbol = %(_org)s AND own.handover_from <= %(_day)s AND {LOOSE} AND {visible("record")}
    ORDER BY own.year, own.class_symbol, own.number, own.inside NULLS FIRST, own.uid LIMIT %(_limit)s
"""  # noqa: S608 - our own columns and clauses
DUE_ORGS = f"""
    SELECT own.org_symbol AS org, count(*) AS cases
    FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE record.type = 'records_case' AND own.unit = %(_unit)s AND record.state = 'closed'
        AND own.handover_from <= %(_day)s AND {LOOSE} AND {visible("record")}
    GROUP BY own.org_symbol ORDER BY own.org_symbol
"""  # noqa: S608 - our own columns and clauses
TRANSFER = f"""
    SELECT own.uid FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE record.type = 'records_case' AND own.unit = %(_unit)s AND record.state = 'archived'
        AND own.transfer_from <= %(_day)s AND own.hold = '' AND {visible("record")}
    ORDER BY own.org_symbol, own.class_symbol, own.year, own.number, own.inside NULLS FIRST, own.uid
    LIMIT %(_limit)s
"""  # noqa: S608 - our own columns and clauses
PLACES = f"""
    SELECT record.uid, record.path FROM core.record AS record
    WHERE record.uid = ANY(%(_uids)s) AND {visible("record")}
"""  # noqa: S608 - our own clauses
SAMPLED = """
    SELECT own.uid FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE record.type = 'records_case' AND own.unit = %(unit)s AND record.state = 'archived'
    ORDER BY md5(own.uid || %(seed)s), own.uid LIMIT %(limit)s
"""


def counts(unit: str) -> list[dict[str, Any]]:
    """Ended cases the person may see by category, state and what is due."""
    pending.flush()
    return list(rows(COUNTS, {"_unit": unit, **parameters(principals())}))


def rows_due(unit: str, org: str, day: date, limit: int) -> list[str]:
    """UIDs of ended cases of an organisational unit to be handed over by this day."""
    pending.flush()
    given = {"_unit": unit, "_org": org, "_day": day, "_limit": limit, **parameters(principals())}
    return [row["uid"] for row in rows(HANDOVER, given)]


def orgs_due(unit: str, day: date) -> dict[str, int]:
    """Symbols of organisational units with ended cases to be handed over by this day, and how many."""
    pending.flush()
    given = {"_unit": unit, "_day": day, **parameters(principals())}
    return {row["org"]: row["cases"] for row in rows(DUE_ORGS, given)}


def transfer_due(unit: str, day: date, limit: int) -> list[str]:
    """UIDs of archived cases of category A whose time of transfer to the state archive has come."""
    pending.flush()
    given = {"_unit": unit, "_day": day, "_limit": limit, **parameters(principals())}
    return [row["uid"] for row in rows(TRANSFER, given)]


def sample(unit: str, seed: str, limit: int) -> list[str]:
    """UIDs of a sample of the archived cases that follows from the seed."""
    pending.flush()
    return [row["uid"] for row in rows(SAMPLED, {"unit": unit, "seed": seed, "limit": limit})]


def retention(unit: str, *, due: str | None = None, cursor: str | None = None, size: int = 50) -> Page:
    """Ended cases by the day of their end, perhaps only those with something due."""
    states = ["closed", "archived"]
    filters: dict[str, Any] = {"state": states, **({"due": due} if due else {})}
    return page(
        RETENTION, principals(), Question(unit=unit, filters=filters), cursor=cursor, size=size, counted=False
    )


def lists(listing: Listing, unit: str) -> list[dict[str, Any]]:
    """The newest lists of the archive the person may see."""
    found = page(listing, principals(), Question(unit=unit), size=100, counted=False)
    return list(found.rows)


def places(uids: Iterable[str]) -> dict[str, str]:
    """Paths of those of the cases the person may see, by UID."""
    given = {"_uids": list(uids), **parameters(principals())}
    return {row["uid"]: row["path"] for row in rows(PLACES, given)}


def due_uids(unit: str, group: str, limit: int) -> list[str]:
    """UIDs of archived cases of a category group whose time of destruction has come."""
    filters = {"state": "archived", "due": "destroy", "category_group": group}
    found = page(
        RETENTION,
        principals(),
        Question(unit=unit, filters=filters),
        size=limit,
        largest=limit,
        counted=False,
    )
    return [row["uid"] for row in found.rows]
