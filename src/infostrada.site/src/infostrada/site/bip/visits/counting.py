"""Which answers of the bulletin are visits: its own pages, its sections and entries, asked for by nobody logged in."""

from infostrada.core.pagecache.keeping import is_everybodys
from infostrada.core.visits.wsgi import VISIT
from infostrada.site.bip.interfaces import IBulletin
from infostrada.site.bip.interfaces import IEntry
from infostrada.site.bip.interfaces import ISection
from plone.uuid.interfaces import IUUID
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal


VIEWS = ("view",)
COUNTED = (IEntry, ISection, IBulletin)


@adapter(IPubAfterTraversal)
def tell_visit(event: IPubAfterTraversal) -> None:
    """Name the object in the answer's header; the filter in front of Zope counts it and takes the header off."""
    request = event.request
    if not is_everybodys(request, VIEWS):
        return
    published = request.get("PUBLISHED")
    place = getattr(getattr(published, "__self__", published), "context", None)
    if any(kind.providedBy(place) for kind in COUNTED):
        request.response.setHeader(VISIT, IUUID(place))
