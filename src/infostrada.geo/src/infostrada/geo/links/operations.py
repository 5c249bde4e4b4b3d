"""The verbs of links, called by form, REST and command line alike."""

from collections.abc import Iterable
from datetime import datetime
from datetime import UTC
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Problem
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.features.finding import targets
from infostrada.geo.interfaces import ILinkGuard
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.model import Link
from infostrada.geo.links.model import Target
from infostrada.geo.links.rules import Ask
from infostrada.geo.links.rules import asks_of
from infostrada.geo.links.rules import settle
from infostrada.geo.links.rules import UnlawfulLinks
from infostrada.geo.links.rules import unmet
from plone import api
from typing import Any
from zope.component import subscribers
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent


LINK = "infostrada.geo: Link to places"
MESSAGES = {
    "unknown_feature": _("There is no such parcel or feature: ${names}."),
    "unknown_role": _("Unknown role of a link: ${names}."),
    "too_many": _("A record carries at most ${names} links."),
}


def agreed(current: tuple[Link, ...], asks: Iterable[Ask], reason: str = "") -> tuple[Link, ...]:
    """The links that answer the asks for the current user.

    Features of layers the user may not see are not found. Raises BadRequest that names the
    features at fault; nothing is stored here.
    """
    asks = list(asks)
    try:
        return settle(current, asks, _found(unmet(current, asks)), _user(), datetime.now(UTC), reason)
    except UnlawfulLinks as error:
        raise BadRequest(explain(error), field="geo_links", reason=error.reason) from error


def explain(error: UnlawfulLinks) -> str:
    """The message of a refusal, for people."""
    names = ", ".join(dict.fromkeys(error.names))
    return _(MESSAGES[error.reason], mapping={"names": names})


def guard(record: Any) -> None:
    """Raise the Problem of the record's domain when its links may not be changed by the current user now."""
    for each in subscribers((record,), ILinkGuard):
        each.check()


def may_link(record: Any) -> bool:
    """May the current user change the links of the record now?"""
    if not api.user.has_permission(LINK, obj=record):
        return False
    try:
        guard(record)
    except Problem:
        return False
    return True


def link(record: Any, asks: Iterable[Ask]) -> tuple[Link, ...]:
    """Add links to a record beside those it has; returns all its links."""
    guard(record)
    current = IGeoLinks(record).geo_links
    return _store(record, agreed(current, [*asks_of(current), *asks]))


def unlink(record: Any, link_ids: Iterable[str], reason: str) -> tuple[Link, ...]:
    """Close links of a record; they stay on it with the reason. Returns all its links."""
    guard(record)
    current = IGeoLinks(record).geo_links
    ended = set(link_ids)
    if unknown := ended - {each.link_id for each in current if each.is_open}:
        raise BadRequest(
            _("The record has no such link."), field="link_id", reason="unknown_link"
        ) from KeyError(*unknown)
    remaining = asks_of(each for each in current if each.link_id not in ended)
    return _store(record, agreed(current, remaining, reason))


def replace_links(record: Any, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Store links that `agreed` gave; returns them."""
    guard(record)
    return _store(record, links)


def _store(record: Any, links: tuple[Link, ...]) -> tuple[Link, ...]:
    place: Any = IGeoLinks(record)
    if links != place.geo_links:
        place.geo_links = links
        notify(ObjectModifiedEvent(record, Attributes(IGeoLinks, "geo_links")))
    return links


def _found(asks: list[Ask]) -> dict[Ask, Target]:
    who = principals()
    found = {}
    for layer in {ask.layer for ask in asks}:
        group = [ask for ask in asks if ask.layer == layer]
        known = targets((ask.business_id for ask in group), who, layer)
        found.update({ask: known[ask.business_id] for ask in group if ask.business_id in known})
    return found


def _user() -> str:
    return str(api.user.get_current().getId() or "")
