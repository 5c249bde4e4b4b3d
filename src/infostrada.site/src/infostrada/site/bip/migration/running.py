"""An import from its first row to its last, in batches that are committed; command and job call the same."""

from collections.abc import Iterator
from infostrada.site.bip.migration.archive import Archive
from infostrada.site.bip.migration.successions import link
from infostrada.site.bip.migration.table import Item
from infostrada.site.bip.migration.table import Reading
from infostrada.site.bip.migration.taking import BATCH
from infostrada.site.bip.migration.taking import judged
from infostrada.site.bip.migration.taking import Report
from infostrada.site.bip.migration.taking import take_over
from infostrada.site.bip.migration.taking import uid_of
from infostrada.site.bip.registers.imports import store
from infostrada.site.units.lookup import unit_of
from typing import Any
from uuid import UUID


def run(
    bulletin: Any,
    archive: Archive,
    reading: Reading,
    *,
    publish: bool,
    dry_run: bool,
    number: UUID | None = None,
) -> Iterator[Report]:
    """The report so far, after each batch; the caller commits.

    Faulty rows are named and left out, the others are made: an archive of thousands is never without a fault. Starting
    the same import again makes only what is not there yet. Entries made under the `number` of a kept import stay out of
    the bulletin's lists until the last report: its commit shows all of them.
    """
    items, faults = judged(bulletin, archive, reading)
    lines = {fault.line for fault in faults} | {item.line for item in items}
    made = known = 0
    drafts: list[tuple[int, str]] = []
    unit = unit_of(bulletin).unit_id
    yield Report(len(lines), 0, 0, (), tuple(faults))
    if dry_run:
        return
    for first in range(0, len(items), BATCH):
        done = take_over(bulletin, archive, reading, items[first : first + BATCH], publish=publish)
        words = [word for _item, word in done]
        made, known = made + len(words) - words.count("known"), known + words.count("known")
        drafts += [(item.line, item.title) for item, word in done if word == "draft"]
        if number is not None:
            _keep(number, unit, done, publish)
        if first + BATCH >= len(items):
            link(unit, items)
            store.reveal_entries([uid_of(unit, item.id) for item in items])
        yield Report(len(lines), made, known, tuple(drafts), tuple(faults))


def _keep(number: UUID, unit: str, done: list[tuple[Item, str]], publish: bool) -> None:
    """Hold public entries back, and note the drafts a person has to look at."""
    if publish:
        store.hold(number, [uid_of(unit, item.id) for item, word in done if word == "made"])
    store.note_drafts(number, {item.line: uid_of(unit, item.id) for item, word in done if word == "draft"})


def carried_out(known: store.Import, bulletin: Any, archive: Archive, reading: Reading) -> Iterator[Report]:
    """`run` as a kept import wants it, its state and faults noted in the transaction of each report."""
    options, first = known.options, True
    for report in run(
        bulletin, archive, reading, publish=options["publish"], dry_run=options["dry_run"], number=known.id
    ):
        if first:
            store.forget_faults(known.id)
            store.add_faults(known.id, report.faults)
            first = False
        done = report.made + report.known
        store.tell(
            known.id,
            state=_state(report, options["dry_run"], done),
            row_count=report.rows,
            fault_count=len(report.faults),
            made_count=done,
        )
        yield report


def _state(report: Report, dry_run: bool, done: int) -> str:
    """A table of which nothing can be taken over is refused."""
    good = report.rows - len({fault.line for fault in report.faults})
    if not good:
        return "refused"
    return "checked" if dry_run else "done" if done >= good else "making"
