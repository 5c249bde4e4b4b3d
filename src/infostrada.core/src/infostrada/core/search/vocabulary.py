"""The words of public texts, which mistyped words of a question are compared with.

Words of a text nobody outside may read never come in here. New texts are learned within half a minute; once a day a
pass over all texts counts anew and forgets words no public text has any more. A pass goes on where it stopped.
"""

from collections import Counter
from collections.abc import Iterable
from infostrada.core.folding import folded
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.search.words import words
from infostrada.core.sql import session
from infostrada.core.worker.interfaces import IChore
from typing import Any
from zope.interface import implementer

import transaction


ANYBODY = Principals(tokens=("Anonymous",), ids=())
SHORTEST, LONGEST = 4, 30
BATCH = 1_000
TEXTS = f"""
    SELECT record.uid, record.written, record.title || ' ' || fulltext.own_body || ' ' || fulltext.attached_body AS text
    FROM core.record JOIN core.fulltext USING (uid)
    WHERE coalesce(record.effective <= clock_timestamp(), true)
    AND coalesce(record.expires > clock_timestamp(), true) AND {visible()}
"""  # noqa: S608 - our own clauses
FRESH = f"{TEXTS} AND record.written > %(seen)s ORDER BY record.written, record.uid LIMIT {BATCH}"
NEXT = f"{TEXTS} AND record.uid > %(place)s ORDER BY record.uid LIMIT {BATCH}"
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
    bound = parameters(ANYBODY)
    fresh = _run(FRESH, {**bound, "seen": state["seen"]})
    if fresh:
        _take_in(fresh, state["round"])
        _run("UPDATE core.search_round SET seen = %(seen)s", {"seen": fresh[-1]["written"]})
    if state["place"] is None:
        return
    found = _run(NEXT, {**bound, "place": state["place"]})
    _take_in(found, state["round"])
    over = len(found) < BATCH
    if over:
        _run("DELETE FROM core.search_word WHERE round < %(round)s", state)
    _run("UPDATE core.search_round SET place = %(place)s", {"place": None if over else found[-1]["uid"]})


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
