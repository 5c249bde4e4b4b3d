"""What a register tells of a number may change with its record; the number itself never does."""

from collections.abc import Mapping
from infostrada.core.sql import session
from sqlalchemy import text
from typing import Any

import json


AMEND = text("""
    UPDATE core.number SET entry = number.entry || CAST(given.words AS jsonb)
    FROM unnest(CAST(:uids AS text[]), CAST(:words AS text[])) AS given(uid, words)
    WHERE number.uid = given.uid AND number.state <> 'cancelled'
        AND number.entry || CAST(given.words AS jsonb) <> number.entry
""")


def amend(entries: Mapping[str, Mapping[str, Any]]) -> None:
    """Put other words into the entries of records, by their UIDs; members not named stay, numbers without an entry are left.

    For records that are restricted or opened again: a number keeps its place in the register, its entry tells no more than
    the register does. Records without a number are passed over.
    """
    if not entries:
        return
    uids = sorted(entries)
    words = [json.dumps(dict(entries[uid]), ensure_ascii=False, sort_keys=True) for uid in uids]
    session().execute(AMEND, {"uids": uids, "words": words})
