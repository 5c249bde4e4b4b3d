"""Rows of the change log whose objects' commit was lost (a process killed between the two commits)."""

from infostrada.core.journal.interfaces import ICommitLost
from infostrada.site.bip import log


PREFIX = "bip.entry."


def answer_lost(event: ICommitLost) -> None:
    """The journal found that an act on an entry never happened: the public log says so too."""
    if event.action.startswith(PREFIX):
        log.undo(event.uid, event.action.removeprefix(PREFIX))
