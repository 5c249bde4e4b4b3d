"""Editions of the participatory budget that are being held, played as residents and officials would."""

from collections.abc import Iterator
from datetime import datetime
from datetime import time
from datetime import timedelta
from infostrada.core.record.access import principals
from infostrada.geo.features.finding import targets
from infostrada.site.participation.budget.clock import as_of
from infostrada.site.participation.budget.editions.operations import BOARD
from infostrada.site.participation.budget.editions.operations import publish_edition
from infostrada.site.participation.budget.projects import operations as projects
from infostrada.site.participation.budget.projects import papers
from infostrada.site.participation.budget.projects.content import Milestone
from infostrada.site.participation.budget.projects.rules import CostLine
from infostrada.site.participation.budget.projects.rules import CRITERIA
from infostrada.site.participation.budget.projects.rules import Proposal
from infostrada.site.participation.budget.projects.rules import Verdict
from infostrada.site.participation.budget.rounds import operations as rounds
from infostrada.site.participation.budget.talks import operations as talks
from infostrada.site.participation.budget.terms.presets import preset
from infostrada.site.participation.budget.terms.rules import PHASES
from infostrada.site.participation.budget.terms.rules import WARSAW
from infostrada.site.participation.budget.voting import certification
from infostrada.site.participation.budget.voting import operations as voting
from infostrada.site.participation.budget.voting import paper
from infostrada.site.participation.budget.voting import pieces
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.records.upload import Upload
from infostrada.site.setuphandlers.demo.files import Demo
from infostrada.site.setuphandlers.demo.office import holder
from PIL import Image
from PIL import ImageDraw
from plone import api
from typing import Any

import datetime as dates
import io
import yaml


def living_editions(portal: Any, demo: Demo) -> Iterator[str]:
    """Play `budget/living.yaml`, if it is there."""
    path = demo.folder / "budget" / "living.yaml"
    if not path.is_file():
        return
    data = yaml.safe_load(path.read_text("utf-8"))
    unit = next(unit for unit in demo.units if unit["unit_id"] == data["unit"])
    board = portal[data["unit"]].get(BOARD)
    if board is None:
        return
    people: dict[str, Any] = {
        role: holder(unit, role)["login"] for role in ("head", "registrar", "coordinator")
    }
    people["commission"] = data["commission"]
    with api.env.adopt_user(username=people["head"]):
        given = data["regulation"]
        rounds.adopt_regulation(
            board, given["title"], given["resolution"], given["adopted_on"], preset(given["preset"])
        )
    for edition in data["editions"]:
        yield f"{data['unit']}: {edition['title']}"
        Play(demo, data, edition, people).play(board)


class Play:
    """One edition."""

    def __init__(
        self, demo: Demo, data: dict[str, Any], edition: dict[str, Any], people: dict[str, Any]
    ) -> None:
        self.demo, self.data, self.edition, self.people = demo, data, edition, people

    def moment(self, days: int, hour: int = 8) -> datetime:
        """A day counted from today."""
        return datetime.combine(self.demo.today + timedelta(days=days), time(hour), WARSAW)

    def play(self, board: Any) -> None:
        """From the draft as far as the file goes."""
        begins, (opens, closes) = self.edition["begins"], self.edition["voting"]
        with api.env.adopt_user(username=self.people["head"]):
            made = rounds.open_round(board, self.plan(begins, opens, closes))
            rounds.announce(made)
        with as_of(self.moment(begins + 5)):
            for given in [*self.edition["projects"], *filter(None, [self.edition.get("refused")])]:
                self.propose(made, given)
            if "drawn" not in self.edition:
                return
            with api.env.adopt_user(username=self.people["head"]):
                rounds.freeze(made, self.edition["drawn"], self.people["commission"])
        given = [self.take_piece(made, login) for login in self.people["commission"]]
        self.cast(made)
        if "cards" in self.edition:
            self.count_paper(made)
            with as_of(self.moment(closes + 3)), api.env.adopt_user(username=self.people["commission"][0]):
                certification.certify(made, given)
            with api.env.adopt_user(username=self.people["head"]):
                publish_edition(made)
                self.report(made, closes)

    def take_piece(self, edition: Any, login: str) -> str:
        """A member fetches the own piece."""
        with api.env.adopt_user(username=login):
            return pieces.take(edition)

    def plan(self, begins: int, opens: int, closes: int) -> rounds.Plan:
        """The terms."""
        results, retention = self.edition["ends"]
        days = (begins, begins + 30, opens - 30, opens - 15, opens, closes, results, retention)
        phases = {name: self.moment(day).isoformat() for name, day in zip(PHASES, days, strict=True)}
        year = int(self.edition["title"].rpartition(" ")[2])
        identity = {"identity": ["pesel", "sms", "office"]}
        return rounds.Plan(
            self.edition["title"],
            year,
            self.data["expenditure"],
            self.edition.get("pools") or self.data["pools"],
            phases,
            identity,
        )

    def propose(self, edition: Any, given: dict[str, Any]) -> None:
        """A resident proposes, the office checks as far as the file says: to the list, when it says nothing."""
        lines = tuple(CostLine(*line) for line in given["lines"])
        asked = edition.terms().pool(given["pool"]).supporters
        proposal = Proposal(
            given["title"], given["summary"], given["summary"], given["pool"], given["place"], lines,
            "Osoba Zmyślona", "autor@example.invalid", tuple(f"Osoba Zmyślona {n}" for n in range(asked)),
            _known(given.get("parcel", "")),
        )  # fmt: skip
        with api.env.adopt_roles(["Anonymous"]):
            project, key = projects.propose(edition, proposal)
        stage = given.get("stage", "")
        if stage == "submitted":
            return
        against = given.get("criterion")
        card = tuple(
            Verdict(name, name != against, given["reason"] if name == against else "") for name in CRITERIA
        )
        with api.env.adopt_user(username=self.people["registrar"]):
            projects.pass_formal(project)
            projects.judge_merit(project, card)
        if stage == "appealed":
            with api.env.adopt_roles(["Anonymous"]):
                projects.appeal(project, key, given["appeal"])
        self.discuss(edition, project, given.get("comments", []))

    def discuss(self, edition: Any, project: Any, comments: list[dict[str, str]]) -> None:
        """Residents comment; an official has read what the file says."""
        for given in comments:
            with api.env.adopt_roles(["Anonymous"]):
                number = talks.comment(project, given["name"], given["body"]).comment
            if "verdict" in given:
                with api.env.adopt_user(username=self.people["registrar"]):
                    talks.decide(edition, number, given["verdict"])

    def choices(self, edition: Any, numbers: list[int]) -> dict[str, list[str]]:
        """Numbers of projects by pool."""
        pools = {p["id"]: pool["name"] for pool in edition.frozen()["pools"] for p in pool["projects"]}
        found: dict[str, list[str]] = {}
        for number in numbers:
            found.setdefault(pools[str(number)], []).append(str(number))
        return found

    def cast(self, edition: Any) -> None:
        """Residents with a pass from the office vote on the internet."""
        for number, numbers in enumerate(self.edition.get("ballots", [])):
            person = Person("Osoba", f"Zmyślona {number}", dates.date(1950 + 5 * number, 3, 1))
            with api.env.adopt_user(username=self.people["registrar"]):
                given = voting.give_pass(edition, person)
            voting.cast(edition, voting.use_pass(edition, given), self.choices(edition, numbers))

    def count_paper(self, edition: Any) -> None:
        """Two officials enter every card."""
        cards = self.edition["cards"]
        with api.env.adopt_user(username=self.people["registrar"]):
            paper.open_batch(edition, "1", "Urząd Miasta, sala obsługi", len(cards))
        for role in ("registrar", "coordinator"):
            with api.env.adopt_user(username=self.people[role]):
                for number, numbers in enumerate(cards, 1):
                    person = Person("Karta", f"Zmyślona {number}", dates.date(1940 + 4 * number, 6, 1))
                    paper.enter_card(edition, "1", number, paper.Card(person, self.choices(edition, numbers)))

    def report(self, edition: Any, closes: int) -> None:
        """What became of the winning projects, spread over the days since the vote closed."""
        works = self.edition.get("works", {})
        for project in rounds.projects_of(edition, "won"):
            given = works.get(project.number)
            if given is None:
                continue
            parts = len(given["steps"]) + 1
            for number, step in enumerate(given["steps"], 1):
                with as_of(self.moment(closes - closes * number // parts)):
                    projects.advance(project, step)
            stones = tuple(
                Milestone(title, self.demo.today + timedelta(days=planned),
                          None if done is None else self.demo.today + timedelta(days=done))
                for title, planned, done in given["milestones"]
            )  # fmt: skip
            projects.plan(project, stones, given["owner"], "")
            act, contracted, paid, percent = given["money"]
            projects.report_money(project, act, contracted, paid, percent, given.get("delay", ""))
            if "sketch" in given:
                papers.attach(
                    project, Upload("szkic.png", sketch()), given["sketch"]["title"], given["sketch"]["alt"]
                )


def _known(parcel: str) -> str:
    """The parcel, when the map's data are there: a test plays the scenario without them."""
    return parcel if parcel and targets([parcel], principals()) else ""


def sketch() -> bytes:
    """Two rows of trees along a street, from above."""
    picture = Image.new("RGB", (1200, 600), "#e9e4d8")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 250, 1200, 350), fill="#8d9096")
    for place in range(60, 1200, 108):
        for row in (170, 430):
            pen.ellipse(
                (place - 38, row - 38, place + 38, row + 38), fill="#3f7d4e", outline="#2a5636", width=4
            )
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
