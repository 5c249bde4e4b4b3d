"""A living edition in a few words, for tests."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from infostrada.site.participation.budget.clock import as_of
from infostrada.site.participation.budget.projects import operations as projects
from infostrada.site.participation.budget.projects.rules import CostLine
from infostrada.site.participation.budget.projects.rules import CRITERIA
from infostrada.site.participation.budget.projects.rules import Proposal
from infostrada.site.participation.budget.projects.rules import Verdict
from infostrada.site.participation.budget.rounds import operations as rounds
from infostrada.site.participation.budget.terms.presets import preset
from infostrada.site.participation.budget.voting import certification
from infostrada.site.participation.budget.voting import operations as voting
from infostrada.site.participation.budget.voting import pieces
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.records.deed import now
from plone import api


POOLS = [
    {"name": "miasto", "title": "Całe miasto", "territory": "whole", "residents": 50_000, "amount": 100_000},
    {"name": "polnoc", "title": "Północ", "territory": "part", "residents": 9_000, "amount": 60_000},
    {"name": "poludnie", "title": "Południe", "territory": "part", "residents": 9_000, "amount": 60_000},
]
COSTS = {"miasto": (70_000, 40_000, 30_000, 20_000), "polnoc": (50_000, 20_000), "poludnie": (30_000,)}
MEMBERS = ("anna.urbanista", "piotr.kierownik", "adam.obcy")
GOOD_CARD = tuple(Verdict(criterion, True) for criterion in CRITERIA)


def phases(moment=None, before=timedelta(hours=1), after=timedelta(days=10)):
    """Dates around a vote that began an hour ago."""
    moment = moment or now()
    opens, closes = moment - before, moment + after
    return {
        "proposals_from": (opens - timedelta(days=90)).isoformat(),
        "proposals_to": (opens - timedelta(days=60)).isoformat(),
        "list_on": (opens - timedelta(days=30)).isoformat(),
        "appeals_to": (opens - timedelta(days=20)).isoformat(),
        "voting_from": opens.isoformat(),
        "voting_to": closes.isoformat(),
        "results_on": (closes + timedelta(days=7)).isoformat(),
        "retention_to": (closes + timedelta(days=100)).isoformat(),
    }


def proposal(pool="miasto", cost=10_000, title="Ławki", **changes):
    values = {
        "title": title,
        "summary": "Ławki w cieniu.",
        "body": "Dziesięć ławek z oparciem.",
        "pool": pool,
        "place": "park",
        "lines": (CostLine("ławka", "szt.", 1, cost),),
        "author": "Ewa Autorka",
        "email": "ewa@example.pl",
    }
    return Proposal(**(values | changes))


def plan(when=None, title="Edycja 2027", changes=None, pools=POOLS, expenditure=1_000_000):
    standing = {"identity": ["pesel", "sms", "account", "office"], "obligatory": False} | (changes or {})
    return rounds.Plan(title, 2027, expenditure, pools, when or phases(), standing)


def make_frozen(board, when=None, changes=None, costs=COSTS, pools=POOLS, members=MEMBERS):
    """An edition in its vote; returns it and the commission's pieces. Time is turned back while it is prepared."""
    early = datetime.fromisoformat((when or phases())["proposals_from"]) + timedelta(days=1)
    rounds.adopt_regulation(board, "Regulamin", "XII/1/2026", date(2026, 1, 5), preset("torun"))
    title = f"Edycja {len(board.objectIds())}"
    edition = rounds.open_round(board, plan(when, title, changes=changes, pools=pools))
    rounds.announce(edition)
    with as_of(early):
        for pool, amounts in costs.items():
            for cost in amounts:
                project, _key = projects.propose(edition, proposal(pool, cost, f"{pool} {cost}"))
                projects.pass_formal(project)
                projects.judge_merit(project, GOOD_CARD)
        rounds.freeze(edition, "4 8 15 16 23 42", members)
    return edition, pieces_of(edition)


def pieces_of(edition):
    """What the members have on their papers."""
    found = []
    for member in edition.commission:
        with api.env.adopt_user(username=member.id):
            found.append(pieces.take(edition))
    return found


def as_member(edition, place=0):
    """Act as one of the commission."""
    return api.env.adopt_user(username=edition.commission[place].id)


def pesel(number, born=date(1980, 5, 17)):
    """A right PESEL for the given day of birth in the 20th century and a serial number."""
    digits = f"{born:%y%m%d}{number:04d}"
    total = sum(w * int(d) for w, d in zip((1, 3, 7, 9, 1, 3, 7, 9, 1, 3), digits, strict=True))
    return digits + str((10 - total % 10) % 10)


def person(number=1, **changes):
    values = {"given_name": "Jan", "surname": f"Wyborca{number}", "pesel": pesel(number)}
    return Person(**(values | changes))


def vote(edition, number=1, choices=None, **changes):
    """Identify by PESEL and cast."""
    ticket = voting.identify(edition, "pesel", person(number, **changes), True)
    return voting.cast(edition, ticket, {"miasto": ["1"]} if choices is None else choices)


def certify(edition, given):
    """Certify as if the vote were over."""
    with as_of(edition.terms().phases["voting_to"] + timedelta(minutes=1)), as_member(edition):
        certification.certify(edition, given)
