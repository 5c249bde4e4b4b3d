"""Pools and steps of a whole city as a JSON file."""

from collections.abc import Callable
from infostrada.site.participation.budget.counting.city import Award
from infostrada.site.participation.budget.counting.city import Count
from infostrada.site.participation.budget.counting.city import Move
from infostrada.site.participation.budget.counting.city import Pool
from infostrada.site.participation.budget.counting.city import Spend
from infostrada.site.participation.budget.counting.city import Step
from infostrada.site.participation.budget.counting.declared import declared
from infostrada.site.participation.budget.counting.parameters import parameters
from infostrada.site.participation.budget.counting.parameters import ParametersFaulty
from infostrada.site.participation.budget.counting.parameters import SKIP
from infostrada.site.participation.budget.counting.parameters import WALKS
from infostrada.site.participation.budget.pabulib.election import Election
from infostrada.site.participation.budget.pabulib.numbers import exact_text
from typing import Any


def read_city(value: Any, read: Callable[[str], Election]) -> tuple[dict[str, Pool], list[Step]]:
    """`{"pools": {name: {"file", "parameters", "residents"}}, "steps": [...]}`; `read` opens a named file.

    A step is `{"count": [pools]}`, `{"move": {"from": [pools], "to": pool}}`, `{"spend": {"from": [pools],
    "on": [pools], "walk": "skip"}}` or `{"award": {"groups": [[pools]], "limit": amount}}`. Without steps every
    pool is counted by itself.
    """
    if not isinstance(value, dict) or not isinstance(value.get("pools"), dict) or not value["pools"]:
        raise ParametersFaulty("pools", "has to be an object with a pool for each name")
    pools = {str(name): _pool(str(name), pool, read) for name, pool in value["pools"].items()}
    steps = value.get("steps")
    if steps is None:
        return pools, [Count(tuple(pools))]
    if not isinstance(steps, list):
        raise ParametersFaulty("steps", "has to be a list")
    return pools, [_step(f"steps.{number}", step) for number, step in enumerate(steps, 1)]


def _pool(name: str, value: Any, read: Callable[[str], Election]) -> Pool:
    where = f"pools.{name}"
    if not isinstance(value, dict) or not isinstance(value.get("file"), str):
        raise ParametersFaulty(f"{where}.file", "has to name the pool's file")
    residents = value.get("residents")
    if residents is not None and (
        isinstance(residents, bool) or not isinstance(residents, int) or residents < 1
    ):
        raise ParametersFaulty(f"{where}.residents", "has to be a whole number")
    election = read(value["file"])
    given = value.get("parameters")
    return Pool(election, declared(election) if given is None else parameters(given), residents)


def _step(where: str, value: Any) -> Step:
    if not isinstance(value, dict) or len(value) != 1:
        raise ParametersFaulty(where, "has to be one of count, move, spend, award")
    ((word, body),) = value.items()
    if word == "count":
        return Count(_names(where, body))
    if not isinstance(body, dict):
        raise ParametersFaulty(where, "has to be an object")
    if word == "move":
        if not isinstance(body.get("to"), str):
            raise ParametersFaulty(f"{where}.to", "has to name a pool")
        return Move(_names(f"{where}.from", body.get("from")), body["to"])
    if word == "spend":
        walk = body.get("walk", SKIP)
        if walk not in WALKS:
            raise ParametersFaulty(f"{where}.walk", f"has to be one of {', '.join(WALKS)}")
        return Spend(_names(f"{where}.from", body.get("from")), _names(f"{where}.on", body.get("on")), walk)
    if word == "award":
        return _award(where, body)
    raise ParametersFaulty(where, "has to be one of count, move, spend, award")


def _award(where: str, body: dict[str, Any]) -> Award:
    groups = body.get("groups")
    if not isinstance(groups, list) or not groups:
        raise ParametersFaulty(f"{where}.groups", "has to be a list of lists of pools")
    try:
        limit = None if body.get("limit") is None else exact_text(body["limit"])
    except ValueError:
        raise ParametersFaulty(f"{where}.limit", "has to be an amount") from None
    return Award(tuple(_names(f"{where}.groups", group) for group in groups), limit)


def _names(where: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(name, str) for name in value):
        raise ParametersFaulty(where, "has to be a list of pools")
    return tuple(value)
