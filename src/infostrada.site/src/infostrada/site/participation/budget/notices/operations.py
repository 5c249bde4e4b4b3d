"""Subscriptions to an edition: asked for, confirmed from the mailbox, ended with one click; and the news sent to them.

No answer says whether an address is known. An address that never confirms gets one letter and is forgotten in a week.
"""

from infostrada.core import outbox
from infostrada.core.outbox.interfaces import IOutboxHandler
from infostrada.core.security.keys import keyed
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.core.sql import session
from infostrada.site import _
from infostrada.site.participation.budget import pace
from infostrada.site.participation.budget.notices.mail import Mail
from infostrada.site.participation.budget.notices.mail import send
from infostrada.site.participation.budget.notices.news import is_public
from infostrada.site.participation.budget.notices.news import TOPICS
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from typing import Any
from zope.i18n import translate
from zope.interface import implementer

import hmac
import re
import secrets


TOPIC = "budget.news"
LONGEST = 254
ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
PUT = text("""
    INSERT INTO site.budget_subscription (edition, address, sealed, topics) VALUES (:edition, :address, :sealed, :topics)
    ON CONFLICT (edition, address) DO UPDATE SET asked = now(),
        topics = CASE WHEN budget_subscription.confirmed IS NULL THEN excluded.topics ELSE budget_subscription.topics END
    RETURNING subscription, confirmed
""")
GET = text(
    "SELECT subscription, address, confirmed FROM site.budget_subscription WHERE edition = :edition AND subscription = :id"
)
CONFIRM = text(
    "UPDATE site.budget_subscription SET confirmed = coalesce(confirmed, now()) WHERE subscription = :id"
)
END = text("DELETE FROM site.budget_subscription WHERE subscription = :id")
SOME = text("""
    SELECT 1 FROM site.budget_subscription WHERE edition = :edition AND confirmed IS NOT NULL AND :topic = ANY(topics)
    LIMIT 1
""")
ALL = text("""
    SELECT subscription, address, sealed FROM site.budget_subscription
     WHERE edition = :edition AND confirmed IS NOT NULL AND :topic = ANY(topics) ORDER BY subscription
""")


def subscribe(edition: Any, email: str, topics: list[str], net: str = "") -> None:
    """Ask an address whether it wants news; it gets them once it says yes. Asking again changes nothing that stands."""
    plain = email.strip()
    if not ADDRESS.fullmatch(plain) or len(plain) > LONGEST:
        raise invalid("email", "email_wrong")
    wanted = [topic for topic in TOPICS if topic in topics]
    if not wanted:
        raise invalid("topics", "topics_missing")
    pace.count("subscription", net)
    address = keyed("budget subscriber", plain.casefold())
    pace.count("subscription", address.hex())
    values = {"edition": IUUID(edition), "address": address, "topics": wanted,
              "sealed": seal("budget subscriber", IUUID(edition), plain)}  # fmt: skip
    row = session().execute(PUT, values).one()
    if row.confirmed is None:
        _ask(edition, row.subscription, address, plain)


def confirm(edition: Any, given: str) -> None:
    """The link from the mailbox."""
    row = _row(edition, given, "confirm")
    session().execute(CONFIRM, {"id": row.subscription})


def leave(edition: Any, given: str) -> None:
    """End a subscription: the address is gone."""
    row = _row(edition, given, "leave")
    session().execute(END, {"id": row.subscription})


def standing(edition: Any, given: str, purpose: str) -> str:
    """What a link is worth: right, gone (no such subscription, or ended already), or wrong."""
    try:
        _row(edition, given, purpose)
    except InvalidData as problem:
        return "gone" if problem.reason == "subscription_gone" else "wrong"
    return "right"


def link(uid: str, base: str, subscription: int, address: bytes, purpose: str) -> str:
    """Address of the page that confirms or ends a subscription; `base` is the edition's, which the worker does not know."""
    token = _token(uid, subscription, bytes(address), purpose)
    return f"{base}/@@{PAGES[purpose]}/{subscription}-{token}"


PAGES = {"confirm": "confirm-news", "leave": "leave-news"}


def tell(edition: Any, topic: str, title: str, url: str) -> None:
    """Tell those who asked for it, after the commit; nothing is written when nobody did."""
    if session().execute(SOME, {"edition": IUUID(edition), "topic": topic}).first() is None:
        return
    base = edition.absolute_url()
    payload = {"edition": IUUID(edition), "base": base, "topic": topic, "title": title, "url": url}
    outbox.put(TOPIC, payload, key=f"{TOPIC}:{secrets.token_hex(16)}")


@implementer(IOutboxHandler)
class NewsDelivery:
    """One message about an event becomes a letter for each subscriber, in one transaction."""

    def deliver(self, message: Any) -> None:
        """Letters into the outbox; an edition that is gone or not public any more tells nothing."""
        given = message.payload
        edition = record_at(given["edition"])
        if edition is None or not is_public(edition):
            return
        for row in session().execute(ALL, {"edition": given["edition"], "topic": given["topic"]}).all():
            out = link(given["edition"], given["base"], row.subscription, row.address, "leave")
            said = {"title": given["title"], "url": given["url"], "edition": edition.title, "leave": out}
            body = _("news_mail", default="${title}\n${url}\n\nYou get this because you asked for news of “${edition}”. No more news: ${leave}\n", mapping=said)  # fmt: skip
            to = unseal("budget subscriber", given["edition"], row.sealed)
            subject = f"{edition.title}: {given['title']}"
            send(Mail(to, subject, _polish(body), out), f"{message.key}:{row.subscription}")


def _ask(edition: Any, subscription: int, address: bytes, email: str) -> None:
    yes, no = (
        link(IUUID(edition), edition.absolute_url(), subscription, address, purpose)
        for purpose in ("confirm", "leave")
    )
    said = {"edition": edition.title, "yes": yes, "no": no}
    body = _("confirm_mail", default="Somebody asked for news of “${edition}” at this address. If it was you, confirm: ${yes}\n\nIf not, do nothing: there will be no further letter and the address is forgotten in a week. At once: ${no}\n", mapping=said)  # fmt: skip
    subject = _(
        "confirm_subject",
        default="Confirm that you want news: ${edition}",
        mapping={"edition": edition.title},
    )
    send(Mail(email, _polish(subject), _polish(body), no), f"confirm:{secrets.token_hex(16)}")


def _row(edition: Any, given: str, purpose: str) -> Any:
    number, _dash, token = given.partition("-")
    found = None
    if number.isascii() and number.isdigit() and len(number) < 18:
        values = {"edition": IUUID(edition), "id": int(number)}
        found = session().execute(GET, values).one_or_none()
    if found is None:
        raise invalid("link", "subscription_gone")
    right = _token(IUUID(edition), found.subscription, bytes(found.address), purpose)
    if not hmac.compare_digest(right.encode(), token.encode()):
        raise invalid("link", "subscription_wrong")
    return found


def _token(edition: str, subscription: int, address: bytes, purpose: str) -> str:
    return keyed(f"budget news {purpose}", f"{edition}:{subscription}:{address.hex()}").hex()[:40]


def _polish(words: Any) -> str:
    return str(translate(words, target_language="pl"))
