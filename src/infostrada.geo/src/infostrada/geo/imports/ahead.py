"""The next of a row of things is made while the last is used: reading XML and asking the database take turns no longer."""

from collections.abc import Iterable
from collections.abc import Iterator
from queue import Empty
from queue import Full
from queue import Queue
from threading import Event
from threading import Thread
from typing import TypeVar


T = TypeVar("T")
# Seconds after which a waiting thread looks whether anybody still wants its things.
LOOK = 0.2


class _Line:
    """What goes from the maker to the user: one thing at a time, and a word when nobody wants more."""

    def __init__(self) -> None:
        self.queue: Queue[tuple[str, object]] = Queue(maxsize=1)
        self.unwanted = Event()

    def put(self, kind: str, thing: object = None) -> bool:
        """Hand over; False when nobody wants it."""
        while not self.unwanted.is_set():
            try:
                self.queue.put((kind, thing), timeout=LOOK)
                return True
            except Full:
                continue
        return False


def ahead(things: Iterable[T]) -> Iterator[T]:
    """The same things in their order, made in a thread at most two ahead; its exceptions are raised here.

    The thread ends when the things do, or when the iteration is closed.
    """
    line = _Line()
    maker = Thread(target=_make, args=(things, line), name="infostrada-ahead", daemon=True)
    maker.start()
    try:
        while True:
            kind, thing = _taken(line, maker)
            if kind == "error":
                assert isinstance(thing, BaseException)
                raise thing
            if kind == "end":
                return
            yield thing  # type: ignore[misc]
    finally:
        line.unwanted.set()
        maker.join()


def _make(things: Iterable[T], line: _Line) -> None:
    try:
        for thing in things:
            if not line.put("thing", thing):
                return
    except BaseException as error:
        line.put("error", error)
    else:
        line.put("end")


def _taken(line: _Line, maker: Thread) -> tuple[str, object]:
    while True:
        try:
            return line.queue.get(timeout=LOOK)
        except Empty:
            if not maker.is_alive() and line.queue.empty():
                raise RuntimeError("the maker of things is gone") from None
