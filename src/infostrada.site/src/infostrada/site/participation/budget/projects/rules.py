"""Costs, criteria, and what a proposal has to say. Plain Python."""

from collections.abc import Mapping
from infostrada.site.participation.budget.support.signatories import different
from infostrada.site.participation.budget.support.signatories import read_lines
from typing import Any
from typing import NamedTuple


LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_BODY = 120, 500, 20_000
MOST_LINES = 60

# Merit: law, feasibility, money, as art. 5a(7)(3) of the act on communes orders them to be judged.
CRITERIA = ("lawful", "own_task", "land", "plan", "feasible", "cost", "open_to_all")

PRICES = (
    ("bench", "szt.", 2_800),
    ("bin", "szt.", 900),
    ("tree", "szt.", 1_600),
    ("shrubs", "m²", 180),
    ("lamp", "szt.", 14_000),
    ("pavement", "m²", 420),
    ("cycle_path", "m²", 380),
    ("playground_device", "szt.", 28_000),
    ("gym_device", "szt.", 11_000),
    ("safe_surface", "m²", 450),
    ("fence", "m", 350),
    ("bike_stand", "szt.", 700),
    ("crossing", "szt.", 65_000),
    ("event", "szt.", 15_000),
)


class CostLine(NamedTuple):
    """Something to be bought; `price` in whole złoty for a unit."""

    what: str
    unit: str
    quantity: int
    price: int

    @property
    def cost(self) -> int:
        """Whole złoty."""
        return self.quantity * self.price


class Proposal(NamedTuple):
    """What a resident proposes."""

    title: str
    summary: str
    body: str
    pool: str
    place: str
    lines: tuple[CostLine, ...]
    author: str
    email: str
    supporters: tuple[str, ...] = ()
    parcel: str = ""


class Verdict(NamedTuple):
    """An answer to one criterion."""

    criterion: str
    met: bool
    reason: str = ""


def total(lines: tuple[CostLine, ...]) -> int:
    """Whole złoty."""
    return sum(line.cost for line in lines)


def faults_of(proposal: Proposal, amount: int | None, supporters: int) -> list[tuple[str, str]]:
    """Pairs of field and reason; `amount` of the pool (None: no such pool), `supporters` still asked for."""
    faults = []
    for name, longest in (("title", LONGEST_TITLE), ("summary", LONGEST_SUMMARY), ("body", LONGEST_BODY)):
        value = getattr(proposal, name).strip()
        if not value:
            faults.append((name, "required"))
        elif len(value) > longest:
            faults.append((name, "too_long"))
    for name in ("place", "author"):
        if not getattr(proposal, name).strip():
            faults.append((name, "required"))
    if "@" not in proposal.email or len(proposal.email) > 254 or any(map(str.isspace, proposal.email)):
        faults.append(("email", "email_wrong"))
    if amount is None:
        faults.append(("pool", "pool_unknown"))
    if not proposal.lines:
        faults.append(("lines", "required"))
    elif amount is not None and total(proposal.lines) > amount:
        faults.append(("lines", "over_pool"))
    if len(different(read_lines(proposal.supporters))) < supporters:
        faults.append(("supporters", "supporters_missing"))
    return faults


def lines_of(rows: Any) -> tuple[CostLine, ...]:
    """Cost lines from JSON or a form; raises ValueError for one out of shape."""
    if not isinstance(rows, (list, tuple)) or len(rows) > MOST_LINES:
        raise ValueError("lines")
    found = []
    for row in rows:
        if not isinstance(row, Mapping):
            raise ValueError("lines")
        what, unit = str(row.get("what") or "").strip(), str(row.get("unit") or "").strip()
        quantity, price = row.get("quantity"), row.get("price")
        for number in (quantity, price):
            if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= 10**9:
                raise ValueError("lines")
        if not what or len(what) > 200:
            raise ValueError("lines")
        found.append(CostLine(what, unit[:20] or "szt.", quantity, price))  # type: ignore[arg-type]
    return tuple(found)


def written_lines(rows: Any) -> tuple[CostLine, ...]:
    """Cost lines whose figures are texts, as a form or a draft has them; empty rows are left out. Raises ValueError."""
    found = []
    for row in rows:
        if any(str(row.get(name) or "").strip() for name in ("what", "quantity")):
            figures = {name: whole(row.get(name)) for name in ("quantity", "price")}
            found.append({"what": row.get("what"), "unit": row.get("unit"), **figures})
    return lines_of(found)


def cost_so_far(rows: Any) -> int:
    """Whole złoty of the lines that are complete already."""
    pairs = [(whole(row.get("quantity")), whole(row.get("price"))) for row in rows]
    return sum(quantity * price for quantity, price in pairs if quantity and price)


def whole(value: Any) -> int | None:
    """A whole number written by a person, with spaces or without; None for anything else."""
    plain = "".join(str(value or "").split())
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 11 else None


def verdicts_of(rows: Any) -> tuple[Verdict, ...]:
    """A card with every criterion once and a reason for each refusal; raises ValueError."""
    if not isinstance(rows, Mapping) or set(rows) != set(CRITERIA):
        raise ValueError("verdicts")
    found = []
    for criterion in CRITERIA:
        row = rows[criterion]
        if not isinstance(row, Mapping) or not isinstance(row.get("met"), bool):
            raise ValueError("verdicts")
        reason = str(row.get("reason") or "").strip()
        if not row["met"] and not reason:
            raise ValueError("verdicts")
        found.append(Verdict(criterion, row["met"], reason))
    return tuple(found)
