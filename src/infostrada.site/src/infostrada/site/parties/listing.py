"""Row of a party in the register's listing table, and what is read from it."""

from infostrada.core.accesslog.rows import note
from infostrada.core.folding import in_order
from infostrada.core.record import pending
from infostrada.core.record.access import principals
from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.listing import Column
from infostrada.core.record.listing import Listing
from infostrada.core.record.listing import own
from infostrada.core.record.listing import register_listing
from infostrada.core.record.listing import Sort
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.core.record.tables import register_listing_table
from infostrada.site import _
from infostrada.site.parties.interfaces import IDENTIFIERS
from infostrada.site.parties.interfaces import IPartyObject
from infostrada.site.parties.messages import KINDS
from infostrada.site.parties.rules import check_pesel
from typing import Any
from zope.component import adapter
from zope.interface import implementer

import json


TABLE = "site.party_listing"
CAP = 201
register_listing_table(TABLE, of="parties_party")


def _number(kind: str) -> Column:
    return Column(kind, f"coalesce(own.identifiers ->> '{kind}', '')", title=KINDS[kind])


# As `rules.masked` shows it: whoever needs the whole number gives a reason for each person.
MASKED = """CASE WHEN own.identifiers ? 'pesel'
    THEN repeat('•', length(own.identifiers ->> 'pesel') - 2) || right(own.identifiers ->> 'pesel', 2) ELSE '' END"""
PARTIES = Listing(
    name="parties",
    types=("parties_party",),
    permission="infostrada.site: View parties",
    table=TABLE,
    columns=(
        own("kind", _("Kind")),
        Column("pesel", MASKED, title=KINDS["pesel"]),
        *map(_number, ("nip", "regon", "krs", "ade")),
        own("street", _("Street and number")),
        own("postcode", _("Postcode")),
        own("city", _("Town")),
        own("ordered"),
    ),
    sorts={"name": Sort(("ordered",))},
    filters=("kind", "city", "postcode"),
    words=("title", "city"),
)
register_listing(PARTIES)

FIND = """
    SELECT record.uid, record.path, record.title, party.kind, party.city, party.street
    FROM site.party_listing AS party JOIN core.record AS record USING (uid)
    WHERE party.unit = %(unit)s AND {visible}
        AND (%(words)s = '' OR record.title ILIKE %(pattern)s ESCAPE '!'
            OR party.identifiers @> ANY(CAST(%(identifiers)s AS jsonb[])))
        AND (%(kind)s = '' OR party.kind = %(kind)s)
        AND (party.ordered, party.uid) > (%(after_name)s, %(after_uid)s)
    ORDER BY {first} party.ordered, party.uid LIMIT %(limit)s
"""
# Names that begin with the words, then names one of whose words begins with them, then the rest.
BEGINNINGS = """CASE WHEN record.title ILIKE %(start)s ESCAPE '!' THEN 0
    WHEN record.title ILIKE %(word)s ESCAPE '!' THEN 1 ELSE 2 END,"""
SAME = """
    SELECT record.uid, party.identifiers
    FROM site.party_listing AS party JOIN core.record AS record USING (uid)
    WHERE party.unit = %(unit)s
        AND party.identifiers @> ANY(CAST(%(identifiers)s AS jsonb[])) LIMIT 1
"""


@implementer(IListingRow)
@adapter(IPartyObject)
class PartyRow:
    """Columns of ``site.party_listing``."""

    def __init__(self, party: Any) -> None:
        self.party = party

    def values(self) -> dict[str, Any]:
        """What the register shows and searches without waking the object."""
        party = self.party
        held = {kind: getattr(party, kind) for kind in IDENTIFIERS if getattr(party, kind)}
        return {
            "kind": party.kind,
            "ordered": in_order(party.title or ""),
            "city": party.city or "",
            "street": party.street or "",
            "postcode": party.postcode or "",
            "identifiers": held,
        }


def find(
    unit_id: str, words: str = "", *, kind: str = "", after: tuple[str, str] = ("", ""), size: int = 50
) -> list[dict[str, Any]]:
    """Parties of a unit the reader may see, by name; at most 201.

    ``words`` is a part of the name, or a whole identifier; ``kind`` a person or a body; ``after`` the
    name and UID of the last one on the page before.
    """
    return _found(unit_id, words, kind=kind, after=after, size=size)


def suggested(unit_id: str, words: str, size: int) -> list[dict[str, Any]]:
    """The parties `find` names for the words, those whose name or a word of it begins with them first."""
    return _found(unit_id, words, first=BEGINNINGS, size=size)


def _found(
    unit_id: str,
    words: str,
    *,
    first: str = "",
    kind: str = "",
    after: tuple[str, str] = ("", ""),
    size: int,
) -> list[dict[str, Any]]:
    pending.flush()
    who = principals()
    escaped = words.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    found = rows(
        FIND.format(visible=visible(), first=first),
        {
            **parameters(who),
            "unit": unit_id,
            "words": words,
            "pattern": f"%{escaped}%",
            "start": f"{escaped}%",
            "word": f"% {escaped}%",
            "identifiers": [json.dumps({each: words}) for each in IDENTIFIERS],
            "kind": kind,
            "after_name": in_order(after[0]),
            "after_uid": after[1],
            "limit": max(1, min(size, CAP)),
        },
    )
    if words and check_pesel(words).ok:
        # Who looks a person up by the number leaves a trace; the number itself is not written down.
        uid = found[0]["uid"] if found else None
        note("parties.search.pesel", uid=uid, unit=unit_id, outcome="granted", reason="pesel")
    return found


def same_identifier(unit_id: str, identifiers: dict[str, str]) -> dict[str, Any] | None:
    """Another party of the unit with one of these identifiers; its uid and identifiers."""
    if not identifiers:
        return None
    pending.flush()
    wanted = [json.dumps({kind: value}) for kind, value in identifiers.items()]
    found = rows(SAME, {"unit": unit_id, "identifiers": wanted})
    return found[0] if found else None
