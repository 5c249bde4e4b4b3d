"""A council in the words of Popolo (popoloproject.com): people, clubs, memberships, terms, sessions, votes; pure.

A person is known by the name in the roster of a term, so two councillors of one name are one person here.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from infostrada.site.bip.registers.rules import tally
from typing import Any
from typing import NamedTuple

import uuid


Values = Mapping[str, Any]
OPTIONS = {
    "for": "yes",
    "against": "no",
    "abstained": "abstain",
    "absent": "absent",
    "not_voted": "not voting",
}
RESULTS = {"carried": "pass", "lost": "fail"}


class Council(NamedTuple):
    """Public values of a unit's registers; each row is the address of its entry and its values."""

    unit: str
    title: str
    url: str
    terms: tuple[tuple[str, Values], ...]
    sessions: tuple[tuple[str, Values], ...]
    votes: tuple[tuple[str, Values], ...]


def ident(unit: str, kind: str, *key: Any) -> str:
    """An id that is the same whenever and wherever the data are made."""
    said = "/".join(" ".join(str(part).split()).casefold() for part in key)
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:infostrada:{unit}:{kind}:{said}"))


def popolo(council: Council) -> dict[str, Any]:
    """Everything in one document, as Popolo's collections."""
    unit = council.unit
    return {
        "persons": _persons(council),
        "organizations": [_council(council), *_clubs(council)],
        "memberships": [made for _url, term in council.terms for made in _memberships(unit, term)],
        "events": [
            *(_term(unit, url, term) for url, term in council.terms),
            *(_session(unit, url, session) for url, session in council.sessions),
        ],
        "motions": [_motion(unit, url, vote) for url, vote in council.votes],
        "vote_events": [_vote_event(council, url, vote) for url, vote in council.votes],
    }


def _persons(council: Council) -> list[dict[str, Any]]:
    names = {member["name"] for _url, term in council.terms for member in term["members"]}
    names |= {ballot["name"] for _url, vote in council.votes for ballot in vote["ballots"]}
    return [{"id": ident(council.unit, "person", name), "name": name} for name in sorted(names)]


def _council(council: Council) -> dict[str, Any]:
    return {
        "id": ident(council.unit, "council"),
        "name": f"Rada: {council.title}",
        "classification": "legislature",
        "sources": [{"url": council.url}],
    }


def _clubs(council: Council) -> list[dict[str, Any]]:
    names = {
        member["club"] for _url, term in council.terms for member in term["members"] if member.get("club")
    }
    return [
        {"id": ident(council.unit, "club", name), "name": name, "classification": "party"}
        for name in sorted(names)
    ]


def _memberships(unit: str, term: Values) -> Iterator[dict[str, Any]]:
    period = ident(unit, "term", term["number"])
    for member in term["members"]:
        facts = {
            "id": ident(unit, "membership", term["number"], member["name"], member["since"]),
            "person_id": ident(unit, "person", member["name"]),
            "organization_id": ident(unit, "council"),
            "role": "radny",
            "legislative_period_id": period,
            "start_date": member["since"],
            "end_date": member.get("to") or term.get("ends_on") or "",
            "on_behalf_of_id": ident(unit, "club", member["club"]) if member.get("club") else "",
        }
        yield {name: value for name, value in facts.items() if value}


def _term(unit: str, url: str, term: Values) -> dict[str, Any]:
    facts = {
        "id": ident(unit, "term", term["number"]),
        "name": f"Kadencja {term['number']}",
        "classification": "legislative period",
        "organization_id": ident(unit, "council"),
        "start_date": term["starts_on"],
        "end_date": term.get("ends_on") or "",
        "seats": term["seats"],
        "sources": [{"url": url}],
    }
    return {name: value for name, value in facts.items() if value}


def _session(unit: str, url: str, session: Values) -> dict[str, Any]:
    return {
        "id": ident(unit, "session", session["term"], session["number"]),
        "name": f"Sesja nr {session['number']}",
        "classification": "session",
        "organization_id": ident(unit, "council"),
        "parent_id": ident(unit, "term", session["term"]),
        "start_date": session["held_on"],
        "location": session["place"],
        "status": session["status"],
        "agenda": list(session.get("agenda", ())),
        "sources": [{"url": url}],
    }


def _motion(unit: str, url: str, vote: Values) -> dict[str, Any]:
    return {
        "id": ident(unit, "motion", vote["term"], vote["session"], vote["item"]),
        "organization_id": ident(unit, "council"),
        "legislative_session_id": ident(unit, "session", vote["term"], vote["session"]),
        "text": vote["subject"],
        "date": vote["held_on"],
        "requirement": vote["majority"],
        "result": RESULTS[vote["result"]],
        "resolutions": list(vote.get("resolution", ())),
        "sources": [{"url": url}],
    }


def _vote_event(council: Council, url: str, vote: Values) -> dict[str, Any]:
    unit, key = council.unit, (vote["term"], vote["session"], vote["item"])
    totals = tally(vote["ballots"])
    clubs = _club_of(council.terms, vote)
    return {
        "id": ident(unit, "vote", *key),
        "motion_id": ident(unit, "motion", *key),
        "organization_id": ident(unit, "council"),
        "legislative_session_id": ident(unit, "session", vote["term"], vote["session"]),
        "start_date": vote["held_on"],
        "result": RESULTS[vote["result"]],
        "counts": [
            {"option": option, "value": getattr(totals, "votes_for" if choice == "for" else choice)}
            for choice, option in OPTIONS.items()
        ],
        "votes": [_vote(unit, ballot, clubs.get(ballot["name"], "")) for ballot in vote["ballots"]],
        "sources": [{"url": url}],
    }


def _vote(unit: str, ballot: Values, club: str) -> dict[str, Any]:
    made = {"voter_id": ident(unit, "person", ballot["name"]), "option": OPTIONS[ballot["choice"]]}
    return {**made, "group_id": ident(unit, "club", club)} if club else made


def _club_of(terms: Iterable[tuple[str, Values]], vote: Values) -> dict[str, str]:
    """The club of each councillor on the day of the vote."""
    day = vote["held_on"]
    return {
        member["name"]: member.get("club", "")
        for _url, term in terms
        if str(term["number"]) == str(vote["term"])
        for member in term["members"]
        if member["since"] <= day and (not member.get("to") or day <= member["to"])
    }
