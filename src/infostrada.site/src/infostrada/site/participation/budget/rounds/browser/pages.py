"""What everybody reads of a living edition."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.participation.budget.clock import now
from infostrada.site.participation.budget.editions.browser.pages import Page
from infostrada.site.participation.budget.projects.browser.words import STATE_WORDS
from infostrada.site.participation.budget.projects.operations import ASSESS
from infostrada.site.participation.budget.projects.operations import RUNNING
from infostrada.site.participation.budget.rounds.browser.forms import PHASE_WORDS
from infostrada.site.participation.budget.rounds.operations import projects_of
from infostrada.site.participation.budget.terms.rules import PHASES
from infostrada.site.participation.budget.terms.rules import WARSAW
from infostrada.site.participation.budget.voting import published
from infostrada.site.participation.budget.voting.operations import SERVE
from infostrada.site.participation.budget.voting.operations import turnout
from infostrada.site.participation.budget.voting.pieces import CERTIFY
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from Products.Five.browser import BrowserView
from typing import Any
from zExceptions import NotFound

import json


IDENTITY_WORDS = {
    "pesel": _("PESEL number and name"),
    "pesel-sms": _("PESEL number, name, address and a code by text message"),
    "sms": _("name, date of birth, address and a code by text message"),
    "account": _("an account on this site"),
    "office": _("a pass from the office"),
}
FEED_WORDS = {
    "proposals": _("news_proposals", default="projects that come on the list"),
    "results": _("news_outcome", default="results of the vote"),
    "works": _("news_works", default="how the works go"),
}
CHANNELS = {"internet": _("on the internet"), "paper": _("on paper")}


class RegulationPage(Page):
    """A standing resolution."""

    def facts(self) -> list[dict[str, str]]:
        """Number, date, rules in short."""
        rules = self.context.rules()
        ways = ", ".join(self.say(IDENTITY_WORDS[word]) for word in rules["identity"])
        return [
            {"label": self.say(_("Number of the resolution")), "value": self.context.resolution},
            {"label": self.say(_("Adopted on")), "value": self.day(self.context.adopted_on)},
            {"label": self.say(_("Ways of confirming who votes")), "value": ways},
        ]

    def day(self, value: Any) -> str:
        """A date for reading."""
        return f"{value:%d.%m.%Y}" if value else ""

    def rules(self) -> str:
        """The rules as JSON."""
        return json.dumps(self.context.rules(), indent=2, ensure_ascii=False)


class RoundPage(Page):
    """An edition: where it is, its money, its projects."""

    @property
    def state(self) -> str:
        """State of the edition."""
        return state_of(self.context)

    @property
    def voting_open(self) -> bool:
        """Can residents vote now?"""
        phases = self.context.terms().phases
        return self.state == "frozen" and phases["voting_from"] <= now() < phases["voting_to"]

    @property
    def proposals_open(self) -> bool:
        """Can residents propose now?"""
        phases = self.context.terms().phases
        return self.state == "open" and phases["proposals_from"] <= now() <= phases["proposals_to"]

    def acts(self) -> list[dict[str, str]]:
        """What the visitor may do now, the main thing first."""
        found = []
        for wanted, permission, view, label in (
            (self.voting_open, "View", "vote", _("Vote")),
            (self.proposals_open, "View", "propose", _("Propose a project")),
            (bool(self.context.frozen_json), "View", "receipt", _("Check a receipt")),
            (bool(projects_of(self.context, *RUNNING, "settled")), "View", "realisation", _("How the projects are going")),
            (self.state != "draft", "View", "project-map", _("Projects on the map")),
            (self.state != "draft", "View", "subscribe", _("Get news by e-mail")),
            (self.state != "draft", ASSESS, "moderation", _("Comments to read")),
            (self.state == "draft", "infostrada.site: Manage participatory budget", "change-terms", _("Change the terms")),
            (self.state == "draft", "infostrada.site: Manage participatory budget", "announce", _("Announce the edition")),
            (self.state == "open", "infostrada.site: Manage participatory budget", "freeze", _("Freeze before the vote")),
            (self.voting_open, SERVE, "give-pass", _("Give out a pass")),
            (self.state == "frozen" and self.context.terms().paper, SERVE, "paper", _("Paper ballots")),
            (self.state == "frozen" and not self.context.commission, "infostrada.site: Manage participatory budget",
             "name-commission", _("Name the commission")),
            (self.state == "frozen", CERTIFY, "commission", _("Commission")),
            (self.state == "certified", "infostrada.site: Manage participatory budget", "publish-edition", _("Publish the results")),
        ):  # fmt: skip
            if wanted and api.user.has_permission(permission, obj=self.context):
                found.append({"url": f"{self.context.absolute_url()}/@@{view}", "label": self.say(label)})
        return found

    def stages(self) -> list[dict[str, Any]]:
        """The dates as a route."""
        phases, today = self.context.terms().phases, now()
        found = []
        current = False
        for name in PHASES[:-1]:
            past = phases[name] <= today
            state = "past" if past else "ahead"
            if not past and not current:
                state, current = "now", True
            found.append(
                {"title": self.say(PHASE_WORDS[name]), "when": self.moment(phases[name]), "state": state}
            )
        return found

    def moment(self, value: Any) -> str:
        """A moment for reading."""
        return f"{value.astimezone(WARSAW):%d.%m.%Y, %H:%M}"

    def facts(self) -> list[dict[str, str]]:
        """The edition in short."""
        terms = self.context.terms()
        ways = "; ".join(self.say(IDENTITY_WORDS[word]) for word in terms.identity)
        rows = [
            (_("Resolution"), terms.resolution),
            (_("Money of all pools"), f"{self.amount(terms.amount)} zł"),
            (_("Who votes"), self.say(_("every resident, whatever their age"))),
            (_("Confirming who you are"), ways),
        ]
        if terms.floor:
            rows.append((_("Least amount by the act (0.5 %)"), f"{self.amount(terms.floor)} zł"))
        return [{"label": self.say(label), "value": value} for label, value in rows]

    def pools(self) -> list[dict[str, Any]]:
        """Pools with the projects the visitor may see."""
        seen = [p for p in projects_of(self.context) if api.user.has_permission("View", obj=p)]
        url = self.context.absolute_url()
        return [
            {
                "title": pool.title,
                "id": f"pool-{pool.name}",
                "amount": self.amount(pool.amount),
                "result": f"{url}/@@pool/{pool.name}" if self.context.pool(pool.name) else "",
                "projects": [self._project(p) for p in seen if p.pool == pool.name],
            }
            for pool in self.context.terms().pools
        ]

    def _project(self, project: Any) -> dict[str, Any]:
        words, tone = STATE_WORDS[state_of(project)]
        return {
            "url": project.absolute_url(),
            "title": f"{project.number}. {project.title}",
            "meta": [f"{self.amount(project.cost)} zł", project.place],
            "tag": {"tone": tone, "text": self.say(words)},
            "text": project.description,
        }

    def frozen(self) -> dict[str, str] | None:
        """Digest and address of the frozen terms."""
        if not self.context.frozen_json:
            return None
        return {"url": f"{self.context.absolute_url()}/@@terms.json", "sha256": self.context.frozen_sha256}

    def feeds(self) -> list[dict[str, str]]:
        """Addresses for programs that read news."""
        url = self.context.absolute_url()
        return [
            {
                "title": self.say(words),
                "atom": f"{url}/@@feed.xml?topic={topic}",
                "rss": f"{url}/@@rss.xml?topic={topic}",
            }
            for topic, words in FEED_WORDS.items()
        ]

    def turnout(self) -> list[dict[str, str]]:
        """Voters by day, of days that are over."""
        if not self.context.frozen_json:
            return []
        return [
            {"day": f"{day:%d.%m.%Y}", "channel": self.say(CHANNELS[channel]), "voters": self.amount(n)}
            for day, channel, n in turnout(self.context)
        ]

    def today(self) -> str:
        """For the heading of the table."""
        return polish_today().isoformat()


class TermsFile(BrowserView):
    """The frozen terms, byte for byte what the digest is of."""

    def __call__(self) -> str:
        """The text."""
        if not self.context.frozen_json:
            raise NotFound("terms.json")
        self.request.response.setHeader("Content-Type", "application/json; charset=utf-8")
        return str(self.context.frozen_json)


class BoxFile(BrowserView):
    """The published box: each receipt's commitment and leaf by checkpoint, for whoever checks all of it."""

    def __call__(self) -> str:
        """CSV: checkpoint, commitment, leaf."""
        if not self.context.frozen_json:
            raise NotFound("box.csv")
        self.request.response.setHeader("Content-Type", "text/csv; charset=utf-8")
        rows = published.box(IUUID(self.context))
        return "checkpoint,commitment,leaf\n" + "".join(
            f"{row.checkpoint},{bytes(row.commitment).hex()},{bytes(row.leaf).hex()}\n" for row in rows
        )
