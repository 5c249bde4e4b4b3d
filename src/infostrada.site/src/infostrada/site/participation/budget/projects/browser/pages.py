"""What everybody reads of a project, and of the works of all."""

from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.pages import Page
from infostrada.site.participation.budget.projects import operations
from infostrada.site.participation.budget.projects.browser.wizard import ground_rows
from infostrada.site.participation.budget.projects.browser.words import CRITERION_WORDS
from infostrada.site.participation.budget.projects.browser.words import STATE_WORDS
from infostrada.site.participation.budget.projects.browser.words import STEP_WORDS
from infostrada.site.participation.budget.projects.land import ground
from infostrada.site.participation.budget.projects.lists import doubts_of
from infostrada.site.participation.budget.projects.lists import list_file
from infostrada.site.participation.budget.projects.merging import ENDING
from infostrada.site.participation.budget.projects.merging import partner
from infostrada.site.participation.budget.projects.operations import APPEALS
from infostrada.site.participation.budget.projects.operations import ASSESS
from infostrada.site.participation.budget.projects.operations import contact_of
from infostrada.site.participation.budget.projects.operations import RUNNING
from infostrada.site.participation.budget.projects.reports import case_of
from infostrada.site.participation.budget.projects.serializers import works_json
from infostrada.site.participation.budget.rounds.operations import projects_of
from infostrada.site.participation.budget.talks.operations import is_discussed
from infostrada.site.participation.budget.talks.operations import shown_comments
from infostrada.site.participation.budget.terms.rules import WARSAW
from infostrada.site.records.workflow import state_of
from infostrada.site.theme.browser.digests import FileByDigest
from plone import api
from Products.Five.browser import BrowserView
from typing import Any
from zExceptions import NotFound

import csv
import io


COLUMNS = (
    "number",
    "title",
    "pool",
    "state",
    "planned",
    "act",
    "contracted",
    "paid",
    "percent",
    "late",
    "delay",
    "owner_unit",
)


class ProjectPage(Page):
    """A project: what, where, for how much, and what became of it."""

    def tag(self) -> dict[str, str]:
        """Its state."""
        words, tone = STATE_WORDS[state_of(self.context)]
        return {"tone": tone, "text": self.say(words)}

    def facts(self) -> list[dict[str, str]]:
        """The project in short."""
        pool = self.context.__parent__.terms().pool(self.context.pool)
        rows = [
            (_("Number"), str(self.context.number)),
            (_("Pool"), pool.title if pool else self.context.pool),
            (_("Where"), self.context.place),
            (_("Cost"), f"{self.amount(self.context.cost)} zł"),
        ]
        if self.context.owner_unit:
            rows.append((_("Who answers for the works"), self.context.owner_unit))
        return [{"label": self.say(label), "value": value} for label, value in rows]

    def contact(self) -> dict[str, str] | None:
        """The author, for those who check."""
        if not api.user.has_permission(ASSESS, obj=self.context) or not self.context.sealed_contact:
            return None
        return contact_of(self.context)

    def acts(self) -> list[dict[str, str]]:
        """What the visitor may do."""
        state, manage = state_of(self.context), "infostrada.site: Manage participatory budget"
        found = []
        lists, papers, offered = self.context.lists, self.context.attachments, self.context.offer is not None
        running = state in (*RUNNING, "settled")
        for wanted, permission, view, label in (
            (state in ("submitted", "amend", "merit"), ASSESS, "assess", _("Check the project")),
            (
                bool(lists) and state in ("submitted", "amend"),
                ASSESS,
                "count-list",
                _("Count the support list"),
            ),
            (state in operations.CHECKED, ASSESS, "move", _("Move to another pool")),
            (state in ENDING and not offered, ASSESS, "merge", _("Propose to merge")),
            (offered, ASSESS, "drop-merge", _("Give merging up")),
            (state == "appealed", APPEALS, "decide-appeal", _("Decide the appeal")),
            (running, manage, "works", _("Report money and works")),
            (running, manage, "attach", _("Publish from the works")),
            (bool(papers), manage, "detach", _("Take a paper back")),
            (
                state in ("submitted", "amend", "merit", "listed", "ballot"),
                manage,
                "withdraw",
                _("Withdraw the project"),
            ),
            (state in ("amend", "refused", "listed"), "View", "author", _("The author's page")),
            (is_discussed(self.context), "View", "comment", _("Take part in the discussion")),
        ):
            if wanted and api.user.has_permission(permission, obj=self.context):
                found.append({"url": f"{self.context.absolute_url()}/@@{view}", "label": self.say(label)})
        return found

    def lines(self) -> list[dict[str, str]]:
        """Costs."""
        return [
            {"what": line.what, "unit": line.unit, "quantity": self.amount(line.quantity),
             "price": self.amount(line.price), "cost": self.amount(line.cost)}
            for line in self.context.lines
        ]  # fmt: skip

    def card(self) -> list[dict[str, Any]]:
        """The merit card."""
        return [
            {"label": self.say(CRITERION_WORDS[v.criterion]), "reason": v.reason,
             "tag": {"tone": "done" if v.met else "warn", "text": self.say(_("yes") if v.met else _("no"))}}
            for v in self.context.card
        ]  # fmt: skip

    def ground(self) -> list[dict[str, Any]]:
        """What stands on the project's land."""
        return ground_rows(self, ground(self.context))

    def photos(self) -> list[dict[str, str]]:
        """The author's photographs."""
        url = self.context.absolute_url()
        return [
            {"src": f"{url}/@@photo/{photo.file.sha256}", "alt": photo.alt} for photo in self.context.photos
        ]

    def papers(self) -> list[dict[str, str]]:
        """Documents and photographs of the works, the latest first."""
        url = self.context.absolute_url()
        return [
            {
                "url": f"{url}/@@photo/{item.file.sha256}",
                "title": item.title,
                "alt": item.alt,
                "when": f"{item.at.astimezone(WARSAW):%d.%m.%Y}",
                "size": f"{max(item.file.getSize() // 1024, 1)} kB",
            }
            for item in reversed(self.context.attachments)
        ]

    def support(self) -> dict[str, Any] | None:
        """How many support it; names and scans for those who check."""
        asked, found = operations.supporters_asked(self.context), operations.supported_by(self.context)
        official = bool(api.user.has_permission(ASSESS, obj=self.context))
        if not asked and not found and not (official and doubts_of(self.context)):
            return None
        url = self.context.absolute_url()
        return {
            "asked": asked,
            "found": found,
            "names": operations.supporters_of(self.context) if official else [],
            "doubts": self._doubts(url) if official else None,
            "lists": [
                {"url": f"{url}/@@support-list/{item.file.sha256}", "name": item.file.filename,
                 "valid": "–" if item.valid is None else str(item.valid)}
                for item in self.context.lists
            ] if official else [],
        }  # fmt: skip

    def _doubts(self, url: str) -> dict[str, str] | None:
        """A warning for those who check, when people of one name may be one person."""
        count = len(doubts_of(self.context))
        if not count:
            return None
        words = _(
            "support_doubts",
            default="People from paper lists who may support the project already, not counted yet: ${count}.",
            mapping={"count": str(count)},
        )
        return {"text": self.say(words), "url": f"{url}/@@namesakes"}

    def case(self) -> dict[str, str] | None:
        """The case the works are kept in, with its address for those who may see it."""
        if not self.context.case_sign:
            return None
        found = case_of(self.context)
        return {"sign": self.context.case_sign, "url": found.absolute_url() if found is not None else ""}

    def offer(self) -> dict[str, Any] | None:
        """The merging proposed, for those who check."""
        offer = self.context.offer
        if offer is None or not api.user.has_permission(ASSESS, obj=self.context):
            return None
        other = partner(self.context, offer)
        return {"other": f"{other.number}. {other.title}", "note": offer.note, "agreed": len(offer.agreed)}

    def comments(self) -> list[dict[str, Any]]:
        """Comments that were let in."""
        url = self.context.absolute_url()
        return [
            {"name": row.name, "body": row.body, "official": row.official, "when": _moment(row.at),
             "report": f"{url}/@@report-comment/{row.comment}"}
            for row in shown_comments(self.context)
        ]  # fmt: skip

    def steps(self) -> list[dict[str, str]]:
        """What happened, the latest last."""
        return [
            {
                "title": self.say(STEP_WORDS[step.action]),
                "when": _moment(step.at),
                "note": step.note,
                "state": "past",
            }
            for step in self.context.steps
        ]

    def works(self) -> dict[str, Any] | None:
        """Money and works."""
        if state_of(self.context) not in (*RUNNING, "settled"):
            return None
        works = works_json(self.context)
        stones = [
            {"title": stone.title, "planned": _day(stone.planned_on), "done": _day(stone.done_on) or "–"}
            for stone in self.context.milestones
        ]
        return {**works, "milestones": stones}


class PublicFile(FileByDigest):
    """A photograph in the page, or a paper of the works to be kept."""

    shown = ("image/jpeg",)


class ListFile(PublicFile):
    """A scan of a support list, for those who check it."""

    def found(self) -> Any:
        """The scan; nobody keeps a copy on the way."""
        self.request.response.setHeader("Cache-Control", "no-store")
        return list_file(self.context, self.digest)


class Realisation(Page):
    """How the winning projects are going: money and works, with sums."""

    page_title = _("How the projects are going")

    def rows(self) -> list[dict[str, Any]]:
        """One for each winning project."""
        found = []
        for project in projects_of(self.context, *RUNNING, "settled"):
            row = works_json(project)
            words, tone = STATE_WORDS[row["state"]]
            found.append(
                {
                    **row,
                    "url": row["@id"],
                    "tag": {"tone": "warn" if row["late"] else tone, "text": self.say(words)},
                    **{
                        f"{name}_text": self.amount(row[name])
                        for name in ("planned", "act", "contracted", "paid")
                    },
                }
            )
        return found

    def sums(self) -> list[dict[str, Any]]:
        """Money of the whole edition, for the chart and its table."""
        rows = self.rows()
        names = (
            ("planned", _("Planned on the ballot")),
            ("act", _("In the budget act")),
            ("contracted", _("Contracted")),
            ("paid", _("Paid")),
        )
        totals = {name: sum(row[name] for row in rows) for name, _label in names}
        most = max(*totals.values(), 1)
        return [
            {"label": self.say(label), "value": totals[name], "text": self.amount(totals[name]), "most": most}
            for name, label in names
        ]

    def pools(self) -> list[dict[str, Any]]:
        """Sums by pool."""
        rows = self.rows()
        return [
            {"title": pool.title, **{name: self.amount(sum(r[name] for r in rows if r["pool"] == pool.name))
             for name in ("planned", "act", "contracted", "paid")}}
            for pool in self.context.terms().pools
        ]  # fmt: skip

    def reports(self) -> list[dict[str, str]]:
        """Frozen reports, the latest first."""
        url = self.context.absolute_url()
        return [
            {
                "title": file.filename.removesuffix(".json"),
                "url": f"{url}/@@report/{file.sha256}",
                "sha256": file.sha256,
            }
            for file in reversed(self.context.reports)
        ]


class Report(FileByDigest):
    """A frozen report."""

    def __call__(self) -> bytes:
        """The bytes."""
        file = next((file for file in self.context.reports if file.sha256 == self.digest), None)
        if file is None:
            raise NotFound(self.digest)
        self.request.response.setHeader("Content-Type", "application/json; charset=utf-8")
        data: bytes = file.data
        return data


class RealisationFile(BrowserView):
    """The same as CSV (RFC 4180, UTF-8)."""

    def __call__(self) -> str:
        """A row for each winning project; whole złoty."""
        self.request.response.setHeader("Content-Type", "text/csv; charset=utf-8")
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        for project in projects_of(self.context, *RUNNING, "settled"):
            writer.writerow({k: _safe(v) for k, v in works_json(project).items()})
        return out.getvalue()


def _safe(value: Any) -> Any:
    """Text a spreadsheet would take for a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@" else value


def _day(value: Any) -> str:
    return f"{value:%d.%m.%Y}" if value else ""


def _moment(value: Any) -> str:
    return f"{value.astimezone(WARSAW):%d.%m.%Y, %H:%M}"
