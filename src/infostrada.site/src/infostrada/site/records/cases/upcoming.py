"""What a case waits for and what its officer does next: read off its documents, letters and tasks. Pure.

Source of the order: the model records instruction (Dz.U. 2011 nr 14 poz. 67): a document is accepted, sent, the case is
settled by it, and ends when the settlement has been served and is final.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.lists import DECISIONS
from typing import NamedTuple


class Held(NamedTuple):
    """A document, letter or task of a case; `kind` is a document's kind, or the UID of the document a letter sends."""

    uid: str
    title: str
    state: str
    kind: str = ""


class Step(NamedTuple):
    """What comes next, and about which of the case's things; a word beginning with `wait_` is somebody else's."""

    word: str
    about: str = ""
    title: str = ""


NOTHING = Step("")


def next_step(
    state: str,
    documents: Sequence[Held],
    letters: Sequence[Held],
    tasks: Sequence[Held],
    decision: str = "",
    *,
    term_runs: bool = False,
) -> Step:
    """The one step that moves a case in this state on.

    `decision` is the document that settled it; a party's term that runs keeps the settlement from being final.
    """
    if state == "closed":
        return Step("archive")
    if state != "settled" and state not in OPEN:
        return NOTHING
    found = _in_hand(documents, letters, tasks)
    if found is not NOTHING:
        return found
    if state in OPEN:
        return _to_settle(documents, letters)
    return _after_settling(documents, letters, decision, term_runs=term_runs)


def _in_hand(documents: Sequence[Held], letters: Sequence[Held], tasks: Sequence[Held]) -> Step:
    return (
        _first("mend", documents, "returned")
        or _first("send", letters, "ready")
        or _first("submit", documents, "draft")
        or _first("wait_acceptance", documents, "submitted")
        or _first("wait_task", tasks, "open")
        or NOTHING
    )


def _to_settle(documents: Sequence[Held], letters: Sequence[Held]) -> Step:
    settling = [each for each in documents if each.state == "accepted" and each.kind in DECISIONS]
    if not settling:
        return Step("write")
    posted = {letter.kind for letter in letters}
    last = settling[-1]
    return Step("settle" if last.uid in posted else "prepare", last.uid, last.title)


def _after_settling(
    documents: Sequence[Held], letters: Sequence[Held], decision: str, *, term_runs: bool
) -> Step:
    settled_by = next((each for each in documents if each.uid == decision), None)
    if settled_by is not None and not any(letter.kind == decision for letter in letters):
        return Step("prepare", settled_by.uid, settled_by.title)
    return _first("wait_service", letters, "sent") or Step("wait_term" if term_runs else "finish")


def _first(word: str, among: Iterable[Held], state: str) -> Step | None:
    found = next((each for each in among if each.state == state), None)
    return Step(word, found.uid, found.title) if found is not None else None
