"""The append-only journal: who did what, in which unit, to which object.

Rows are written in the transaction of the deed, sealed a few seconds later and checked by `verify`.
"""

from infostrada.core.journal.rows import append
from infostrada.core.journal.rows import gathering


__all__ = ["append", "gathering"]
