"""By which way a letter goes out, and whether that serves it effectively. Dated data, pure.

Sources: KPA art. 39 (own account or the seat of the authority, address for electronic delivery, then
the public hybrid service, then registered post, employees, other persons), art. 40-49; act of
18 November 2020 on electronic delivery, art. 42 and 147 (ePUAP between public bodies until
30 September 2029). The words of the list are those offices use.
"""

from dataclasses import dataclass
from datetime import date


ELECTRONIC, HYBRID = "e-Doręczenia PURDE", "e-Doręczenia PUH"
PLATFORM = "między urzędami platformy"
REGISTERED_PROOF, REGISTERED, PLAIN = "list polecony ZPO", "list polecony", "list zwykły"
EMPLOYEE, PICK_UP, COURIER = "doręczenie przez pracownika", "odbiór osobisty", "kurier"
EPUAP, EMAIL, NOTICE = "ePUAP (podmiot publiczny)", "e-mail", "obwieszczenie KPA 49"
KINDS = ("person", "body", "public")
PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an addressee and a letter on the day the way is chosen.

    `unit` is the id of an office of this platform, `pdf_only` whether every file is a PDF (the
    hybrid service prints nothing else), `box` whether the sending office has a box of its own,
    `proof` whether the law wants a proof of receipt.
    """

    kind: str = "person"
    ade: str = ""
    unit: str = ""
    postal: bool = True
    email: str = ""
    country: str = "PL"
    pdf_only: bool = True
    box: bool = True
    proof: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """A way in the order of the law; `needs` are facts without which it cannot be used at all."""

    method: str
    basis: str
    needs: frozenset[str] = frozenset()
    proves: bool = True
    valid_from: date = date.min
    valid_to: date = date.max


WAYS: tuple[Way, ...] = (
    Way(PLATFORM, "KPA art. 39 § 1", frozenset({"unit"})),
    Way(ELECTRONIC, "KPA art. 39 § 1", frozenset({"ade", "box"})),
    Way(HYBRID, "KPA art. 39 § 2", frozenset({"postal", "box", "pdf", "poland"})),
    Way(REGISTERED_PROOF, "KPA art. 39 § 3 pkt 1", frozenset({"postal"})),
    Way(EMPLOYEE, "KPA art. 39 § 3 pkt 2", frozenset({"postal"})),
    Way(PICK_UP, "KPA art. 39 § 1"),
    Way(EPUAP, "u.d.e. art. 147", frozenset({"public"}), valid_to=date(2029, 9, 30)),
    Way(NOTICE, "KPA art. 49"),
    Way(REGISTERED, "bez potwierdzenia odbioru", frozenset({"postal"}), proves=False),
    Way(COURIER, "bez potwierdzenia odbioru", frozenset({"postal"}), proves=False),
    Way(PLAIN, "bez potwierdzenia odbioru", frozenset({"postal"}), proves=False),
    Way(EMAIL, "bez potwierdzenia odbioru", frozenset({"email"}), proves=False),
)
METHODS = tuple(way.method for way in WAYS)
POSTAL = frozenset({REGISTERED_PROOF, REGISTERED, PLAIN, COURIER})
BY_NETWORK = frozenset({ELECTRONIC, HYBRID, PLATFORM})
# Ways nobody falls into by themselves: a person has to choose them.
CHOSEN_ONLY = frozenset({EMPLOYEE, PICK_UP, NOTICE, EPUAP})


def lacks(way: Way, facts: Facts) -> list[str]:
    """Facts the way needs and the addressee or letter has not."""
    held = {
        "unit": bool(facts.unit),
        "ade": bool(facts.ade),
        "box": facts.box,
        "postal": facts.postal,
        "pdf": facts.pdf_only,
        "poland": facts.country == "PL",
        "public": facts.kind == PUBLIC,
        "email": bool(facts.email),
    }
    return [need for need, has in held.items() if need in way.needs and not has]


def ways_on(day: date) -> list[Way]:
    """The ways that exist on a day, in the order of the law."""
    return [way for way in WAYS if way.valid_from <= day <= way.valid_to]


def proposed(facts: Facts, day: date) -> Way | None:
    """The first way of the law's order that can be used and proves service; None when there is none.

    A letter that needs no proof goes by the first electronic way there is, else by plain post.
    """
    for way in ways_on(day):
        if way.method in CHOSEN_ONLY or lacks(way, facts):
            continue
        if way.proves and (facts.proof or way.method in (PLATFORM, ELECTRONIC)):
            return way
        if not facts.proof and way.method == PLAIN:
            return way
    return None


def way_faults(method: str, facts: Facts, day: date, reason: str) -> list[str]:
    """Why the method may not be taken: `not_in_list`, `way_needs_` and what it needs, `way_reason_missing`; empty when it may.

    Without a method the law's first one is meant, and there may be none: `way_none`. Another way than the law's first one may
    be chosen, but the reason is kept with the letter.
    """
    first = proposed(facts, day)
    if not method:
        return [] if first is not None else ["way_none"]
    way = next((each for each in ways_on(day) if each.method == method), None)
    if way is None:
        return ["not_in_list"]
    if missing := lacks(way, facts):
        return [f"way_needs_{need}" for need in missing]
    other = first is not None and first.method != method
    return ["way_reason_missing"] if other and not reason.strip() else []
