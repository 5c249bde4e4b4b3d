"""What there is to tell of an edition: proposals on the list, results, works; what everybody may read and no more."""

from AccessControl.PermissionRole import rolesForPermissionOn
from infostrada.site.participation.budget.rounds.interfaces import IBudgetRound
from infostrada.site.participation.budget.rounds.operations import projects_of
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple

import uuid


PROPOSALS, RESULTS, WORKS = TOPICS = ("proposals", "results", "works")
LISTED = ("listed", "upheld")
AT_WORK = ("to_act", "contract", "start", "accept", "settle", "attached")
WINNING = ("funded", "topped_up", "moved_in", "awarded")
MOST = 100


class Item(NamedTuple):
    """One piece of news; `action` is the word of a step, `urn` its own name for ever."""

    urn: str
    title: str
    url: str
    at: Any
    action: str
    text: str


def news(edition: Any, topic: str) -> list[Item]:
    """The newest first; the same for every reader."""
    if not is_public(edition):
        return []
    found = _past(edition) if not IBudgetRound.providedBy(edition) else _round(edition, topic)
    if topic != RESULTS and not IBudgetRound.providedBy(edition):
        return []
    return sorted(found, key=lambda item: (item.at, item.urn), reverse=True)[:MOST]


def is_public(thing: Any) -> bool:
    """May everybody see it?"""
    return "Anonymous" in rolesForPermissionOn("View", thing)


def _round(edition: Any, topic: str) -> list[Item]:
    projects = [project for project in projects_of(edition) if is_public(project)]
    if topic == RESULTS:
        if state_of(edition) != "published":
            return []
        decided = ("won", "lost")
        return [
            _item(project, edition.published_at, step.action, project.description)
            for project in projects
            for step in project.steps
            if step.action in decided
        ]
    wanted = LISTED if topic == PROPOSALS else AT_WORK
    found = [
        _item(project, step.at, step.action, step.note or project.description)
        for project in projects
        for step in project.steps
        if step.action in wanted
    ]
    if topic == WORKS:
        found += [_item(p, money.at, "money", money.delay) for p in projects for money in p.money]
    return found


def _past(edition: Any) -> list[Item]:
    """Results of an edition brought in from files."""
    found = []
    for pool in edition.pools:
        names = pool.read("figures")["projects"]
        for standing in pool.read("result")["standings"]:
            key = standing["project"]
            action = "won" if standing["outcome"] in WINNING else "lost"
            url = f"{edition.absolute_url()}/@@pool/{pool.name}"
            name = str(names[key]["name"])
            found.append(
                Item(_urn(edition, pool.name, key), name, url, edition.published_at, action, pool.title)
            )
    return found


def _item(project: Any, at: Any, action: str, text: str) -> Item:
    return Item(_urn(project, action, at.isoformat()), f"{project.number}. {project.title}", project.absolute_url(),
                at, action, text)  # fmt: skip


def _urn(thing: Any, *words: str) -> str:
    return uuid.uuid5(uuid.UUID(IUUID(thing)), "/".join(words)).urn
