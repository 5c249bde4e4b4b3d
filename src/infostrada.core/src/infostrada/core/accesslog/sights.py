"""Hold what was shown: a page, service or file of a marked object that was answered.

One place for all of them, so that a new page needs no word of its own. What a view has noted itself, with its grounds,
is not written a second time.
"""

from infostrada.core.accesslog.refusals import person
from infostrada.core.accesslog.refusals import target
from infostrada.core.accesslog.rows import GRANTED
from infostrada.core.accesslog.rows import hold
from infostrada.core.accesslog.rows import told
from infostrada.core.context import unit_of
from infostrada.core.server.root import ASKED
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter
from ZPublisher.interfaces import IPubBeforeCommit


# What HEAD tells of a record or file, that it is there, how large, since when, is a look at it too.
READING = ("GET", "HEAD")
ANSWERED = (200, 206)
VIEW, HEAD = "view", "head"


@adapter(IPubBeforeCommit)
def on_answer(event: IPubBeforeCommit) -> None:
    """Subscriber. Without its row nothing is shown: a fault of the log is a fault of the request."""
    request = event.request
    if request.get("REQUEST_METHOD", "GET") not in READING or request.response.getStatus() not in ANSWERED:
        return
    obj = target(request)
    uid = None if obj is None else IUUID(obj, None)
    if uid is None or uid in told(request):
        return
    hold(
        person(request, obj),
        _action(request, obj),
        uid=uid,
        unit=unit_of(obj),
        outcome=GRANTED,
        reason="",
    )


def _action(request: Any, obj: Any) -> str:
    """`view` for the object itself, `view @@clock` for another page of it; `head` where nothing but headers went out."""
    word = HEAD if "HEAD" in (request.get("REQUEST_METHOD"), request.environ.get(ASKED)) else VIEW
    last = (request.get("PATH_INFO") or "").rstrip("/").rpartition("/")[2]
    return word if last in ("", VIEW, "@@view", obj.getId()) else f"{word} {last}"[:200]
