"""The job that keeps the words of rows that have none: after an update, or after rows were put in by hand.

The site is served meanwhile; lists find a row by its words as soon as its batch is committed, the newest rows of each
type first. No object is woken.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from infostrada.core import jobs
from infostrada.core.i18n import _
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.record import words
from infostrada.core.record.sql import write
from typing import Any
from zope.interface import implementer

import json


NAME = "core.record.words"
BATCH = 1_000
Run = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]
COUNT = "SELECT count(*) AS n FROM core.record WHERE type = ANY(%(types)s)"
# Nobody takes a row away meanwhile; who changes one writes its words, which stay.
NEXT = """
    SELECT record.uid, record.modified::text AS modified, to_jsonb(record) AS facts{columns}
    FROM core.record{joins}
    WHERE record.type = %(type)s AND (record.modified, record.uid) < (%(modified)s::timestamptz, %(uid)s)
    ORDER BY record.modified DESC, record.uid DESC LIMIT %(size)s FOR KEY SHARE OF record
"""
KEEP = """
    INSERT INTO core.list_words (uid, words)
    SELECT uid, words FROM jsonb_populate_recordset(NULL::core.list_words, %(entries)s::jsonb)
    ON CONFLICT (uid) DO NOTHING
"""
FIRST = {"modified": "infinity", "uid": ""}


def order() -> str:
    """Order the job; answers with its id."""
    made: str = jobs.enqueue(NAME, {}, unit=None)
    return made


def step(run: Run, type_: str, place: Mapping[str, str], size: int) -> tuple[dict[str, str], int]:
    """Keep the words of the next rows of a type behind a place; where it ended and how many rows there were."""
    tables = words.kept_types()[type_]
    statement = NEXT.format(
        columns="".join(f", to_jsonb(own{n}) AS own{n}" for n in range(len(tables))),
        joins="".join(f" LEFT JOIN {table} AS own{n} USING (uid)" for n, table in enumerate(tables)),
    )
    found = run(statement, {**place, "type": type_, "size": size})
    entries = [{"uid": row["uid"], "words": _words(type_, row, tables)} for row in found]
    if not found:
        return dict(place), 0
    run(KEEP, {"entries": json.dumps(entries)})
    return {"modified": found[-1]["modified"], "uid": found[-1]["uid"]}, len(found)


def _words(type_: str, row: Mapping[str, Any], tables: tuple[str, ...]) -> str | None:
    return words.words_of(
        type_, row["facts"], {table: row[f"own{n}"] or {} for n, table in enumerate(tables)}
    )


@implementer(IJobHandler)
class FillWords:
    """Type after type, batch after batch."""

    title = _("job_words", default="Words of the lists kept after an update")

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Batches; a killed one is done again."""
        types = list(words.kept_types())
        if not types:
            return
        state = dict(job.checkpoint or {"type": types[0], "place": FIRST, "done": 0})
        total = write(COUNT, {"types": types})[0]["n"]
        for type_ in (each for each in types if each >= state["type"]):
            place = state["place"] if type_ == state["type"] else FIRST
            while True:
                place, many = step(write, type_, place, BATCH)
                if not many:
                    break
                state = {"type": type_, "place": place, "done": state["done"] + many}
                yield Progress(state["done"], max(total, state["done"]), dict(state))
