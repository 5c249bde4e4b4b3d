"""The words of public texts, which mistyped words of a question are compared with.

Words of a text nobody outside may read never come in here. New texts are learned within half a minute; once a day a
pass over all texts counts anew and forgets words no public text has any more. A pass goes on where it stopped. Few of an
office's millions of records may be public, so a step looks at so many records, however few of them lend a word.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from infostrada.core.folding import folded
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.search.words import words
from infostrada.core.sql import session
from infostrada.core.worker.interfaces import IChore
from typing import Any
from typing import NamedTuple
from zope.interface import implementer

import transaction


ANYBODY = Principals(tokens=("Anonymous",), ids=())
SHORTEST, LONGEST = 4, 30
BATCH, WINDOW = 1_000, 20_000
TEXTS = f"""
    SELECT record.uid, record.written, record.title || ' ' || fulltext.own_body || ' ' || fulltext.attached_body AS text
    FROM core.record JOIN core.fulltext USING (uid)
    WHERE coalesce(record.effective <= clock_timestamp(), true)
    AND coalesce(record.expires > clock_timestamp(), true) AND {visible()}
"""  # noqa: S608 - our own clauses
LOOKED_AT = """
    SELECT max({key}) AS last, count(*) AS many
    FROM (SELECT {key} FROM core.record WHERE {key} > %(first)s ORDER BY {key} LIMIT %(window)s) AS looked_at
"""
FRESH = f"{TEXTS} AND record.written > %(first)s AND record.written <= %(last)s ORDER BY record.written, record.uid LIMIT {BATCH}"
NEXT = f"{TEXTS} AND record.uid > %(first)s AND record.uid <= %(last)s ORDER BY record.uid LIMIT {BATCH}"
# Who writes takes the time a transaction began: rows of the last minute may still come.
SEEN = "UPDATE core.search_round SET seen = greatest(%(seen)s, least(%(last)s, clock_timestamp() - interval '1 minute'))"
LEARN = """
    INSERT INTO core.search_word AS known (word, plain, objects, round)
    SELECT word, plain, objects, %(round)s
    FROM unnest(%(words)s::text[], %(plains)s::text[], %(counts)s::int[]) AS given (word, plain, objects)
    ON CONFLICT (word) DO UPDATE SET round = excluded.round,
        objects = excluded.objects + CASE WHEN known.round = excluded.round THEN known.objects ELSE 0 END
"""
STAND = "INSERT INTO core.search_round DEFAULT VALUES ON CONFLICT DO NOTHING"
BEGIN = """
    UPDATE core.search_round SET round = round + 1, began = clock_timestamp(), place = ''
    WHERE place IS NULL AND began < clock_timestamp() - interval '1 day'
"""


@implementer(IChore)
class LearnWords:
    """Words of new texts, and a part of the daily pass."""

    def run(self) -> None:
        """Learn a batch of each."""
        learn()
        transaction.commit()


def learn() -> None:
    """One step within the current transaction: texts written since the last, then the next of the pass."""
    _run(STAND)
    _run(BEGIN)
    state = _run("SELECT round, place, seen FROM core.search_round FOR UPDATE")[0]
    _learn_fresh(state["round"], state["seen"])
    if state["place"] is not None:
        _learn_next(state["round"], state["place"])


def _learn_fresh(number: int, seen: datetime) -> None:
    step = _step("written", seen, FRESH)
    _take_in(step.texts, number)
    known = step.texts[-1]["written"] if step.texts else seen
    _run(SEEN, {"seen": known, "last": known if step.full else step.last})


def _learn_next(number: int, place: str) -> None:
    step = _step("uid", place, NEXT)
    _take_in(step.texts, number)
    if step.over:
        _run("DELETE FROM core.search_word WHERE round < %(round)s", {"round": number})
    last = step.texts[-1]["uid"] if step.full else step.last
    _run("UPDATE core.search_round SET place = %(place)s", {"place": None if step.over else last})


class _Step(NamedTuple):
    """The first public texts among the next records, and where these end."""

    last: Any
    over: bool
    full: bool
    texts: list[dict[str, Any]]


def _step(key: str, first: Any, public: str) -> _Step:
    given = {"first": first, "window": WINDOW}
    end = _run(LOOKED_AT.format(key=key), given)[0]
    texts = _run(public, {**parameters(ANYBODY), **given, "last": end["last"]}) if end["many"] else []
    full = len(texts) == BATCH
    return _Step(end["last"], end["many"] < WINDOW and not full, full, texts)


def _take_in(texts: Iterable[dict[str, Any]], number: int) -> None:
    counted = Counter(word for text in texts for word in words_of(text["text"]))
    if counted:
        listed = sorted(counted)
        values = {
            "words": listed,
            "plains": [folded(word) for word in listed],
            "counts": [counted[word] for word in listed],
        }
        _run(LEARN, {**values, "round": number})


def _run(statement: str, values: Any = None) -> list[dict[str, Any]]:
    """In the transaction's session, but no change of any page: those kept in memory stay."""
    result = session().connection().exec_driver_sql(statement, dict(values or {}))
    return [dict(row) for row in result.mappings()] if result.returns_rows else []


def words_of(text: str) -> set[str]:
    """Words of a text a mistyped one could have been meant for: letters alone, not too short."""
    found = (word.text.lower() for word in words(text))
    return {word for word in found if word.isalpha() and SHORTEST <= len(word) <= LONGEST}
