"""What a search found, kept in memory: whoever turns its pages does not have everything counted again.

An answer is one over public entries, the same for everybody. It is good until anything is committed anywhere in the
installation, or the next entry becomes public or ends; what is asked while somebody commits is not kept.
"""

from collections.abc import Callable
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from infostrada.core.pagecache.generation import shared
from infostrada.core.record.sql import has_written
from infostrada.site.bip.caching import until
from infostrada.site.records.deed import WARSAW
from typing import Any


# Answers of one process; each holds some hundred UIDs and dozens of numbers.
MOST = 300


@dataclass(frozen=True)
class Tally:
    """Total, facets as pairs of a value and its number, and the UIDs of the first entries in their order."""

    total: int
    facets: dict[str, list[tuple[Any, int]]]
    uids: tuple[str, ...]


@dataclass(frozen=True)
class Moment:
    """When a question is asked: the number of the last change, whether nobody commits, and until when it may hold."""

    number: int
    quiet: bool
    at: float
    until: float


@dataclass(frozen=True)
class _Kept:
    moment: Moment
    tally: Tally


_known: dict[Hashable, _Kept] = {}


def this_moment() -> Moment | None:
    """Now; None in a transaction that has written, whose answers are its own. May read, so ask before reading."""
    if has_written():
        return None
    changes, now = shared(), datetime.now(WARSAW)
    # In this order: what is committed while the end is looked for is a change seen below.
    number, quiet = changes.number, changes.quiet
    return Moment(number, quiet, now.timestamp(), until(now))


def kept(key: Hashable, moment: Moment | None, make: Callable[[], Tally]) -> Tally:
    """The tally of a question, made when there is none that holds at the moment."""
    if moment is None:
        return make()
    known = _known.get(key)
    if known is not None and known.moment.number == moment.number and moment.at < known.moment.until:
        return known.tally
    made = make()
    changes = shared()
    if moment.quiet and changes.quiet and changes.number == moment.number:
        if len(_known) >= MOST:
            _known.clear()
        _known[key] = _Kept(moment, made)
    return made


def forget() -> None:
    """Keep nothing of what was found so far."""
    _known.clear()
