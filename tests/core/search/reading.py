"""Reads attached files in the test's own transaction, as the worker does in transactions of its own."""

from infostrada.core.reading.reader import Reader
from infostrada.core.record import pending
from infostrada.core.search import due
from infostrada.core.search.attached import read


class Reading:
    """Called after something was written: reads what is due."""

    def __init__(self, patience=30.0):
        self.reader = Reader(patience)

    def __enter__(self):
        return self

    def __exit__(self, *_failure):
        self.reader.close()

    def __call__(self):
        pending.flush()
        count = 0
        while found := due.claim():
            read(found, self.reader)
            count += 1
        return count
