"""The report on one person: register, letters, cases, documents, tasks, texts, and who looked at them.

Found are records that name the person's entry in the register, (marked so) those that only bear the same name,
and everything in the office whose text or attached file holds the person's PESEL, entries of the bulletin too. Titles
and days are told, never contents: art. 15 gives a copy of data, which the officer who answers for the case hands out
from there. Not looked into: texts that name the person without the number, the participatory budget (its residents are
no parties of the office and see their own data there), and accounts of the office's own people.
"""

from infostrada.core import accesslog
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.core.search.vector import query
from infostrada.core.search.vector import question
from infostrada.core.sql import reader
from infostrada.site.parties.interfaces import IDENTIFIERS
from infostrada.site.parties.operations import FIELDS
from infostrada.site.parties.rules import check_pesel
from infostrada.site.parties.rules import masked
from infostrada.site.records.actor import name_of
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.personal.registers.store import about
from infostrada.site.records.personal.registers.store import Entry
from infostrada.site.records.problems import require
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from psycopg.rows import dict_row
from typing import Any

import json


REPORT = "infostrada.site: Report personal data"
MOST, MOST_SIGHTS, MOST_FOUND = 5_000, 2_000, 50
CANDIDATES = """
    SELECT record.uid, record.path, record.title, party.city
    FROM site.party_listing AS party JOIN core.record AS record USING (uid)
    WHERE record.unit = %(unit)s
        AND (record.title ILIKE %(pattern)s ESCAPE '!' OR party.identifiers @> ANY(CAST(%(numbers)s AS jsonb[])))
    ORDER BY record.title, record.uid LIMIT %(limit)s
"""
CASES = """
    SELECT own.uid, own.sign, record.title, record.state, own.category, own.started_on, own.closed_on,
        own.officer_name, own.destroy_from, own.named @> CAST(%(named)s AS jsonb) AS sure
    FROM site.case_listing AS own JOIN core.record AS record USING (uid)
    WHERE record.unit = %(unit)s
        AND (own.named @> CAST(%(named)s AS jsonb) OR own.named @> ANY(CAST(%(same)s AS jsonb[])))
    ORDER BY own.started_on, own.uid LIMIT %(most)s
"""
LETTERS = """
    SELECT own.uid, own.number, own.year, record.title, record.state, own.received_date AS day,
        own.delivery_method AS way,
        own.party = %(uid)s OR own.named @> CAST(%(named)s AS jsonb) AS sure
    FROM site.letter_listing AS own JOIN core.record AS record USING (uid)
    WHERE record.unit = %(unit)s AND (own.party = %(uid)s
        OR (own.named = '[]' AND lower(own.sender) = ANY(%(names)s))
        OR (own.named <> '[]'
            AND (own.named @> CAST(%(named)s AS jsonb) OR own.named @> ANY(CAST(%(same)s AS jsonb[]))))
        OR own.case_uid = ANY(%(cases)s))
    ORDER BY own.received_date, own.uid LIMIT %(most)s
"""
OUTGOING = """
    SELECT own.uid, own.number, own.year, record.title, record.state, own.registered_on AS day,
        own.method AS way, own.party = %(uid)s AS sure
    FROM site.outgoing_listing AS own JOIN core.record AS record USING (uid)
    WHERE record.unit = %(unit)s AND (own.party = %(uid)s OR lower(own.recipient) = ANY(%(names)s))
    ORDER BY own.registered_on, own.uid LIMIT %(most)s
"""
DOCUMENTS = """
    SELECT own.uid, own.case_sign, record.title, record.state, own.document_kind, own.dated AS day
    FROM site.document_listing AS own JOIN core.record AS record USING (uid)
    WHERE own.case_uid = ANY(%(cases)s) ORDER BY own.case_sign, own.dated, own.uid LIMIT %(most)s
"""
TASKS = """
    SELECT own.uid, own.about, own.disposition, record.title, record.state, own.due_on AS day
    FROM site.task_listing AS own JOIN core.record AS record USING (uid)
    WHERE own.about = ANY(%(uids)s) ORDER BY own.uid LIMIT %(most)s
"""
MENTIONS = """
    SELECT record.uid, record.type, record.title, record.state, record.created::date AS day
    FROM core.fulltext JOIN core.record AS record USING (uid)
    WHERE record.unit = %(unit)s AND fulltext.tsv @@ %(query)s::tsquery AND record.uid <> ALL(%(uids)s)
    ORDER BY record.created, record.uid LIMIT %(most)s
"""
SIGHTS = """
    SELECT moment, actor, action, uid, outcome, reason FROM core.access_log
    WHERE uid = ANY(%(uids)s) ORDER BY id DESC LIMIT %(most)s
"""


def candidates(unit: Any, words: str) -> list[dict[str, Any]]:
    """Persons and bodies of the unit's register for a part of the name or a whole number."""
    require(REPORT, unit)
    pending.flush()
    escaped = words.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    found = rows(
        CANDIDATES,
        {
            "unit": unit.unit_id,
            "pattern": f"%{escaped}%",
            "numbers": [json.dumps({each: words}) for each in IDENTIFIERS],
            "limit": MOST_FOUND,
        },
    )
    if check_pesel(words).ok:
        uid = found[0]["uid"] if found else None
        accesslog.note("parties.search.pesel", uid=uid, unit=unit.unit_id, outcome="granted", reason="pesel")
    return list(found)


def person_report(party: Any) -> dict[str, Any]:
    """Everything held about a party of the register; the making of the report is noted in the access log."""
    require(REPORT, party)
    unit, uid, act = unit_of(party), IUUID(party), deed(party)
    pending.flush()
    names = _names(party)
    given: dict[str, Any] = {
        "unit": unit.unit_id,
        "uid": uid,
        "names": names,
        "named": json.dumps([{"uid": uid}]),
        "same": [json.dumps([{"name": name}]) for name in names],
        "most": MOST,
    }
    cases = rows(CASES, given)
    given["cases"] = [row["uid"] for row in cases if row["sure"]]
    letters, outgoing = rows(LETTERS, given), rows(OUTGOING, given)
    documents = rows(DOCUMENTS, given)
    clauses = _clauses(uid, names, given["cases"])
    held = (*cases, *letters, *outgoing, *documents)
    tasks = rows(TASKS, {"uids": [row["uid"] for row in held], "most": MOST})
    mentions = _mentions(party, [uid, *(row["uid"] for row in (*held, *tasks))])
    held = (*held, *tasks, *mentions)
    titles = {uid: party.title, **{row["uid"]: _head(row) for row in held}}
    sights = _sights(list(titles))
    accesslog.note("personal.report", uid=uid, unit=unit.unit_id, outcome="granted", reason="art. 15")
    return {
        "person": {name: masked(name, getattr(party, name) or "") for name in FIELDS},
        "title": party.title,
        "unit": unit.title,
        "made_at": act.at.isoformat(),
        "made_by": act.actor.name,
        "cases": [_plain(row) for row in cases],
        "letters": [_plain(row) for row in letters],
        "outgoing": [_plain(row) for row in outgoing],
        "documents": [_plain(row) for row in documents],
        "tasks": [_plain(row) for row in tasks],
        "clauses": clauses,
        "mentions": [_plain(row) for row in mentions],
        "requests": [_entry(each) for each in about(unit.unit_id, [uid], ("requests",))],
        "disclosures": [_entry(each) for each in about(unit.unit_id, [uid], ("disclosures",))],
        "access": [
            {**_plain(row), "who": name_of(row["actor"]), "what": titles[row["uid"]]} for row in sights
        ],
    }


def cases_naming(party: Any) -> list[str]:
    """UIDs of the cases that name the person's entry in the register."""
    given = {
        "unit": unit_of(party).unit_id,
        "named": json.dumps([{"uid": IUUID(party)}]),
        "same": [],
        "most": MOST,
    }
    pending.flush()
    return [row["uid"] for row in rows(CASES, given)]


def _names(party: Any) -> list[str]:
    """The ways the person's name stands in a register, in small letters."""
    parts = ((party.surname or "").strip(), (party.given_names or "").strip())
    both = {" ".join(parts), " ".join(reversed(parts))} if all(parts) else set()
    return sorted({name.lower() for name in (*both, party.title) if name})


def _clauses(uid: str, names: list[str], cases: list[str]) -> list[dict[str, Any]]:
    """Which wordings of the clause (art. 13) the person was given in these cases, when and how."""
    found = []
    for case in map(record_at, cases):
        for each in case.clauses if case is not None else ():
            if each.party == uid or (not each.party and each.name.lower() in names):
                told = {"case_sign": str(case.sign or ""), "clause": each.clause, "number": each.number}
                day = each.day.isoformat()
                found.append({**told, "sha256": each.sha256, "day": day, "way": each.way, "by": each.by.name})
    return sorted(found, key=lambda row: row["day"])


def _mentions(party: Any, known: list[str]) -> list[dict[str, Any]]:
    """What else in the office holds the number in its text or in the text of its files."""
    asked = question(party.pesel or "")
    if not asked:
        return []
    given = {"unit": unit_of(party).unit_id, "query": query(asked), "uids": known, "most": MOST}
    return list(rows(MENTIONS, given))


def _sights(uids: list[str]) -> list[dict[str, Any]]:
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(SIGHTS, {"uids": uids, "most": MOST_SIGHTS}).fetchall()


def _entry(entry: Entry) -> dict[str, Any]:
    """An entry of a register of personal data: what was asked for, to whom data were given."""
    return {"uid": entry.uid, "number": entry.label, "closed": entry.closed, **entry.data}


def _head(row: dict[str, Any]) -> str:
    sign = row.get("sign") or (f"{row['number']}/{row['year']}" if row.get("number") else "")
    return f"{sign} {row['title']}".strip()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
