"""Why a message of e-mail is not registered, and how long it is kept. Pure.

Source: model records instruction, Dz.U. 2011 nr 14 poz. 67: what comes to the office's official address or matters for how a
matter is settled is registered, what belongs to a case otherwise goes into it at once (`mail_filing`), the rest is not
recorded. Letters of e-Doręczenia and of the electronic inbox have an official receipt and are always registered.
"""

from collections.abc import Iterator


KINDS = (
    "spam",
    "harmful",
    "advertisement",
    "newsletter",
    "invitation",
    "courtesy",
    "copy",
    "elsewhere",
    "other",
)
LONGEST = 500
# Days the message itself is kept: long enough to notice a mistake.
USUAL_DAYS, MOST_DAYS = 90, 3_650


def faults_of(kind: str, note: str) -> Iterator[tuple[str, str]]:
    """(field, reason) for everything wrong with what is said of a message; `other` says nothing without words of its own."""
    if kind not in KINDS:
        yield "kind", "not_in_list"
    if kind == "other" and not note.strip():
        yield "note", "required"
    if len(note) > LONGEST:
        yield "note", "too_long"


def days_faults(days: int) -> Iterator[tuple[str, str]]:
    """An office that keeps nothing at all could not take a mistake back the next day."""
    if not 1 <= days <= MOST_DAYS:
        yield "days", "kept_days_out_of_range"
