"""Asking outside services so that a slow or broken one harms nobody.

A request has a time limit as a whole, answers are bounded in size, redirects are not followed, few
requests run at once, and a host that failed three times is left alone for half a minute.
"""

from infostrada.core.errors import Unavailable
from infostrada.geo import _
from infostrada.geo.proxies.cache import Cache
from infostrada.geo.proxies.cache import Kept
from threading import BoundedSemaphore
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import http.client
import logging
import time
import urllib.error
import urllib.request


SECONDS = 6.0
MOST_BYTES = 8 * 2**20
PIECE = 64 * 1024
AT_ONCE = 1
FAULTS, REST = 3, 30.0

log = logging.getLogger(__name__)
cache = Cache(most_bytes=48 * 2**20, seconds=600)
_running = BoundedSemaphore(AT_ONCE)
_faults: dict[str, tuple[int, float]] = {}
_lock = Lock()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect could lead to a host nobody allowed."""

    def redirect_request(self, *_arguments: Any) -> None:
        """Follow none."""
        return


_opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


def fetch(url: str, accepted: tuple[str, ...], seconds: float = SECONDS) -> Kept:
    """The answer of an allowed address, from the cache if it is there.

    `accepted` are beginnings of content types. Raises Unavailable when the service does not answer
    in time, answers with an error, with another type or with too much.
    """
    known = cache.get(url)
    if known is not None:
        return known
    host = urlsplit(url).netloc
    if _rests(host):
        raise _down("resting")
    if not _running.acquire(timeout=1.0):
        raise _down("busy")
    try:
        answer = _read(url, accepted, time.monotonic() + seconds, seconds)
    except (OSError, http.client.HTTPException, ValueError) as error:
        _count(host)
        log.warning("outside service %s: %s", host, type(error).__name__)
        raise _down("failed") from error
    finally:
        _running.release()
    with _lock:
        _faults.pop(host, None)
    cache.put(url, answer)
    return answer


def forget() -> None:
    """Forget answers and faults."""
    cache.clear()
    with _lock:
        _faults.clear()


def _read(url: str, accepted: tuple[str, ...], until: float, seconds: float) -> Kept:
    request = urllib.request.Request(url, headers={"User-Agent": "Infostrada", "Accept": "*/*"})  # noqa: S310 - scheme checked
    with _opener.open(request, timeout=min(seconds, 3.0)) as answer:
        content_type = answer.headers.get("Content-Type", "")
        if not content_type.lower().startswith(accepted):
            raise ValueError(content_type)
        pieces, size = [], 0
        while piece := answer.read1(PIECE):
            size += len(piece)
            if size > MOST_BYTES or time.monotonic() > until:
                raise ValueError("too much or too slow")
            pieces.append(piece)
        promised = answer.headers.get("Content-Length")
        if promised and int(promised) != size:
            raise ValueError("cut short")
    return Kept(b"".join(pieces), content_type)


def _rests(host: str) -> bool:
    with _lock:
        count, since = _faults.get(host, (0, 0.0))
        return count >= FAULTS and time.monotonic() - since < REST


def _count(host: str) -> None:
    with _lock:
        count, _since = _faults.get(host, (0, 0.0))
        _faults[host] = (count + 1, time.monotonic())


def _down(reason: str) -> Unavailable:
    return Unavailable(_("The outside service does not answer."), reason=f"remote_{reason}")
