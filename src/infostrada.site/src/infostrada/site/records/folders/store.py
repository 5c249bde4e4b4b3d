"""The rows of the folders, in the transaction of the act, and the paper cases they hold."""

from collections.abc import Iterable
from datetime import date
from infostrada.core.record import pending
from infostrada.core.record.access import principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from infostrada.site.records.folders.rules import ENDED
from infostrada.site.records.folders.rules import Folder
from infostrada.site.records.folders.rules import Within
from typing import Any


COLUMNS = ", ".join(Folder._fields)
VALUES = ", ".join(f"%({name})s" for name in Folder._fields)
INSERT = f"INSERT INTO site.file_folder ({COLUMNS}) VALUES ({VALUES})"  # noqa: S608 - our own columns
# Two people at once take their turns: years of one class never lie in two folders.
TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0))"
CHANGE = """
    UPDATE site.file_folder SET last_year = %(last_year)s, volumes = %(volumes)s, contents = %(contents)s,
        handover = %(handover)s, signature = %(signature)s
    WHERE uid = %(uid)s AND unit = %(unit)s
"""
ONE = f"SELECT {COLUMNS} FROM site.file_folder WHERE unit = %(unit)s AND uid = %(uid)s"  # noqa: S608 - our own columns
LOCKED = f"{ONE} FOR UPDATE"
OF_CLASS = f"""
    SELECT {COLUMNS} FROM site.file_folder
    WHERE unit = %(unit)s AND org_symbol = %(org)s AND class_symbol = %(symbol)s ORDER BY first_year
"""  # noqa: S608 - our own columns
PAGE = f"""
    SELECT {COLUMNS} FROM site.file_folder
    WHERE unit = %(unit)s AND (%(org)s = '' OR org_symbol = %(org)s)
        AND (org_symbol, class_symbol, first_year) > (%(after_org)s, %(after_symbol)s, %(after_year)s)
    ORDER BY org_symbol, class_symbol, first_year LIMIT %(size)s
"""  # noqa: S608 - our own columns
OF_HANDOVER = f"""
    SELECT {COLUMNS} FROM site.file_folder WHERE handover = %(handover)s
    ORDER BY org_symbol, class_symbol, first_year
"""  # noqa: S608 - our own columns
COUNTS = """
    SELECT year, count(*) AS cases FROM site.case_listing
    WHERE unit = %(unit)s AND org_symbol = %(org)s AND class_symbol = %(symbol)s
        AND year BETWEEN %(first)s AND %(last)s
    GROUP BY year
"""
INSIDE = """
    own.unit = %(_unit)s AND own.org_symbol = %(_org)s AND own.class_symbol = %(_symbol)s
        AND own.year BETWEEN %(_first)s AND %(_last)s AND own.handling_mode = 'paper'
        AND record.type = 'records_case'
"""
CASES = f"""
    SELECT own.uid, own.sign, own.year, record.state, own.handover_from
    FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE {INSIDE} ORDER BY own.year, own.number, own.inside NULLS FIRST, own.uid
"""  # noqa: S608 - our own clauses
SHOWN = f"""
    SELECT own.uid, own.sign, own.year, own.number, own.party, own.started_on, own.closed_on, own.officer_name,
        own.initiator_reference, own.initiating_letter_date, own.resolution_note, record.title, record.path, record.state
    FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE {INSIDE} AND {visible("record")}
    ORDER BY own.year, own.number, own.inside NULLS FIRST, own.uid LIMIT %(_limit)s
"""  # noqa: S608 - our own clauses
DUE = """
    SELECT folder.uid, max(own.handover_from) AS day
    FROM site.file_folder AS folder JOIN site.case_listing AS own
        ON own.unit = folder.unit AND own.org_symbol = folder.org_symbol AND own.class_symbol = folder.class_symbol
            AND own.year BETWEEN folder.first_year AND folder.last_year AND own.handling_mode = 'paper'
        JOIN core.record AS record ON record.uid = own.uid AND record.state <> 'void'
    WHERE folder.unit = %(unit)s AND (folder.uid = ANY(%(uids)s) OR folder.org_symbol = %(org)s AND folder.handover = '')
    GROUP BY folder.uid
    HAVING bool_and(record.state = ANY(%(ended)s)) AND count(*) = count(own.handover_from)
"""
DUE_ORGS = """
    SELECT org, count(*) AS folders FROM (
        SELECT folder.org_symbol AS org
        FROM site.file_folder AS folder JOIN site.case_listing AS own
            ON own.unit = folder.unit AND own.org_symbol = folder.org_symbol AND own.class_symbol = folder.class_symbol
                AND own.year BETWEEN folder.first_year AND folder.last_year AND own.handling_mode = 'paper'
            JOIN core.record AS record ON record.uid = own.uid AND record.state <> 'void'
        WHERE folder.unit = %(unit)s AND folder.handover = ''
        GROUP BY folder.uid, folder.org_symbol
        HAVING bool_and(record.state = 'closed') AND count(*) = count(own.handover_from)
            AND max(own.handover_from) <= %(day)s) AS due
    GROUP BY org ORDER BY org
"""
HOLDING = """
    SELECT DISTINCT folder.uid FROM site.file_folder AS folder JOIN site.case_listing AS own
        ON own.unit = folder.unit AND own.org_symbol = folder.org_symbol AND own.class_symbol = folder.class_symbol
        AND own.year BETWEEN folder.first_year AND folder.last_year AND own.handling_mode = 'paper'
    WHERE folder.unit = %(unit)s AND own.uid = ANY(%(uids)s)
"""
MOST_SHOWN = 2_000


def insert(folder: Folder) -> None:
    """File a folder."""
    write(INSERT, folder._asdict())


def change(folder: Folder) -> None:
    """Write a folder as it is now."""
    write(CHANGE, folder._asdict())


def take_turn(unit: str, org: str, symbol: str) -> None:
    """Wait until nobody else files a folder of the class."""
    write(TURN, {"key": f"folder:{unit}:{org}:{symbol}"})


def one(unit: str, uid: str, *, locked: bool = False) -> Folder | None:
    """A folder of the unit; None when there is none."""
    given = {"unit": unit, "uid": uid}
    found = write(LOCKED, given) if locked else rows(ONE, given)
    return Folder(**found[0]) if found else None


def of_class(unit: str, org: str, symbol: str) -> list[Folder]:
    """Folders of a unit and class, the oldest first."""
    return [Folder(**row) for row in rows(OF_CLASS, {"unit": unit, "org": org, "symbol": symbol})]


def of_handover(handover: str) -> list[Folder]:
    """Folders that go to the archive by this list."""
    return [Folder(**row) for row in rows(OF_HANDOVER, {"handover": handover})]


def page(unit: str, size: int, org: str = "", after: tuple[str, str, int] = ("", "", 0)) -> list[Folder]:
    """Folders by unit, class and year; `after` is where the page before ended."""
    given = {"unit": unit, "size": size, "org": org}
    place = dict(zip(("after_org", "after_symbol", "after_year"), after, strict=True))
    return [Folder(**row) for row in rows(PAGE, {**given, **place})]


def counts(unit: str, org: str, symbol: str, first: int, last: int) -> dict[int, int]:
    """Cases of a unit and class in each of the years, however they are kept and whoever may see them."""
    pending.flush()
    given = {"unit": unit, "org": org, "symbol": symbol, "first": first, "last": last}
    return {row["year"]: row["cases"] for row in rows(COUNTS, given)}


def cases_within(folder: Folder) -> list[Within]:
    """All paper cases of the folder, whoever may see them."""
    pending.flush()
    return [Within(**row) for row in rows(CASES, _inside(folder))]


def cases_shown(folder: Folder) -> list[dict[str, Any]]:
    """Paper cases of the folder the visitor may see, at most 2,000."""
    pending.flush()
    return list(rows(SHOWN, {**_inside(folder), "_limit": MOST_SHOWN, **parameters(principals())}))


def due_days(unit: str, uids: Iterable[str]) -> dict[str, date]:
    """First day of handing over of those of the folders whose cases have all ended."""
    pending.flush()
    given = {"unit": unit, "uids": list(uids), "org": None, "ended": sorted(ENDED)}
    return {row["uid"]: row["day"] for row in rows(DUE, given)}


def due_in(unit: str, org: str, day: date) -> list[str]:
    """UIDs of the folders of an organisational unit that may be handed over by this day."""
    pending.flush()
    given = {"unit": unit, "uids": [], "org": org, "ended": ["closed"]}
    return sorted(row["uid"] for row in rows(DUE, given) if row["day"] <= day)


def due_orgs(unit: str, day: date) -> dict[str, int]:
    """Symbols of organisational units with folders to be handed over by this day, and how many."""
    pending.flush()
    return {row["org"]: row["folders"] for row in rows(DUE_ORGS, {"unit": unit, "day": day})}


def holding(unit: str, cases: Iterable[str]) -> list[Folder]:
    """The folders these cases lie in."""
    pending.flush()
    uids = [row["uid"] for row in rows(HOLDING, {"unit": unit, "uids": list(cases)})]
    return [folder for folder in (one(unit, uid) for uid in uids) if folder is not None]


def _inside(folder: Folder) -> dict[str, Any]:
    return {
        "_unit": folder.unit,
        "_org": folder.org_symbol,
        "_symbol": folder.class_symbol,
        "_first": folder.first_year,
        "_last": folder.last_year,
    }
