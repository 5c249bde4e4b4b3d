"""The resident's way: who you are, the ballot, the receipt. Each step works without scripts and on a small screen."""

from infostrada.site import _
from infostrada.site.desk.form import told_apart
from infostrada.site.participation.budget.clock import now
from infostrada.site.participation.budget.editions.browser.pages import Page
from infostrada.site.participation.budget.rounds.browser.pages import IDENTITY_WORDS
from infostrada.site.participation.budget.terms.ballots import KNAPSACK
from infostrada.site.participation.budget.terms.ballots import POINTS
from infostrada.site.participation.budget.terms.ballots import RANKED
from infostrada.site.participation.budget.voting import early
from infostrada.site.participation.budget.voting.form import chosen
from infostrada.site.participation.budget.voting.identity import BY_SMS
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.participation.budget.voting.operations import cast
from infostrada.site.participation.budget.voting.operations import check_receipt
from infostrada.site.participation.budget.voting.operations import identify
from infostrada.site.participation.budget.voting.operations import use_pass
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any

import datetime
import time


FIELDS = {
    "given_name": {"label": _("Given name"), "autocomplete": "given-name", "required": True},
    "surname": {"label": _("Surname"), "autocomplete": "family-name", "required": True},
    "pesel": {"label": _("PESEL"), "inputmode": "numeric", "width": "is-medium", "required": True},
    "born": {"label": _("Date of birth"), "kind": "date", "autocomplete": "bday", "width": "is-medium", "required": True},
    "address": {"label": _("Address"), "autocomplete": "street-address", "required": True},
    "phone": {"label": _("Mobile phone"), "kind": "tel", "autocomplete": "tel", "width": "is-medium", "required": True},
    "guardian": {"label": _("Parent or guardian"), "hint": _("Only for a child under 13: name of the parent or guardian who votes for it.")},
    "pass": {"label": _("Pass from the office"), "width": "is-medium", "required": True},
}  # fmt: skip
ASKED = {
    "pesel": ("given_name", "surname", "pesel", "guardian"),
    "pesel-sms": ("given_name", "surname", "pesel", "address", "phone", "guardian"),
    "sms": ("given_name", "surname", "born", "address", "phone", "guardian"),
    "account": ("given_name", "surname", "born", "guardian"),
    "office": ("pass",),
}
HOW = {
    "choose-1": _("ballot_one", default="Choose one project."),
    "approval": _("ballot_some", default="Choose ${least} to ${most} projects."),
    RANKED: _("ballot_ranked", default="Choose the first, the second and so on: the first gets most points."),
    POINTS: _("ballot_points", default="Distribute up to ${total} points."),
    KNAPSACK: _("ballot_knapsack", default="Choose projects that together cost at most ${amount} zł."),
}
HOW_MANY = _("ballot_from", default="Choose at least ${least} projects.")
KEPT_SECONDS = 60
_shells: dict[tuple[str, ...], tuple[float, str]] = {}


class VotePage(Page):
    """All steps stand at one address, so nothing about a voter is ever in an address or a log."""

    page_title = _("Vote")
    who_page = ViewPageTemplateFile("templates/who.pt")
    ballot_page = ViewPageTemplateFile("templates/ballot.pt")
    done_page = ViewPageTemplateFile("templates/done.pt")
    closed_page = ViewPageTemplateFile("templates/closed.pt")

    def __call__(self) -> Any:
        """The step the request is at."""
        self.faults: list[Fault] = []
        self.ticket, self.receipt, self.again = "", "", False
        if self.request.method != "GET":
            self.request.response.setHeader("Cache-Control", "no-store")
        if not self.is_open():
            return self.closed_page()
        step = self.given("step") if self.request.method == "POST" else ""
        try:
            if step == "who":
                self.ticket = self._identified()
                return self.ballot_page()
            if step == "ballot":
                return self._cast()
        except InvalidData as problem:
            self.faults = problem.faults
        except Blocked as problem:
            self.faults = [Fault("", problem.reason, problem.message)]
        if self.faults:
            self.request.response.setStatus(400)
        if step == "ballot" and not any(fault.field == "ticket" for fault in self.faults):
            self.ticket = self.given("ticket")
            return self.ballot_page()
        return self.who_page()

    def is_open(self) -> bool:
        """Can residents vote now?"""
        phases = self.context.terms().phases
        return state_of(self.context) == "frozen" and phases["voting_from"] <= now() < phases["voting_to"]

    def given(self, name: str) -> str:
        """A text of the form."""
        value = self.request.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    # Who votes

    @property
    def method(self) -> str:
        """The chosen way, or the only one."""
        ways = self.ways()
        named = self.given("method")
        return named if named in ways else ways[0] if len(ways) == 1 else ""

    def ways(self) -> list[str]:
        """Ways open to this visitor."""
        return [
            way for way in self.context.terms().identity if way != "account" or not api.user.is_anonymous()
        ]

    def choices(self) -> list[dict[str, str]]:
        """Ways as links."""
        url = f"{self.context.absolute_url()}/@@vote?method="
        return [{"url": url + way, "title": self.say(IDENTITY_WORDS[way])} for way in self.ways()]

    def fields(self) -> list[dict[str, Any]]:
        """Fields of the chosen way with what was sent and what is wrong."""
        wrong = {fault.field: self.say(fault.text) for fault in self.faults}
        return [
            {
                **FIELDS[name],
                "id": f"who-{name}",
                "name": name,
                "label": self.say(FIELDS[name]["label"]),
                "hint": self.say(FIELDS[name]["hint"]) if FIELDS[name].get("hint") else None,
                "value": self.given(name),
                "error": wrong.get(name),
            }
            for name in ASKED[self.method]
        ]

    def errors(self) -> list[dict[str, str]]:
        """The summary over the form."""
        labels = {name: self.say(field["label"]) for name, field in FIELDS.items()}
        words = told_apart([(labels.get(fault.field, ""), self.say(fault.text)) for fault in self.faults])
        return [
            {"id": self._anchor(fault.field), "text": text}
            for fault, text in zip(self.faults, words, strict=True)
        ]

    def statement_error(self) -> str:
        """What is wrong with the statement."""
        return next((self.say(fault.text) for fault in self.faults if fault.field == "statement"), "")

    def _anchor(self, field: str) -> str:
        if field.startswith("choices."):
            return f"pool-{field.partition('.')[2]}"
        return (
            "ballot-code"
            if field == "code"
            else f"who-{field}"
            if field in (*FIELDS, "statement")
            else "vote-form"
        )

    def statement(self) -> str:
        """What the voter declares."""
        return str(self.context.frozen()["statement"])

    def _identified(self) -> str:
        method = self.given("method")
        if method == "office":
            return use_pass(self.context, self.given("pass"), self.request.getClientAddr())
        try:
            born = datetime.date.fromisoformat(self.given("born")) if self.given("born") else None
        except ValueError as error:
            raise invalid("born", "born_wrong") from error
        names = ("given_name", "surname", "pesel", "phone", "address", "guardian")
        person = Person(**{name: self.given(name) for name in names}, born=born)
        return identify(
            self.context, method, person, bool(self.given("statement")), self.request.getClientAddr()
        )

    # The ballot

    @property
    def code_asked(self) -> bool:
        """Was a code sent to the phone?"""
        return self.given("method") in BY_SMS

    def pools(self) -> list[dict[str, Any]]:
        """Pools with what can be chosen."""
        wrong = {fault.field: self.say(fault.text) for fault in self.faults}
        chosen = self.chosen()
        return [self._pool(pool, chosen, wrong) for pool in self.context.frozen()["pools"]]

    def _pool(
        self, pool: dict[str, Any], chosen: dict[str, list[Any]], wrong: dict[str, str]
    ) -> dict[str, Any]:
        ballot, name = pool["ballot"], pool["name"]
        own = dict(
            (item[0], item[1]) if isinstance(item, list) else (item, 1) for item in chosen.get(name, [])
        )
        many = ballot["most"] or len(pool["projects"])
        message = HOW_MANY if ballot["kind"] == "approval" and ballot["most"] is None else HOW[ballot["kind"]]
        said = {"least": str(ballot["least"]), "most": str(many), "total": str(ballot["total"])}
        said["amount"] = self.amount(pool["amount"])
        return {
            "name": name,
            "id": f"pool-{name}",
            "title": pool["title"],
            "kind": ballot["kind"],
            "how": self.say(_(str(message), default=message.default, mapping=said)),
            "error": wrong.get(f"choices.{name}"),
            "total": ballot["total"],
            "places": range(1, many + 1) if ballot["kind"] == RANKED else (),
            "projects": [
                {
                    "id": p["id"],
                    "field": f"choice-{name}-{p['id']}",
                    "title": p["title"],
                    "summary": p["summary"],
                    "cost": self.amount(p["cost"]),
                    "place": p["place"],
                    "gone": p["id"] in self.context.withdrawn,
                    "points": own.get(p["id"], ""),
                    "checked": p["id"] in own,
                }
                for p in pool["projects"]
            ],
        }

    def chosen(self) -> dict[str, list[Any]]:
        """The ballot as sent."""
        return chosen(self.context.frozen()["pools"], self.request.form)

    def _cast(self) -> Any:
        done = cast(
            self.context,
            self.given("ticket"),
            self.chosen(),
            self.given("code"),
            self.request.getClientAddr(),
        )
        self.receipt, self.again = done.receipt, done.again
        if self.again or not api.user.is_anonymous():
            return self.done_page()
        ends, shell = self._shell()
        early.teach(self.request, self.context, shell, ends)
        return shell.replace(early.MARK, self.receipt)

    def _shell(self) -> tuple[float, str]:
        """The page of thanks and how long it is kept: it is the same for everybody but for the receipt."""
        look = self.request.cookies.get("look", "")
        language = api.portal.get_current_language(context=self.context)
        key = (self.context.absolute_url(), language, look)
        found = _shells.get(key)
        if found is None or found[0] < time.monotonic():
            receipt, self.receipt = self.receipt, early.MARK
            found = (time.monotonic() + KEPT_SECONDS, str(self.done_page()))
            self.receipt = receipt
            if len(_shells) > 100:
                _shells.clear()
            _shells[key] = found
        return found


class ReceiptPage(Page):
    """Is my ballot in the box?"""

    page_title = _("Check a receipt")
    standing: Any = None

    def __call__(self) -> Any:
        """The form and, after sending, what was found."""
        self.faults: list[Fault] = []
        if self.request.method != "GET":
            self.request.response.setHeader("Cache-Control", "no-store")
        if self.request.method == "POST" and self.context.frozen_json:
            value = self.request.form.get("receipt", "")
            try:
                self.standing = check_receipt(self.context, value if isinstance(value, str) else "")
            except InvalidData as problem:
                self.faults = problem.faults
                self.request.response.setStatus(400)
        return self.index()

    def field(self) -> dict[str, Any]:
        """The one field."""
        error = self.say(self.faults[0].text) if self.faults else None
        value = self.request.form.get("receipt", "")
        return {"id": "receipt", "name": "receipt", "label": self.say(_("ballot_receipt", default="Receipt")), "required": True, "error": error,
                "value": value if isinstance(value, str) else "",
                "hint": self.say(_("32 signs in groups of four, as shown after the vote."))}  # fmt: skip

    def notice(self) -> dict[str, str] | None:
        """What was found, in words."""
        if self.standing is None:
            return None
        words = {
            "in_box": ("done", _("Your ballot is in the box.")),
            "waiting": ("run", _("Your ballot was accepted. It gets its place in the published box within a minute or two.")),
            "missing": ("danger", _("The office acknowledged this ballot, but it is not in the box. Tell the commission at once.")),
        }  # fmt: skip
        kind, text = words[self.standing.state]
        return {"kind": kind, "text": self.say(text)}

    def proof(self) -> list[dict[str, str]]:
        """The proof as facts."""
        proof = self.standing.proof if self.standing is not None else None
        if proof is None:
            return []
        path = " ".join(f"{step.side[0]}:{step.hash.hex()}" for step in proof.steps) or "–"
        rows = (
            (_("Checkpoint"), str(proof.checkpoint)),
            (_("Ballots in the checkpoint"), str(proof.size)),
            (_("Leaf"), proof.entry.hex()),
            (_("Path"), path),
            (_("Root"), proof.root.hex()),
        )
        return [{"label": self.say(label), "value": value} for label, value in rows]
