"""An import from its first row to its last, in batches that are committed; command and job call the same."""

from collections.abc import Iterator
from infostrada.site.bip.migration.archive import Archive
from infostrada.site.bip.migration.table import Reading
from infostrada.site.bip.migration.taking import BATCH
from infostrada.site.bip.migration.taking import judged
from infostrada.site.bip.migration.taking import Report
from infostrada.site.bip.migration.taking import take_over
from typing import Any


def run(
    bulletin: Any, archive: Archive, reading: Reading, *, publish: bool, dry_run: bool
) -> Iterator[Report]:
    """The report so far, after each batch; the caller commits.

    Faulty rows are named and left out, the others are made: an archive of thousands is never without a fault. Starting
    the same import again makes only what is not there yet.
    """
    items, faults = judged(bulletin, archive, reading)
    lines = {fault.line for fault in faults} | {item.line for item in items}
    made = known = 0
    drafts: list[tuple[int, str]] = []
    yield Report(len(lines), 0, 0, (), tuple(faults))
    if dry_run:
        return
    for first in range(0, len(items), BATCH):
        for item, word in take_over(
            bulletin, archive, reading, items[first : first + BATCH], publish=publish
        ):
            made += word != "known"
            known += word == "known"
            if word == "draft":
                drafts.append((item.line, item.title))
        yield Report(len(lines), made, known, tuple(drafts), tuple(faults))
