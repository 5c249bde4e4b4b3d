"""The terms of an edition, read and judged.

Ustawa z 8 marca 1990 r. o samorządzie gminnym, art. 5a: ust. 5 (a city with powiat rights spends at least 0.5 % of the
expenditure in its last report), ust. 6 (pools are the commune and its parts), ust. 7 (supporters at most 0.1 % of the
residents of the pool's area; rules of assessment, appeal, voting and counting).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from infostrada.site.participation.budget.counting.parameters import Parameters
from infostrada.site.participation.budget.counting.parameters import parameters
from infostrada.site.participation.budget.counting.parameters import ParametersFaulty
from infostrada.site.participation.budget.terms.ballots import check_kind
from infostrada.site.participation.budget.terms.ballots import Kind
from typing import Any
from typing import NamedTuple
from zoneinfo import ZoneInfo

import re


WARSAW = ZoneInfo("Europe/Warsaw")
WHOLE, PART, TOPIC = TERRITORIES = ("whole", "part", "topic")
PESEL, PESEL_SMS, SMS, ACCOUNT, OFFICE = IDENTITY = ("pesel", "pesel-sms", "sms", "account", "office")
FIRST, LAST, VOID = TWICE = ("first", "last", "void")
PHASES = (
    "proposals_from",
    "proposals_to",
    "list_on",
    "appeals_to",
    "voting_from",
    "voting_to",
    "results_on",
    "retention_to",
)
FLOOR_PER_MILLE = 5
SUPPORT_PER = 1000
YEARS = range(1989, 2201)
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


class TermFault(NamedTuple):
    """A field and the machine word of what is wrong with it."""

    field: str
    reason: str


class TermsFaulty(ValueError):
    """Terms that cannot be carried out, with every fault."""

    def __init__(self, faults: list[TermFault]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.field}: {fault.reason}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Pool:
    """Money for one territory, in whole złoty; `supporters` is how many signatures a proposal needs."""

    name: str
    title: str
    territory: str
    residents: int
    amount: int
    ballot: Kind
    count: Mapping[str, Any]
    supporters: int = 0
    note: str = ""

    def parameters(self, draw: tuple[str, ...]) -> Parameters:
        """The parameters of the count with the order drawn for equal projects."""
        return parameters({**self.count, "ties": ["draw"], "draw": list(draw)})


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything an edition is held by; money in whole złoty, moments in Polish time.

    `parts` is how many territories besides the whole commune one ballot may reach (None: all of them).
    """

    year: int
    resolution: str
    pools: tuple[Pool, ...]
    identity: tuple[str, ...]
    phases: Mapping[str, datetime]
    twice: str = FIRST
    phone_limit: int = 5
    parts: int | None = None
    paper: bool = False
    expenditure: int = 0
    obligatory: bool = False
    remarks: tuple[TermFault, ...] = field(default=())

    def pool(self, name: str) -> Pool | None:
        """The pool of this name."""
        return next((pool for pool in self.pools if pool.name == name), None)

    @property
    def floor(self) -> int:
        """The least the budget has to be, 0.5 % of the expenditure, rounded up to a whole złoty."""
        return -(-self.expenditure * FLOOR_PER_MILLE // 1000)

    @property
    def amount(self) -> int:
        """The money of all pools."""
        return sum(pool.amount for pool in self.pools)


def support_limit(residents: int) -> int:
    """The most supporters a regulation may ask for: 0.1 % of the residents of the area."""
    return residents // SUPPORT_PER


def read_terms(value: Any) -> Terms:
    """Terms from JSON. Raises TermsFaulty with all faults; what is lawful but doubtful is in `remarks`."""
    if not isinstance(value, Mapping):
        raise TermsFaulty([TermFault("terms", "terms_shape")])
    faults: list[TermFault] = []
    pools = _pools(value.get("pools"), faults)
    terms = Terms(
        year=_year(value.get("year"), faults),
        resolution=_text(value.get("resolution"), "resolution", faults),
        pools=pools,
        identity=_words(value.get("identity"), "identity", IDENTITY, faults),
        phases=_phases(value.get("phases"), faults),
        twice=_word(value.get("twice", FIRST), "twice", TWICE, faults),
        phone_limit=_count(value.get("phone_limit", 5), "phone_limit", faults, least=1),
        parts=None if value.get("parts") is None else _count(value["parts"], "parts", faults, least=1),
        paper=bool(value.get("paper", False)),
        expenditure=_count(value.get("expenditure", 0), "expenditure", faults),
        obligatory=bool(value.get("obligatory", False)),
    )
    if terms.obligatory and not terms.expenditure:
        faults.append(TermFault("expenditure", "required"))
    if terms.obligatory and terms.amount < terms.floor:
        faults.append(TermFault("pools", "below_floor"))
    if faults:
        raise TermsFaulty(faults)
    return terms


def terms_json(terms: Terms) -> dict[str, Any]:
    """The terms as published; `read_terms` reads them back."""
    return {
        "year": terms.year,
        "resolution": terms.resolution,
        "pools": [pool_json(pool) for pool in terms.pools],
        "identity": list(terms.identity),
        "phases": {name: terms.phases[name].isoformat() for name in PHASES if name in terms.phases},
        "twice": terms.twice,
        "phone_limit": terms.phone_limit,
        "parts": terms.parts,
        "paper": terms.paper,
        "expenditure": terms.expenditure,
        "obligatory": terms.obligatory,
    }


def pool_json(pool: Pool) -> dict[str, Any]:
    """A pool as published."""
    return {
        "name": pool.name,
        "title": pool.title,
        "territory": pool.territory,
        "residents": pool.residents,
        "amount": pool.amount,
        "ballot": pool.ballot.as_json(),
        "count": dict(pool.count),
        "supporters": pool.supporters,
        "note": pool.note,
    }


def _pools(value: Any, faults: list[TermFault]) -> tuple[Pool, ...]:
    if not isinstance(value, list) or not value:
        faults.append(TermFault("pools", "required"))
        return ()
    found = [pool for item in value if (pool := _pool(item, faults)) is not None]
    if len({pool.name for pool in found}) != len(found):
        faults.append(TermFault("pools", "pool_twice"))
    return tuple(found)


def _pool(item: Any, faults: list[TermFault]) -> Pool | None:
    if not isinstance(item, Mapping) or not NAME.fullmatch(str(item.get("name") or "")):
        faults.append(TermFault("pools", "pool_shape"))
        return None
    where = f"pools.{item['name']}"
    ballot, count = check_kind(item.get("ballot")), item.get("count") or {}
    if ballot is None:
        faults.append(TermFault(f"{where}.ballot", "ballot_kind"))
    try:
        parameters({**count, "ties": ["draw"], "draw": ["1"]})
    except (ParametersFaulty, TypeError):
        faults.append(TermFault(f"{where}.count", "pb_parameters"))
    pool = Pool(
        name=item["name"],
        title=_text(item.get("title"), f"{where}.title", faults),
        territory=_word(item.get("territory", WHOLE), f"{where}.territory", TERRITORIES, faults),
        residents=_count(item.get("residents"), f"{where}.residents", faults, least=1),
        amount=_count(item.get("amount"), f"{where}.amount", faults, least=1),
        ballot=ballot or Kind(),
        count=count if isinstance(count, Mapping) else {},
        supporters=_count(item.get("supporters", 0), f"{where}.supporters", faults),
        note=str(item.get("note") or "").strip(),
    )
    if pool.supporters > support_limit(pool.residents):
        faults.append(TermFault(f"{where}.supporters", "too_many_supporters"))
    if pool.territory == TOPIC and not pool.note:
        faults.append(TermFault(f"{where}.note", "topic_without_note"))
    return pool


def _phases(value: Any, faults: list[TermFault]) -> dict[str, datetime]:
    given = value if isinstance(value, Mapping) else {}
    found: dict[str, datetime] = {}
    for name in PHASES:
        moment = _moment(given.get(name))
        if moment is None:
            faults.append(TermFault(f"phases.{name}", "not_a_moment" if given.get(name) else "required"))
        else:
            found[name] = moment
    before: datetime | None = None
    for name in (name for name in PHASES if name in found):
        if before is not None and found[name] < before:
            faults.append(TermFault(f"phases.{name}", "phase_order"))
        before = found[name]
    if "voting_to" in found and found.get("voting_from") == found["voting_to"]:
        faults.append(TermFault("phases.voting_to", "phase_order"))
    return found


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=WARSAW)


def _year(value: Any, faults: list[TermFault]) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in YEARS:
        faults.append(TermFault("year", "year_out_of_range"))
        return 0
    return value


def _text(value: Any, where: str, faults: list[TermFault]) -> str:
    if not isinstance(value, str) or not value.strip():
        faults.append(TermFault(where, "required"))
        return ""
    return value.strip()


def _count(value: Any, where: str, faults: list[TermFault], least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        faults.append(TermFault(where, "not_a_count"))
        return 0
    return value


def _word(value: Any, where: str, known: tuple[str, ...], faults: list[TermFault]) -> str:
    if value not in known:
        faults.append(TermFault(where, "not_in_list"))
        return known[0]
    return str(value)


def _words(value: Any, where: str, known: tuple[str, ...], faults: list[TermFault]) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or any(word not in known for word in value):
        faults.append(TermFault(where, "not_in_list" if value else "required"))
        return ()
    return tuple(word for word in known if word in value)
