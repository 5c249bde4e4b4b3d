"""Does a letter that came this way count as handed in? Dated data with the proof of receipt.

Sources: KPA art. 63; act of 18 November 2020 on electronic delivery (from 1 January 2026 the address
for electronic delivery is the basic channel); special acts for public information, petitions,
complaints and re-use. The verdict is advice to a person and never changes a term by itself.
"""

from dataclasses import dataclass
from datetime import date


MATTERS = (
    "application",
    "public_information",
    "petition",
    "complaint",
    "court_complaint",
    "reuse",
    "between_authorities",
)
EVERY = frozenset(MATTERS)
FREE_FORM = frozenset({"public_information", "petition", "complaint", "reuse"})
BASIC_CHANNEL_FROM = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Channel:
    """A way of delivery: matters it is effective for, and the proof of receipt."""

    methods: frozenset[str]
    matters: frozenset[str]
    proof: str
    valid_from: date = date.min
    valid_to: date = date.max


CHANNELS: tuple[Channel, ...] = (
    Channel(frozenset({"e-Doręczenia"}), EVERY, "receipt"),
    Channel(frozenset({"formularz portalu", "między urzędami platformy"}), EVERY, "own_receipt"),
    Channel(frozenset({"ePUAP"}), EVERY, "upp", valid_to=date(2025, 12, 31)),
    Channel(
        frozenset({"ePUAP"}),
        frozenset({"public_information", "petition", "complaint", "court_complaint"}),
        "upp",
        BASIC_CHANNEL_FROM,
    ),
    Channel(
        frozenset({"ePUAP"}),
        frozenset({"between_authorities"}),
        "upp",
        BASIC_CHANNEL_FROM,
        date(2029, 9, 30),
    ),
    Channel(frozenset({"e-mail", "faks"}), FREE_FORM, "none"),
    Channel(
        frozenset(
            {"list zwykły", "list polecony", "list polecony ZPO", "kurier", "osobiście", "nośnik danych"}
        ),
        EVERY,
        "stamp",
    ),
    Channel(frozenset({"ustnie do protokołu"}), EVERY, "protocol"),
    Channel(frozenset({"system dziedzinowy", "KSeF"}), EVERY, "system"),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`effective` is None when the way of delivery is not known; `proof` names the evidence."""

    effective: bool | None
    proof: str = ""


def verdict(method: str, matter: str, received_on: date) -> Verdict:
    """Is a letter of this matter, come this way on this day, effectively handed in (EOD-14)?"""
    running = [
        one for one in CHANNELS if method in one.methods and one.valid_from <= received_on <= one.valid_to
    ]
    if not running:
        return Verdict(None)
    for channel in running:
        if matter in channel.matters:
            return Verdict(True, channel.proof)
    return Verdict(False, running[0].proof)
