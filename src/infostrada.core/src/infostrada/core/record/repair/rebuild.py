"""Makes the whole side index again from the objects."""

from collections.abc import Iterator
from infostrada.core.record.repair import walk
from infostrada.core.record.repair.reconcile import Report
from infostrada.core.record.row import row_of
from infostrada.core.record.sql import write
from infostrada.core.record.tables import listing_tables
from infostrada.core.record.writing import write_rows
from typing import Any

import time


# Somebody who has just committed rows is about to commit the objects.
_SETTLING = 1.0


def rebuild(portal: Any, *, size: int = walk.BATCH, settling: float = _SETTLING) -> Iterator[Report]:
    """Make every row anew in one transaction; the caller commits.

    Until then readers see the old rows; whoever saves an object meanwhile is asked to come again.
    Access sets no row needs any more go too. Grants are facts of their own and stay.
    """
    write("LOCK TABLE core.record IN SHARE ROW EXCLUSIVE MODE")
    time.sleep(settling)
    portal._p_jar.sync()
    for table in ("core.record", "core.access_set"):
        write(f"DELETE FROM {table}")
    report = Report()
    for batch in walk.batches(walk.objects(portal), portal._p_jar, size):
        made = [row_of(obj) for obj in batch]
        write_rows(made)
        report.checked += len(made)
        yield report
    # Emptied last: what others have put beside the columns of a row, like the text of files, stays.
    for table in listing_tables():
        write(f"DELETE FROM {table} WHERE uid NOT IN (SELECT uid FROM core.record)")
