"""One public URL per object: a unit's content lives on the unit's host, all else on the region's.

Zope writes every URL (``absolute_url``, catalog brains, the REST services) with the request's
``physicalPathToURL``. When any unit has a host name, the portal's before-traverse hook puts one
in its place that knows the hosts, for the main request and for every subrequest.
"""

from infostrada.site.theme.twins import api_url
from infostrada.site.theme.twins import MARK
from infostrada.site.units.addresses import host_of
from infostrada.site.units.addresses import public_url
from infostrada.site.units.addresses import remainder
from infostrada.site.units.interfaces import IUnitDirectory
from plone.registry.interfaces import IRegistry
from Products.CMFCore.interfaces import ISiteRoot
from typing import Any
from urllib.parse import unquote
from urllib.parse import urlsplit
from zExceptions import HTTPMovedPermanently
from zExceptions import NotFound
from zope.component import adapter
from zope.component import queryUtility
from zope.traversing.interfaces import IBeforeTraverseEvent
from ZPublisher.interfaces import IPubAfterTraversal


CENTRAL = "infostrada.site.units.central_url"
SAFE = ("GET", "HEAD")


class MovedPermanently(HTTPMovedPermanently):
    """A 301; the publisher finds the status by the name of the class."""


class HostAwareURLs:
    """Stands in for a request's ``physicalPathToURL``."""

    def __init__(self, request: Any, portal: Any, unit_id: str | None) -> None:
        self.request = request
        self.unit_id = unit_id
        self.directory = queryUtility(IUnitDirectory)
        registry = queryUtility(IRegistry)
        self.central = (registry.get(CENTRAL) if registry is not None else "") or ""
        self.portal_path = portal.getPhysicalPath()
        self.original = request.physicalPathToURL

    def __call__(self, path: Any, relative: int = 0) -> str:
        """The URL of a physical path, on the host its object lives on."""
        parts = tuple(path.split("/") if isinstance(path, str) else path)
        depth = len(self.portal_path)
        if parts[:depth] != self.portal_path:
            return self.original(path, relative)
        url = public_url(
            parts[depth:],
            base=self.request["SERVER_URL"],
            central=self.central,
            host_of_unit=self.directory.host_of_name,
            on_unit_host=self.unit_id is not None,
        )
        if url is None:
            return self.original(path, relative)
        return urlsplit(url).path or "/" if relative else url


@adapter(ISiteRoot, IBeforeTraverseEvent)
def enter_host(portal: Any, event: IBeforeTraverseEvent) -> None:
    """Learn whose host was asked, write URLs for it and begin the path at that unit."""
    directory = queryUtility(IUnitDirectory)
    request = event.request
    if directory is None or not directory.has_hosts():
        return
    if isinstance(request.__dict__.get("physicalPathToURL"), HostAwareURLs):
        return
    unit_id = _unit_of_request(directory, request)
    request.physicalPathToURL = HostAwareURLs(request, portal, unit_id)


def _unit_of_request(directory: Any, request: Any) -> str | None:
    """The unit whose host was asked; its id is put before the virtual root in the path to come.

    A request that no rewrite rule has touched keeps Zope's own paths, whatever host it names.
    """
    stack = request["TraversalRequestNameStack"]
    unit_id = directory.unit_of_host(host_of(request["SERVER_URL"]))
    if unit_id is None:
        return None
    name = directory.unit(unit_id).name
    begun = bool(stack) and stack[-1] == name
    rule = stack[:-1] if begun else stack
    if len(rule) < 2 or not rule[-2].startswith("/"):
        return None
    first = len(rule) - 3
    if not begun:
        stack.append(name)
    # The mark of programs is understood by the site alone, so it goes in front of the unit.
    if first >= 0 and stack[first] == MARK:
        del stack[first]
        stack.append(MARK)
    return unit_id


def _published_content(request: Any) -> Any:
    """The content object behind what is published: the nearest with a portal type."""
    parents = [request.get("PUBLISHED"), *request["PARENTS"]]
    return next((item for item in parents if getattr(item, "portal_type", None)), None)


@adapter(IPubAfterTraversal)
def keep_one_url(event: IPubAfterTraversal) -> None:
    """Answer 301 to the one URL when the object was asked for by another, 404 to a write."""
    request = event.request
    urls = request.__dict__.get("physicalPathToURL")
    if not isinstance(urls, HostAwareURLs):
        return
    content = _published_content(request)
    if content is None:
        return
    canonical = content.absolute_url()
    # `++api++` says how to answer, not what is asked for; a redirect keeps it.
    asked = request["ACTUAL_URL"].replace(f"/{MARK}", "", 1)
    twin = asked != request["ACTUAL_URL"]
    if asked == canonical or asked.startswith(canonical + "/"):
        return
    if ISiteRoot.providedBy(content) or request.method not in SAFE:
        raise NotFound(asked)
    segments = [unquote(name) for name in urlsplit(asked).path.split("/") if name]
    rest = remainder(segments, content.getId())
    query = request.get("QUERY_STRING")
    target = "/".join([api_url(content) if twin else canonical, *rest]) + (f"?{query}" if query else "")
    raise MovedPermanently(target)
