"""Feeds, and the pages on which a subscription is asked for, confirmed and ended."""

from infostrada.core.addressed import TakesNames
from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.forms import Form
from infostrada.site.participation.budget.notices import operations
from infostrada.site.participation.budget.notices.feeds import atom
from infostrada.site.participation.budget.notices.feeds import Entry
from infostrada.site.participation.budget.notices.feeds import Feed
from infostrada.site.participation.budget.notices.feeds import rss
from infostrada.site.participation.budget.notices.news import news
from infostrada.site.participation.budget.notices.news import TOPICS
from infostrada.site.participation.budget.projects.browser.words import STEP_WORDS
from infostrada.site.participation.budget.rounds.browser.pages import FEED_WORDS
from infostrada.site.records.deed import now
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound
from zope.i18n import translate

import uuid


MONEY = _("step_money", default="New figures of money and works")


class FeedView(BrowserView):
    """`feed.xml` (Atom) of one topic: `?topic=proposals`, `results` or `works`; the same for everybody."""

    kind, ending, make = "application/atom+xml", "feed.xml", staticmethod(atom)

    def __call__(self) -> bytes:
        """The hundred newest."""
        topic = self.request.form.get("topic", TOPICS[0])
        if topic not in TOPICS:
            raise NotFound(str(topic))
        edition, url = self.context, self.context.absolute_url()
        items = news(edition, topic)
        entries = [
            Entry(item.urn, f"{item.title}: {self._say(STEP_WORDS.get(item.action, MONEY))}", item.url, item.at,
                  item.text)
            for item in items
        ]  # fmt: skip
        feed = Feed(
            uuid.uuid5(uuid.UUID(IUUID(edition)), topic).urn,
            f"{edition.title}: {self._say(FEED_WORDS[topic])}",
            str(unit_of(edition).title),
            f"{url}/@@{self.ending}?topic={topic}",
            url,
            max((item.at for item in items), default=edition.published_at or now()),
        )
        self.request.response.setHeader("Content-Type", f"{self.kind}; charset=utf-8")
        return self.make(feed, entries)

    def _say(self, words: Any) -> str:
        return str(translate(words, target_language="pl"))


class RssView(FeedView):
    """`rss.xml`, the same as RSS 2.0."""

    kind, ending, make = "application/rss+xml", "rss.xml", staticmethod(rss)


class Subscribe(Form):
    """Ask for news by mail."""

    label = _("News by e-mail")
    lead = _("You get a letter with a link to confirm. Each letter has a link that ends the news at once.")
    button = _("Ask for news")
    desk = False
    done_page = ViewPageTemplateFile("templates/told.pt")
    told_title = _("Look into your mailbox")
    told = _(
        "If the address is right, a letter with a link to confirm is on its way. Nothing is sent before you confirm."
    )

    def fields(self) -> list[dict[str, Any]]:
        options = [{"value": "all", "label": self.say(_("everything"))}]
        options += [{"value": topic, "label": self.say(FEED_WORDS[topic])} for topic in TOPICS]
        return [
            {
                "name": "email",
                "label": _("Your e-mail"),
                "kind": "email",
                "required": True,
                "autocomplete": "email",
            },
            {"name": "topics", "label": _("What about"), "kind": "select", "options": options},
        ]

    def done(self) -> Any:
        """The same answer for every address."""
        wanted = self.text("topics")
        topics = list(TOPICS) if wanted == "all" else [wanted]
        operations.subscribe(self.context, self.text("email"), topics, str(self.request.getClientAddr()))
        return self.done_page()


class ConfirmNews(TakesNames, Form):
    """The link from the mailbox: shows a button, so that a program that only looks confirms nothing."""

    label = _("Confirm the news")
    button = _("Yes, send me news")
    desk = False
    purpose = "confirm"
    page = ViewPageTemplateFile("templates/link.pt")
    done_page = ViewPageTemplateFile("templates/told.pt")
    told_title = _("Confirmed")
    told = _("From now on you get news of this edition.")

    def __call__(self) -> Any:
        """The button or what came of it; what only the mailbox knows is proof enough, so no token of the form is asked."""
        self.request.response.setHeader("Cache-Control", "no-store")
        self.request.response.setHeader("X-Robots-Tag", "noindex")
        standing = operations.standing(self.context, self.name, self.purpose)
        if standing == "gone":
            return self.gone()
        if standing == "wrong":
            raise NotFound(self.name)
        if self.request.method == "POST":
            self.act()
            return self.done_page()
        return self.page()

    def gone(self) -> Any:
        """The subscription was ended or never confirmed in time."""
        raise NotFound(self.name)

    def act(self) -> str:
        operations.confirm(self.context, self.name)
        return ""


class LeaveNews(ConfirmNews):
    """End a subscription; mail programs do it with one POST (RFC 8058)."""

    label = _("No more news")
    button = _("Send me nothing more")
    purpose = "leave"
    told_title = _("Done")
    told = _("You get no more news of this edition. Your address is deleted.")

    def gone(self) -> Any:
        """Ended already: the same answer, since mail programs ask twice."""
        return self.done_page()

    def act(self) -> str:
        operations.leave(self.context, self.name)
        return ""
