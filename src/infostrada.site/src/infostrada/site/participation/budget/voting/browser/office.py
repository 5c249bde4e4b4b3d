"""What officials fill in during the vote: passes, paper, the commission's decisions, certification."""

from infostrada.site import _
from infostrada.site.participation.budget.clock import now
from infostrada.site.participation.budget.editions.browser.forms import Form
from infostrada.site.participation.budget.voting import commission
from infostrada.site.participation.budget.voting import job
from infostrada.site.participation.budget.voting import paper
from infostrada.site.participation.budget.voting import pieces
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.participation.budget.voting.operations import give_pass
from infostrada.site.records.problems import invalid
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.uuid.interfaces import IUUID
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any

import datetime


PERSON = (
    {"name": "given_name", "label": _("Given name")},
    {"name": "surname", "label": _("Surname")},
    {"name": "pesel", "label": _("PESEL"), "width": "is-medium", "inputmode": "numeric",
     "hint": _("Leave empty for a foreigner without PESEL and give the date of birth.")},
    {"name": "born", "label": _("Date of birth"), "kind": "date", "width": "is-medium"},
)  # fmt: skip
# Where there is no way without a name.
NAMED = ({**PERSON[0], "required": True}, {**PERSON[1], "required": True}, *PERSON[2:])
OUTCOMES = {
    "waits": _("The first entry is kept. Somebody else makes the second."),
    "differs": _("The entries differ. A third person has to enter the card."),
    "counted": _("The card counts."),
    "voted_already": _("This person has voted already; the card is invalid."),
    "unreadable": _("The card is invalid: it cannot be read."),
    "no_person": _("The card is invalid: it does not say who votes."),
    "too_many": _("The card is invalid: too much was chosen."),
    "not_signed": _("The card is invalid: it is not signed."),
    "empty": _("The card is invalid: nothing was chosen."),
}
INVALID = (
    ("", _("The card is valid")),
    ("unreadable", _("It cannot be read")),
    ("no_person", _("It does not say who votes")),
    ("too_many", _("Too much was chosen")),
    ("not_signed", _("It is not signed")),
    ("empty", _("Nothing was chosen")),
)


class PersonForm(Form):
    """A form that names a person; what stands in it is kept nowhere."""

    def __call__(self) -> Any:
        """Never kept by a browser or a cache."""
        self.request.response.setHeader("Cache-Control", "no-store")
        return super().__call__()

    def person(self) -> Person:
        """The person the form tells of."""
        try:
            born = datetime.date.fromisoformat(self.text("born")) if self.text("born") else None
        except ValueError as error:
            raise invalid("born", "born_wrong") from error
        names = ("given_name", "surname", "pesel", "guardian")
        return Person(**{name: self.text(name) for name in names}, born=born)


class GivePass(PersonForm):
    """The resident stands at the desk with a document."""

    label = _("Give out a pass")
    lead = _(
        "Look at the document. With the pass the resident votes alone, on any device; you do not see how."
    )
    button = _("Give out a pass")
    given = ""
    pass_page = ViewPageTemplateFile("templates/pass.pt")

    def fields(self) -> list[dict[str, Any]]:
        guardian = {"name": "guardian", "label": _("Parent or guardian"),
                    "hint": _("Only for a child under 13: name of the parent or guardian who votes for it.")}  # fmt: skip
        return [*NAMED, guardian]

    def done(self) -> Any:
        """Show the pass once."""
        self.given = give_pass(self.context, self.person())
        return self.pass_page()


class Paper(PersonForm):
    """Urns and their cards."""

    label = _("Paper ballots")
    index = ViewPageTemplateFile("templates/paper.pt")
    outcome = ""

    def batches(self) -> list[dict[str, Any]]:
        """Urns with what is done."""
        return paper.batches(self.context)

    def urn_fields(self) -> list[dict[str, Any]]:
        """Fields of a new urn's protocol."""
        return self.shown()[:3]

    def card_fields(self) -> list[dict[str, Any]]:
        """Fields of a card."""
        return self.shown()[3:]

    def fields(self) -> list[dict[str, Any]]:
        numbers = {"inputmode": "numeric", "width": "is-short", "required": True}
        options = [{"value": value, "label": self.say(label)} for value, label in INVALID]
        return [
            {"name": "new_batch", "label": _("Number of the urn's protocol"), "width": "is-medium", "required": True},
            {"name": "place", "label": _("Where the urn stood"), "required": True},
            {"name": "cards", "label": _("Cards in the urn"), **numbers},
            {"name": "batch", "label": _("Number of the urn's protocol"), "width": "is-medium", "required": True},
            {"name": "card", "label": _("Number of the card"), **numbers},
            {"name": "invalid", "label": _("Validity"), "kind": "select", "options": options, "required": True},
            *PERSON,
            *(
                {"name": f"pool-{pool['name']}", "label": pool["title"], "width": "is-medium",
                 "hint": _("Numbers of the chosen projects by comma; points after a colon, like 12:3, 7:1.")}
                for pool in self.context.frozen()["pools"]
            ),
        ]  # fmt: skip

    def done(self) -> Any:
        """Open an urn or enter a card."""
        if self.text("new_batch"):
            paper.open_batch(
                self.context, self.text("new_batch"), self.text("place"), _count(self.text("cards"), "cards")
            )
            return self.request.response.redirect(f"{self.context.absolute_url()}/@@paper")
        why = self.text("invalid")
        card = paper.Card(None if why else self.person(), self.choices(), why)
        found = paper.enter_card(self.context, self.text("batch"), _count(self.text("card"), "card"), card)
        batch = self.text("batch")
        self.outcome = self.say(OUTCOMES[found])
        # The next card starts empty.
        self.request.form.clear()
        self.request.form["batch"] = batch
        return self.index()

    def choices(self) -> dict[str, list[Any]]:
        """Choices as written on the card."""
        found = {}
        for pool in self.context.frozen()["pools"]:
            if said := self.text(f"pool-{pool['name']}"):
                found[pool["name"]] = [_choice(item) for item in said.split(",") if item.strip()]
        return found


class Commission(PersonForm):
    """What the commission sees and decides."""

    label = _("Commission")
    index = ViewPageTemplateFile("templates/commission.pt")

    def fields(self) -> list[dict[str, Any]]:
        options = [
            {"value": "void", "label": self.say(_("Void the ballots of this person"))},
            {"value": "restore", "label": self.say(_("Restore them"))},
        ]
        return [
            *NAMED,
            {"name": "what", "label": _("Decision"), "kind": "select", "options": options, "required": True},
            {"name": "reason", "label": _("Reason"), "required": True},
        ]

    def signals(self) -> dict[str, list[int]]:
        """Groups that share a phone or a network."""
        return commission.signals(self.context)

    def unsettled(self) -> list[str]:
        """Urns not yet settled."""
        return paper.unsettled(IUUID(self.context))

    def members(self) -> list[dict[str, str]]:
        """Who has fetched and who has brought the piece."""
        given = _("given out on paper") if pieces.on_paper(self.context) else _("fetched")
        return [
            {
                "name": standing.member.name,
                "taken": self.say(given if standing.taken else _("not fetched yet")),
                "handed": self.say(_("brought") if standing.handed else _("not brought yet")),
            }
            for standing in pieces.standings(self.context)
        ]

    def own(self) -> pieces.Standing | None:
        """What became of the visitor's piece."""
        user = api.user.get_current().getId()
        return next((s for s in pieces.standings(self.context) if s.member.id == user), None)

    def over(self) -> bool:
        """Is the vote over, so that members bring their pieces?"""
        return bool(now() >= self.context.terms().phases["voting_to"])

    def can_order(self) -> bool:
        """Are the pieces here, so that the opening can be tried again?"""
        return self.over() and pieces.missing(self.context) == 0

    def act(self) -> str:
        decide = commission.restore if self.text("what") == "restore" else commission.void
        decide(self.context, self.person(), self.text("reason"))
        return f"{self.context.absolute_url()}/@@commission"


class NameCommission(Form):
    """Members for an edition whose terms were frozen without any."""

    label = _("Name the commission")
    lead = _(
        "The terms of this edition were frozen before members were named with them, and the pieces of the key were given out on paper. The terms and their digest stay as they are. Each member brings the piece they have when the vote is over."
    )
    button = _("Name the commission")

    def fields(self) -> list[dict[str, Any]]:
        return [
            {"name": "members", "label": _("Commission"), "kind": "textarea", "rows": 4, "required": True,
             "hint": _("Logins of three to nine employees, one a line. Whoever manages the edition cannot be one of them.")},
        ]  # fmt: skip

    def act(self) -> str:
        pieces.name_commission(self.context, self.text("members").split("\n"))
        return str(self.context.absolute_url())


class TakePiece(Form):
    """A member fetches the own piece of the key."""

    label = _("Fetch my piece of the key")
    lead = _(
        "Your piece is shown once and then exists nowhere but on your paper. Write it down before you close the page and keep it until the vote is over. Nobody else sees it, not even whoever manages the edition."
    )
    button = _("Show my piece")
    piece = ""
    piece_page = ViewPageTemplateFile("templates/piece.pt")

    def __call__(self) -> Any:
        """Never kept by a browser or a cache."""
        self.request.response.setHeader("Cache-Control", "no-store")
        return super().__call__()

    def done(self) -> Any:
        """Show it."""
        self.piece = pieces.take(self.context)
        return self.piece_page()


class Certify(Form):
    """A member brings the own piece; the last one needed opens the box."""

    label = _("Certify the vote")
    lead = _(
        "Every member brings the own piece of the key. When enough are here, the box is opened, void ballots are left out, the rest is shuffled and counted. Then the key is destroyed: nobody can ever tie a ballot to a person."
    )
    button = _("Bring my piece")

    def __call__(self) -> Any:
        """Never kept by a browser or a cache."""
        self.request.response.setHeader("Cache-Control", "no-store")
        return super().__call__()

    def fields(self) -> list[dict[str, Any]]:
        return [{"name": "piece", "label": _("My piece of the key"), "required": True}]

    def act(self) -> str:
        ordered = job.bring(self.context, self.text("piece"))
        return after(self.context, ordered)

    def shown(self) -> list[dict[str, Any]]:
        """Pieces are never sent back."""
        return [{**field, "value": ""} for field in super().shown()]


class OpenAgain(Form):
    """The opening has failed, for a reason that is out of the way now."""

    label = _("Open the box again")
    lead = _("The pieces are here. Nothing was opened by an attempt that failed.")
    button = _("Open the box again")

    def act(self) -> str:
        return after(self.context, job.order(self.context))


def after(edition: Any, ordered: str | None) -> str:
    """Where the opening is seen, or who is still missing."""
    if ordered is None:
        return f"{edition.absolute_url()}/@@commission"
    return f"{unit_of(edition).absolute_url()}/@@job/{ordered}"


def _count(text: str, field: str) -> int:
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 7):
        raise invalid(field, "not_a_count")
    return int(plain)


def _choice(text: str) -> Any:
    project, colon, points = text.partition(":")
    return [project.strip(), int(points)] if colon and points.strip().isdigit() else project.strip()
