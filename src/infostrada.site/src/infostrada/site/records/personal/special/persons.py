"""A person the office knows by cases with special categories of data alone is closed in the register of parties.

That somebody stands in the register tells nothing while other business explains it. Named by nothing but such cases, their
letters and outgoing letters, the entry itself would tell of them (RODO art. 9, art. 5(1)(c)): then it is seen by the people of
those cases and the data-protection officer, and by nobody else in lists, suggestions and pages.
"""

from collections.abc import Iterable
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.site.parties.interfaces import IPartyObject
from infostrada.site.parties.operations import close_party
from infostrada.site.parties.operations import open_party
from infostrada.site.records.find import record_at
from typing import Any

import json


# Everything that names a person: the case it belongs to, and whether it is restricted.
NAMED = """
    SELECT own.uid AS case_uid, own.special <> '' AS closed FROM site.case_listing AS own
    WHERE own.named @> CAST(%(named)s AS jsonb)
    UNION ALL
    SELECT own.case_uid, own.state = 'sealed' FROM site.letter_listing AS own WHERE own.party = %(uid)s AND own.party <> ''
    UNION ALL
    SELECT own.case_uid, own.state = 'sealed' FROM site.letter_listing AS own
    WHERE own.named <> '[]' AND own.named @> CAST(%(named)s AS jsonb)
    UNION ALL
    SELECT own.case_uid, coalesce(whole.special <> '', false) FROM site.outgoing_listing AS own
    LEFT JOIN site.case_listing AS whole ON whole.uid = own.case_uid WHERE own.party = %(uid)s AND own.party <> ''
"""


def follow(persons: Iterable[str]) -> None:
    """Close each of these entries of the register, or open it, as what names it is now."""
    wanted = {uid for uid in persons if uid}
    if not wanted:
        return
    pending.flush()
    for uid in sorted(wanted):
        party = record_at(uid)
        if not IPartyObject.providedBy(party):
            continue
        found = _named(uid)
        if found and all(row["closed"] for row in found):
            close_party(party)
        else:
            open_party(party)


def cases_of(uid: str) -> set[str]:
    """UIDs of the restricted cases that name the person, by themselves or in their letters."""
    return {row["case_uid"] for row in _named(uid) if row["closed"] and row["case_uid"]}


def persons_in(case: Any, letters: Iterable[Any], outgoing: Iterable[Any]) -> set[str]:
    """UIDs in the register of everybody a case and these letters of it name."""
    found = {each.uid for each in case.parties}
    found |= {sender.party for letter in letters for sender in letter.senders}
    return {uid for uid in found | {letter.addressee.party for letter in outgoing} if uid}


def _named(uid: str) -> list[dict[str, Any]]:
    return list(rows(NAMED, {"uid": uid, "named": json.dumps([{"uid": uid}])}))
