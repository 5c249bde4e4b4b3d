"""What a decision must hold, looked for in the text of its draft before it is signed. Pure; a warning, never a refusal.

Sources: KPA art. 107 (parts of a decision), art. 124 (of an order that may be complained of), art. 127a (waiver of the
appeal), art. 130 § 4. The rows are dated: another law adds a row, a changed article ends one and begins another. Words
are compared without case, marks and line ends; a part counts as present when one of its patterns is found.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import re
import unicodedata


DECISION, ORDER = "decyzja", "postanowienie"
CHECKED = frozenset({DECISION, ORDER})
LONGEST = 300_000


@dataclass(frozen=True, slots=True)
class Part:
    """A part a kind of document must have, with beginnings of words that show it; `facts` are looked for as they stand."""

    key: str
    kinds: frozenset[str]
    basis: str
    patterns: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    valid_from: date = date.min
    valid_to: date = date.max


BOTH, DECISIONS = CHECKED, frozenset({DECISION})
_DATED = (
    r"\b\d{1,2} (stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|wrzesnia|pazdziernika|listopada|grudnia) \d{4}",
    r"\b\d{1,2}[.\-]\d{1,2}[.\-]\d{4}\b",
    r"\b\d{4}-\d{2}-\d{2}\b",
)
PARTS: tuple[Part, ...] = (
    Part("authority", BOTH, "KPA art. 107 § 1 pkt 1", facts=("office",), patterns=(
        r"\b(wojt|burmistrz|prezydent miasta|starosta|marszalek|kierownik|dyrektor|zarzad)\w*",)),
    Part("day", BOTH, "KPA art. 107 § 1 pkt 2", _DATED),
    Part("party", BOTH, "KPA art. 107 § 1 pkt 3", facts=("party",)),
    Part("basis", BOTH, "KPA art. 107 § 1 pkt 4", (r"\bna podstawie (art|§|przepis|ustaw)",)),
    Part("ruling", BOTH, "KPA art. 107 § 1 pkt 5", (
        r"\b(orzeka|ustala|udziela|odmawia|zezwala|umarza|uchyla|postanawia|stwierdza|przyznaje|naklada|zatwierdza|"
        r"nakazuje|zobowiazuje|wyraza zgode|zawiesza|podejmuje|pozostawia|cofa|zmienia|okresla|wygasza)\w*",)),
    Part("facts", DECISIONS, "KPA art. 107 § 3", (r"\buzasadnienie",)),
    Part("law", DECISIONS, "KPA art. 107 § 3", (r"\buzasadnienie[\s\S]{40,}?\bart\. ?\d",)),
    Part("appeal", DECISIONS, "KPA art. 107 § 1 pkt 7", (r"\bodwolani\w*[\s\S]{0,400}?\b(14|czternast\w*) dni",)),
    Part("complaint", frozenset({ORDER}), "KPA art. 124 § 1", (
        r"\bzazaleni\w*[\s\S]{0,400}?\b(7|siedmi\w*) dni", r"\bnie (sluzy|przysluguje) zazaleni\w*")),
    Part("waiver", DECISIONS, "KPA art. 107 § 1 pkt 7, art. 127a", (
        r"\bzrze(c|k|cz)\w*[\s\S]{0,80}?\bodwolani", r"\bzrzeczeni\w*"), valid_from=date(2017, 6, 1)),
    Part("signatory", BOTH, "KPA art. 107 § 1 pkt 8", facts=("signatory",), patterns=(
        r"\bz up(owaznienia|\.) ", r"\bpodpis\w*")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """A part that was not found, with the article that wants it."""

    key: str
    basis: str


def folded(text: str) -> str:
    """Small letters without Polish marks, single spaces."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST].casefold().replace("ł", "l"))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def missing_parts(
    kind: str, text: str, facts: Mapping[str, Iterable[str]], day: date, parts: Iterable[Part] = PARTS
) -> list[Missing]:
    """Parts of the law that the text does not show; an empty list for kinds the rows do not name.

    `facts` holds what the office knows, by the words of `Part.facts`: its name, names of the parties, of who signs. A
    part is present when any fact or any pattern is found.
    """
    said = folded(text)
    found = []
    for part in parts:
        if kind not in part.kinds or not part.valid_from <= day <= part.valid_to:
            continue
        known = [folded(each) for name in part.facts for each in facts.get(name, ()) if each.strip()]
        if any(_names(each, said) for each in known) or any(re.search(each, said) for each in part.patterns):
            continue
        found.append(Missing(part.key, part.basis))
    return found


def _names(name: str, said: str) -> bool:
    """Is the name in the text, whatever the order of its words? Endings of Polish cases may differ by two letters."""
    words = [word for word in re.split(r"[^\w]+", name) if len(word) > 2]
    return bool(words) and all(
        re.search(rf"\b{re.escape(word[: max(3, len(word) - 2)])}", said) for word in words
    )
