"""The outbox: effects outside the database, carried out by the worker after the commit."""

from infostrada.core.outbox.rows import again
from infostrada.core.outbox.rows import forget
from infostrada.core.outbox.rows import put
from infostrada.core.outbox.rows import Standing
from infostrada.core.outbox.rows import standing


__all__ = ["Standing", "again", "forget", "put", "standing"]
