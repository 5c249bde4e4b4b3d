"""What the present moment makes of an entry."""

from DateTime import DateTime
from datetime import date
from infostrada.site.bip.content import Entry
from infostrada.site.bip.rules import PUBLIC_STATES
from infostrada.site.bip.timing.rules import service_date
from infostrada.site.records.workflow import state_of


def is_public(entry: Entry) -> bool:
    """Is the content before the public: published, or superseded or archived afterwards?"""
    return state_of(entry) in PUBLIC_STATES


def gone(entry: Entry) -> bool:
    """Is the content out of public sight: withdrawn, or its last day over though the worker has not come yet?"""
    end = entry.expiration_date
    return state_of(entry) == "withdrawn" or (is_public(entry) and end is not None and end <= DateTime())


def served_on(entry: Entry) -> date | None:
    """The day a published notice counts as served (KPA 49); None for other entries."""
    if entry.kind != "notice" or entry.published_at is None or not is_public(entry):
        return None
    return service_date(entry.published_at.date())
