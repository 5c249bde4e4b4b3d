"""What a case waits for and what its officer does next: read off its documents, letters, tasks, term and checklist. Pure.

Source of the order: the model records instruction (Dz.U. 2011 nr 14 poz. 67): a document is accepted, sent, the case is
settled by it, and ends when the settlement has been served and is final. Before the term passes without a settlement the
parties are told why, and until when (KPA art. 36).
"""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
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


def is_pressed(due: date | None, today: date, near: timedelta) -> bool:
    """Is the notice of KPA art. 36 due: has the term passed, or does it pass within the days called near?"""
    return due is not None and due - today <= near


def next_step(
    state: str,
    documents: Sequence[Held],
    letters: Sequence[Held],
    tasks: Sequence[Held],
    decision: str = "",
    *,
    term_runs: bool = False,
    pressed: bool = False,
    lacking: Sequence[str] = (),
) -> Step:
    """The one step that moves a case in this state on.

    `decision` is the document that settled it; a party's term that runs keeps the settlement from being final. The office's
    own term has passed or is near when the case is `pressed`; `lacking` is what the type of the case asks for before it is settled.
    """
    if state == "closed":
        return Step("archive")
    if state != "settled" and state not in OPEN:
        return NOTHING
    found = _in_hand(documents, letters, tasks)
    if pressed and state in OPEN and found.word != "send" and not _settling(documents):
        return Step("notify")
    if found is not NOTHING:
        return found
    if state in OPEN:
        return _to_settle(documents, letters, lacking)
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


def _to_settle(documents: Sequence[Held], letters: Sequence[Held], lacking: Sequence[str]) -> Step:
    settling = _settling(documents)
    if not settling:
        return Step("write")
    posted = {letter.kind for letter in letters}
    last = settling[-1]
    if last.uid not in posted:
        return Step("prepare", last.uid, last.title)
    return Step("check", "", lacking[0]) if lacking else Step("settle", last.uid, last.title)


def _settling(documents: Sequence[Held]) -> list[Held]:
    """Accepted documents that can settle the case."""
    return [each for each in documents if each.state == "accepted" and each.kind in DECISIONS]


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
