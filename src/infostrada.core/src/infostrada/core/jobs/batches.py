"""The way of a job that does the same to every row of a list."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from infostrada.core.jobs.interfaces import Progress
from typing import Any


def in_batches(
    job: Any, rows: Sequence[Any], size: int, do: Callable[[Sequence[Any]], None], total: int | None = None
) -> Iterator[Progress]:
    """Do the rows `size` at a time, from where a killed run left off; `total` counts what else the job does.

    The last batch before a kill may be done twice.
    """
    done = (job.checkpoint or {}).get("done", 0)
    while done < len(rows):
        do(rows[done : done + size])
        done = min(done + size, len(rows))
        yield Progress(done, total or len(rows), {"done": done})
