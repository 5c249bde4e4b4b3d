"""A ballot cast before Zope wakes an object.

A WSGI filter in front of Zope. The first ballot cast at an address goes through Zope, which says by which terms ballots
are judged, as of which transaction, and what the page of thanks looks like. While the edition is that same object, later
ballots are judged here by the same rules and written by one statement, which asks for the object's transaction, the
state of the vote, the moment, the phone and the code where it writes.

Only what succeeds is answered here. A form with a fault, a person who has voted, a statement whose answer was lost: all
that goes on to Zope with its body untouched, and Zope gives the same receipt for the same form.

The right to vote is the ticket, which Zope gave to whoever was entitled; who is logged in goes past this filter.
"""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from http.cookies import CookieError
from http.cookies import SimpleCookie
from infostrada.core.errors import Problem
from infostrada.site.participation.budget.voting import casting
from infostrada.site.participation.budget.voting import operations
from infostrada.site.participation.budget.voting import receipts
from infostrada.site.participation.budget.voting import tickets
from infostrada.site.participation.budget.voting.form import chosen
from io import BytesIO
from plone.uuid.interfaces import IUUID
from psycopg_pool import PoolTimeout
from typing import Any
from urllib.parse import parse_qsl

import psycopg
import time


STEP = "/@@vote"
FORM = "application/x-www-form-urlencoded"
MOST_BYTES, MOST_FIELDS = 65_536, 2_000
# Cookies that do not say who asks; they choose the page's look and language.
LOOKS = frozenset(("look", "I18N_LANGUAGE"))
# Written anew for every answer.
OWN = frozenset(("content-length", "date", "server", "via", "connection", "set-cookie"))
LESSON = "infostrada.budget.early"
MARK = "@@RECEIPT@@"
MOST_BOOTHS = 500

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


@dataclass(frozen=True)
class Booth:
    """What Zope said of a vote at one address, for one look and language; kept until `ends` (`time.monotonic`)."""

    election: str
    frozen: dict[str, Any]
    withdrawn: tuple[str, ...]
    phone_limit: int
    zoid: int
    tid: int
    thanks: tuple[bytes, bytes]
    ends: float
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Lesson:
    """Filled by the page while Zope answers."""

    booth: Booth | None = field(default=None)


def filter_factory(app: Application, _global_config: dict[str, str]) -> Application:
    """Paste filter."""
    return EarlyBallots(app)


def teach(request: Any, edition: Any, thanks: str, ends: float) -> None:
    """Called by the page for a visitor who is not logged in and whose ballot was taken."""
    lesson = request.environ.get(LESSON)
    zoid, tid = getattr(edition, "_p_oid", None), getattr(edition, "_p_serial", None)
    before, mark, after = thanks.partition(MARK)
    if isinstance(lesson, Lesson) and zoid and tid and mark and MARK not in after:
        lesson.booth = Booth(
            IUUID(edition),
            edition.frozen(),
            edition.withdrawn,
            edition.terms().phone_limit,
            int.from_bytes(zoid, "big"),
            int.from_bytes(tid, "big"),
            (before.encode(), after.encode()),
            ends,
        )


class EarlyBallots:
    """The filter."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.booths: dict[tuple[str, ...], Booth] = {}

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        place = place_of(environ) if environ.get("PATH_INFO", "").endswith(STEP) else None
        if place is None:
            return self.application(environ, start_response)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        environ["wsgi.input"] = BytesIO(body)
        booth = self.booths.get(place)
        if booth is None or booth.ends < time.monotonic():
            return self._learn(place, environ, start_response)
        receipt = cast(booth, body, environ.get("REMOTE_ADDR", ""))
        if receipt is None:
            return self._learn(place, environ, start_response)
        before, after = booth.thanks
        page = before + receipt.encode() + after
        start_response("200 OK", [*booth.headers, ("Content-Length", str(len(page)))])
        return [page]

    def _learn(
        self, place: tuple[str, ...], environ: dict[str, Any], start_response: Start
    ) -> Iterable[bytes]:
        lesson = Lesson()

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if lesson.booth is not None and status.startswith("200"):
                if len(self.booths) >= MOST_BOOTHS:
                    self.booths.clear()
                kept = tuple(pair for pair in headers if pair[0].lower() not in OWN)
                self.booths[place] = Booth(**{**vars(lesson.booth), "headers": kept})
            return start_response(status, headers, *more)

        return self.application({**environ, LESSON: lesson}, start)


def place_of(environ: dict[str, Any]) -> tuple[str, ...] | None:
    """Address, language and look of a plain form sent by a visitor; None for any other request."""
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    length = environ.get("CONTENT_LENGTH") or ""
    if environ["REQUEST_METHOD"] != "POST" or environ.get("HTTP_AUTHORIZATION") or kind != FORM:
        return None
    if not (length.isascii() and length.isdigit() and 0 < int(length) <= MOST_BYTES):
        return None
    if environ.get("QUERY_STRING"):
        return None
    try:
        cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    except CookieError:
        return None
    if set(cookies) - LOOKS or "__ac" in environ.get("HTTP_COOKIE", ""):
        return None
    said = (cookies[name].value if name in cookies else "" for name in sorted(LOOKS))
    host, language = environ.get("HTTP_HOST", ""), environ.get("HTTP_ACCEPT_LANGUAGE", "")
    return (environ["wsgi.url_scheme"], host, environ["PATH_INFO"], language, *said)


def cast(booth: Booth, body: bytes, net: str) -> str | None:
    """The receipt of a ballot that is in the box; None when Zope has to answer."""
    form = form_of(body)
    if form is None or form.get("step") != "ballot" or not isinstance(form.get("ticket"), str):
        return None
    code = form.get("code", "")
    try:
        ticket = tickets.read(booth.election, form["ticket"].strip())
        if not isinstance(code, str) or not tickets.code_fits(ticket, code.strip()):
            return None
        ballot = operations.judged_by(booth.frozen, booth.withdrawn, chosen(booth.frozen["pools"], form))
        number, receipt = operations.receipt_of(booth.election, ticket)
        mark = operations.mark_of(booth.election, ticket, net)
        sealed = operations.sealed_ballot(booth.frozen, mark, ballot, ticket.age)
        limits = casting.Limits(
            booth.zoid,
            booth.tid,
            booth.phone_limit,
            operations.CODE_TRIES,
            ticket.nonce if ticket.code else None,
        )
        done = casting.cast_at_once(booth.election, mark, limits, receipts.commitment(number), sealed)
    except (tickets.TicketWrong, Problem, psycopg.Error, PoolTimeout):
        return None
    return receipt if done else None


def form_of(body: bytes) -> dict[str, Any] | None:
    """Fields of the form as Zope reads them: `name:list` gives a list, a name that comes again too."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        return None
    found: dict[str, Any] = {}
    for name, value in pairs:
        plain, colon, kind = name.partition(":")
        if colon and kind != "list":
            return None
        if plain in found or colon:
            before = found.get(plain, [])
            found[plain] = [*([before] if isinstance(before, str) else before), value]
        else:
            found[plain] = value
    return found
