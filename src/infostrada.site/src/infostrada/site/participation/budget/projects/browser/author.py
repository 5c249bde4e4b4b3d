"""The author's own page: what the project waits for, and what its author can do about it."""

from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.forms import StepForm
from infostrada.site.participation.budget.projects import operations
from infostrada.site.participation.budget.projects.browser.words import STATE_WORDS
from infostrada.site.participation.budget.projects.lists import add_lists
from infostrada.site.participation.budget.projects.merging import agree_to_merge
from infostrada.site.participation.budget.projects.merging import by_number
from infostrada.site.participation.budget.projects.merging import offers_to
from infostrada.site.participation.budget.projects.merging import partner
from infostrada.site.participation.budget.projects.rules import total
from infostrada.site.participation.budget.projects.rules import whole
from infostrada.site.records.problems import invalid
from infostrada.site.records.workflow import state_of
from typing import Any


class Author(StepForm):
    """What the project waits for, and what the author can do about it; the key is never in an address."""

    label = _("The author's page")
    lead = _("Enter the key you got with the number of the project.")
    desk = False
    opened = False
    told: Any = ""

    @property
    def key(self) -> str:
        """The author's key."""
        return self.text("key")

    def take(self, step: str) -> None:
        """Check the key, then do one thing."""
        project, net = self.context, str(self.request.getClientAddr())
        operations.check_author(project, self.key, net)
        self.opened = True
        if step == "appeal":
            operations.appeal(project, self.key, self.text("note"), net)
            self.told = _("The appeal is filed. Another body decides it.")
        elif step == "withdraw":
            operations.withdraw(project, self.text("note"), self.key, net)
            self.told = _("The project is withdrawn.")
        elif step == "lists":
            add_lists(project, self.key, self.uploads("lists"), net)
            self.told = _("The lists are with the office now.")
        elif step == "agree":
            offered = by_number(project.__parent__, whole(self.text("project")))
            if offered is None:
                raise invalid("project", "merge_unoffered")
            agree_to_merge(offered, self.key, net)
            self.told = _("You agreed to merge the projects.")

    def fields(self) -> list[dict[str, Any]]:
        note = {"name": "note", "label": _("Reason"), "kind": "textarea", "rows": 4, "required": True}
        return (
            [{"name": "key", "label": _("Key of the author"), "required": True}]
            if not self.opened
            else [note]
        )

    def tag(self) -> dict[str, str]:
        """The project's state."""
        words, tone = STATE_WORDS[state_of(self.context)]
        return {"tone": tone, "text": self.say(words)}

    @property
    def state(self) -> str:
        """The machine word of the state."""
        return str(state_of(self.context))

    @property
    def last_note(self) -> str:
        """What the officials wrote last."""
        return str(next((step.note for step in reversed(self.context.steps) if step.note), ""))

    @property
    def may_withdraw(self) -> bool:
        """Can the author still take the project back?"""
        return self.state in ("submitted", "amend", "merit", "listed", "refused", "appealed")

    def offers(self) -> list[dict[str, Any]]:
        """Merging the author is asked about."""
        own, found = self.context, []
        for project in [own] * (own.offer is not None) + offers_to(own):
            offer = project.offer
            other = partner(project, offer)
            said = own.number in offer.agreed
            found.append(
                {"number": project.number, "agreed": said, "note": offer.note, "cost": self.amount(total(offer.lines)),
                 "pair": f"{project.number}. {project.title} → {other.number}. {other.title}"}
            )  # fmt: skip
        return found

    def supporters(self) -> dict[str, int] | None:
        """How many support it, when the pool asks for any."""
        asked = operations.supporters_asked(self.context)
        return {"asked": asked, "found": operations.supported_by(self.context)} if asked else None

    def support_url(self) -> str:
        """Page for neighbours."""
        return f"{self.context.__parent__.absolute_url()}/@@support/{self.context.idea}"
