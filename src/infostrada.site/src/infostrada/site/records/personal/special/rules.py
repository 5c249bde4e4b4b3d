"""Special categories of personal data, and who comes to a case that holds them. Pure.

Sources: RODO art. 9(1) (special categories), art. 10 (convictions and offences), recital 38 (children). Such a case is open to
the people who work on it, to those named for it and to the head of its organisational unit; other posts of the office do
not open it.
"""

from collections.abc import Iterable


# Each kind with its words in the metryka.
WORDS = {
    "health": "zdrowie",
    "origin": "pochodzenie rasowe lub etniczne",
    "politics": "poglądy polityczne",
    "religion": "przekonania religijne lub światopoglądowe",
    "union": "przynależność do związków zawodowych",
    "genetic": "dane genetyczne",
    "biometric": "dane biometryczne",
    "sex_life": "seksualność lub orientacja seksualna",
    "convictions": "wyroki skazujące i czyny zabronione",
    "children": "dzieci",
}
KINDS = tuple(WORDS)
LONGEST = 500


def marking_faults(kinds: Iterable[str], reason: str) -> list[tuple[str, str]]:
    """(field, reason) for everything wrong with marking a case."""
    listed = list(kinds)
    found = [] if listed else [("kinds", "required")]
    if any(kind not in KINDS for kind in listed):
        found.append(("kinds", "not_in_list"))
    return found + reason_faults(reason)


def reason_faults(reason: str) -> list[tuple[str, str]]:
    """A change of who sees such data has a reason."""
    if not reason.strip():
        return [("reason", "required")]
    return [("reason", "too_long")] if len(reason) > LONGEST else []


def ordered(kinds: Iterable[str]) -> tuple[str, ...]:
    """The kinds once, in the order of the regulation."""
    held = set(kinds)
    return tuple(kind for kind in KINDS if kind in held)
