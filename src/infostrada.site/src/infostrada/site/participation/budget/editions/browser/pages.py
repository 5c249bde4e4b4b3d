"""What anybody reads: the editions, an edition's pools, a pool's result and why."""

from fractions import Fraction
from infostrada.core.addressed import TakesNames
from infostrada.site import _
from infostrada.site.participation.budget.browser.recount import OUTCOMES
from infostrada.site.participation.budget.editions.content import Pool
from infostrada.site.participation.budget.editions.operations import MANAGE
from infostrada.site.participation.budget.editions.serializers import editions_of
from infostrada.site.records.workflow import state_of
from infostrada.site.theme.browser.digests import FileByDigest
from infostrada.site.units.lookup import unit_of
from plone import api
from Products.Five.browser import BrowserView
from typing import Any
from urllib.parse import urlencode
from zExceptions import NotFound
from zope.i18n import translate


WON = ("funded", "topped_up")
RULES = {
    "declared": _("rule_held", default="the rule of this vote"),
    "greedy_skip": _("rule_greedy_skip", default="most points first, what does not fit is passed over"),
    "greedy_stop": _("rule_greedy_stop", default="most points first, to the first that does not fit"),
    "equal_shares": _("rule_equal_shares", default="equal shares, the rest by points"),
}
STATES = {
    "draft": (_("edition_draft", default="Draft"), "wait"),
    "open": (_("Announced"), "run"),
    "frozen": (_("Terms frozen, vote"), "run"),
    "certified": (_("Certified"), "done"),
    "withdrawn": (_("Withdrawn"), "warn"),
}
COLUMNS = {"age": _("Age"), "voting_method": _("Way of voting")}
METHODS = {"internet": _("on the internet"), "paper": _("on paper")}
REASONS = {
    "funded": _("why_funded", default="The money sufficed; ${left} was left after it."),
    "shares": _(
        "why_shares", default="${supporters} supporters paid for it with their shares, at most ${price} each."
    ),
    "topped_up": _(
        "why_topped_up", default="${own} of the pool sufficed for most of it; ${outside} came from outside."
    ),
    "too_dear": _("why_too_dear", default="When its turn came, ${left} was left: ${missing} too little."),
    "after_stop": _(
        "why_after_stop", default="The list ends at the first project that does not fit; ${left} was left."
    ),
    "below_threshold": _("why_below_threshold", default="It reached ${reached}; ${needed} was needed."),
    "excluded": _("why_excluded", default="It cannot be carried out beside ${by}, which won."),
    "unsupported": _(
        "why_unsupported", default="Its supporters had ${money} left of their shares: ${missing} too little."
    ),
    "withdrawn": _("why_withdrawn", default="It was withdrawn before the count."),
    "no_cost": _("why_no_cost", default="It costs nothing, so there is nothing to share."),
}


def amount(value: Any, comma: str = ",") -> str:
    """Money or a number for reading: groups of three, two places at most where it is no whole number."""
    number = Fraction(str(value))
    text = f"{float(number):,.2f}" if number.denominator != 1 else f"{number.numerator:,}"
    return text.replace(",", "\u00a0").replace(".", comma)


class Page(BrowserView):
    """What the pages share."""

    def say(self, message: str) -> str:
        """A message in the visitor's language."""
        return str(translate(message, context=self.request))

    def amount(self, value: Any) -> str:
        """A number for reading."""
        polish = api.portal.get_current_language(context=self.context) == "pl"
        return amount(value, "," if polish else ".")

    @property
    def may_manage(self) -> bool:
        """May the visitor bring editions in and publish them?"""
        return bool(api.user.has_permission(MANAGE, obj=self.context))


class BoardPage(Page):
    """All editions of the unit."""

    @property
    def portal_url(self) -> str:
        """Where the budgets of all units stand together."""
        return str(api.portal.get().absolute_url())

    def editions(self) -> list[dict[str, Any]]:
        """Rows for the list, the newest first."""
        return [
            {
                "url": edition.absolute_url(),
                "title": edition.title,
                "meta": [str(edition.year)],
                "text": self.say(
                    _("board_edition", default="Pools: ${pools}. Ballots: ${voters}.", mapping=_sums(edition))
                )
                if edition.pools
                else "",
                "tag": self._tag(edition),
            }
            for edition in editions_of(self.context)
        ]

    def _tag(self, edition: Any) -> dict[str, str] | None:
        words = STATES.get(state_of(edition))
        return None if words is None else {"tone": words[1], "text": self.say(words[0])}

    def regulations(self) -> list[dict[str, Any]]:
        """Standing resolutions, by what they are: the board does not know their kind."""
        return [
            {"url": item.absolute_url(), "title": item.title, "meta": [item.resolution]}
            for item in self.context.objectValues()
            if item.portal_type == "budget_regulation"
        ]


class EditionPage(Page):
    """An edition with its pools."""

    @property
    def draft(self) -> bool:
        """Is it not public yet?"""
        return state_of(self.context) != "published"

    @property
    def may_publish(self) -> bool:
        """May the visitor make it public now?"""
        return self.may_manage and state_of(self.context) == "draft" and not self.context.waiting

    def counting(self) -> dict[str, Any] | None:
        """How many pools wait to be counted, and the job's page."""
        if not self.context.waiting:
            return None
        url = unit_of(self.context).absolute_url()
        return {"count": len(self.context.waiting), "url": f"{url}/@@job/{self.context.counting_job}"}

    @property
    def may_withdraw(self) -> bool:
        """May the visitor take it back?"""
        return self.may_manage and not self.draft

    def has_places(self) -> bool:
        """Do the files say where projects are?"""
        return any(pool.places() for pool in self.context.pools)

    def pools(self) -> list[dict[str, Any]]:
        """A row for each pool."""
        return [self._row(pool) for pool in self.context.pools]

    def _row(self, pool: Pool) -> dict[str, Any]:
        result = pool.read("result")
        return {
            "title": pool.title,
            "url": f"{self.context.absolute_url()}/@@pool/{pool.name}",
            "voters": self.amount(result["voters"]),
            "budget": self.amount(result["budget"]),
            "winners": len(result["funded"]) + len(result["topped_up"]),
            "projects": len(result["standings"]),
            "left": self.amount(result["left"]),
        }


class PoolPage(TakesNames, Page):
    """The result of one pool and how it follows from the ballots."""

    def __call__(self) -> Any:
        """The page, or not found."""
        pool = self.context.pool(self.name)
        if pool is None:
            raise NotFound(self.name)
        self.pool: Pool = pool
        self.result, self.figures = pool.read("result"), pool.read("figures")
        return self.index()

    @property
    def page_title(self) -> str:
        """Title of the window and last crumb."""
        return self.pool.title

    def currency(self) -> str:
        """The currency the file names."""
        return str(self.figures["meta"].get("currency", ""))

    def facts(self) -> list[dict[str, str]]:
        """The pool in short."""
        result = self.result
        rows = (
            (_("Valid ballots"), self.amount(result["voters"])),
            (_("Money of the pool"), self._money(result["budget"])),
            (_("Money left"), self._money(result["left"])),
            (_("Projects that won"), str(len(result["funded"]) + len(result["topped_up"]))),
            (_("Projects put to the vote"), str(len(result["standings"]))),
            (_("Voters none of whose projects won"), self.amount(result["without_winner"])),
        )
        return [{"label": self.say(label), "value": value} for label, value in rows]

    def _money(self, value: Any) -> str:
        return f"{self.amount(value)} {self.currency()}".strip()

    def verdict(self) -> dict[str, str] | None:
        """Do the published winners follow from the ballots?"""
        agreed = self.figures["agreement"]
        if agreed is None:
            return None
        if agreed["same"]:
            return {"kind": "done", "text": self.say(_("The published winners follow from the ballots."))}
        parts = [self.say(_("The published winners differ from this count."))]
        for label, key in (
            (_("Published, not counted:"), "published_not_counted"),
            (_("Counted, not published:"), "counted_not_published"),
        ):
            if agreed[key]:
                parts.append(f"{self.say(label)} {', '.join(map(self.title, agreed[key]))}.")
        return {"kind": "warn", "text": " ".join(parts)}

    def title(self, project: str) -> str:
        """A project's name."""
        return str(self.figures["projects"][project]["name"])

    def rows(self) -> list[dict[str, Any]]:
        """Projects: those that won first, then by points."""
        found = [self._project(number, s) for number, s in enumerate(self.result["standings"])]
        return sorted(found, key=lambda row: row["order"])

    def _project(self, number: int, standing: dict[str, Any]) -> dict[str, Any]:
        won = standing["outcome"] in WON
        return {
            "order": (not won, -Fraction(str(standing["score"])), number),
            "id": standing["project"],
            "name": self.title(standing["project"]),
            "tone": "done" if won else "wait",
            "outcome": self.say(OUTCOMES[standing["outcome"]]),
            "why": self.why(standing),
            "score": self.amount(standing["score"]),
            "cost": self.amount(standing["cost"]),
        }

    def why(self, standing: dict[str, Any]) -> str:
        """The figures behind an outcome, as a sentence."""
        because = dict(standing["because"])
        word = "shares" if "supporters" in because else standing["outcome"]
        if "by" in because:
            because["by"] = self.title(because["by"])
        said = {key: value if key == "by" else self.amount(value) for key, value in because.items()}
        message = REASONS[word]
        return self.say(_(str(message), default=message.default, mapping=said))

    def ties(self) -> list[str]:
        """Equal projects whose order decided."""
        return [", ".join(map(self.title, tie["order"])) for tie in self.result["ties"]]

    def others(self) -> list[dict[str, Any]]:
        """What other rules would elect."""
        return [
            {
                "rule": self.say(RULES[row["rule"]]),
                "winners": row["winners"],
                "without": self.amount(row["without_winner"]),
                "share": f"{100 * row['without_winner'] / max(self.result['voters'], 1):.1f}".replace(
                    ".", ","
                ),
                "left": self.amount(row["left"]),
                "gained": ", ".join(map(self.title, row["gained"])),
                "lost": ", ".join(map(self.title, row["lost"])),
            }
            for row in self.figures["others"]
        ]

    def voters(self) -> list[dict[str, Any]]:
        """Ballots by age, way of voting and number of chosen projects."""
        tables = [
            (self.say(COLUMNS[name]), [(self._value(name, r["value"]), r["count"]) for r in found])
            for name, found in self.figures["voters"].items()
        ]
        tables.append(
            (
                self.say(_("Projects chosen on a ballot")),
                [(r["value"], r["count"]) for r in self.figures["choices"]],
            )
        )
        total = max(self.result["voters"], 1)
        return [
            {
                "title": title,
                "id": f"voters-{number}",
                "rows": [
                    {
                        "value": value,
                        "count": self.amount(count),
                        "share": f"{100 * count / total:.1f}".replace(".", ","),
                        "part": count,
                        "most": total,
                    }
                    for value, count in rows
                ],
            }
            for number, (title, rows) in enumerate(tables)
        ]

    def _value(self, column: str, value: str) -> str:
        if not value:
            return self.say(_("not given"))
        if column == "voting_method":
            return self.say(METHODS.get(value, value))
        return value

    def downloads(self) -> list[dict[str, str]]:
        """The pool's files."""
        labels = (
            _("Ballots (.pb, Pabulib format)"),
            _("Parameters of the count (JSON)"),
            _("Result with every step (JSON)"),
            _("Figures of this page (JSON)"),
        )
        return [
            {"label": self.say(label), "url": self._address(file.sha256), "sha256": file.sha256}
            for label, file in zip(labels, self.pool.files(), strict=True)
        ]

    def _address(self, sha256: str) -> str:
        return f"{self.context.absolute_url()}/@@pool-file/{sha256}"

    def recount_url(self) -> str:
        """The page that counts these files again in the browser."""
        files = {"file": self._address(self.pool.ballots.sha256)}
        files["parameters"] = self._address(self.pool.parameters.sha256)
        return f"{unit_of(self.context).absolute_url()}/@@recount?{urlencode(files)}"


class PoolFile(FileByDigest):
    """A file of a pool, by its digest."""


def _sums(edition: Any) -> dict[str, str]:
    voters = sum(pool.read("result")["voters"] for pool in edition.pools)
    return {"pools": str(len(edition.pools)), "voters": amount(voters)}
