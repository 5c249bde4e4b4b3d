"""What a question nobody can answer was probably meant to be.

A word is put in another's place only when asking for it finds something for whoever asks, so a suggestion never tells
of a text that a search would not.
"""

from collections.abc import Callable
from collections.abc import Iterator
from infostrada.core.folding import folded
from infostrada.core.record.sql import rows
from infostrada.core.search.vector import MOST_WORDS
from infostrada.core.search.vocabulary import SHORTEST
from infostrada.core.search.words import words


Found = Callable[[str], bool]
# Words looked at for each mistyped one, and how many of them are tried.
LOOKED_AT, TRIED = 40, 5
NEAR = f"""
    SELECT word, plain, objects FROM core.search_word WHERE plain %% %(plain)s
    ORDER BY similarity(plain, %(plain)s) DESC, objects DESC LIMIT {LOOKED_AT}
"""  # noqa: S608 - our own number


def suggestion(question: str, found: Found) -> str | None:
    """The question with mistyped words replaced, when that finds something; `found` asks on behalf of the visitor."""
    parts, at, changed = [], 0, False
    for word in list(words(question))[:MOST_WORDS]:
        better = word.text
        if word.text.isalpha() and len(word.text) >= SHORTEST and not found(word.text):
            better = next((near for near in _near(word.text) if found(near)), word.text)
        changed = changed or better != word.text
        parts += [question[at : word.start], better]
        at = word.end
    corrected = "".join([*parts, question[at:]])
    return corrected if changed and found(corrected) else None


def _near(word: str) -> Iterator[str]:
    """Known words that a slip or two make of this one, the nearest and most used first."""
    plain = folded(word)
    most = slips(plain)
    measured = [
        (distance(plain, row["plain"], most), -row["objects"], row["word"])
        for row in rows(NEAR, {"plain": plain})
    ]
    close = sorted(item for item in measured if item[0] <= most and item[2] != word.lower())
    return (near for _distance, _objects, near in close[:TRIED])


def slips(word: str) -> int:
    """How many slips of the hand a word of this length is allowed."""
    return 1 if len(word) < 6 else 2 if len(word) < 11 else 3


def distance(one: str, other: str, most: int) -> int:
    """Letters put in, left out, exchanged or swapped with the next (optimal string alignment); `most` + 1 when more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(last[column] + 1, here[-1] + 1, last[column - 1] + (letter != wanted))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted
            here.append(min(cost, before[column - 2] + 1) if swapped else cost)
        if min(here) > most:
            return most + 1
        before, last = last, here
    return last[-1]
