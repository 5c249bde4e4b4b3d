"""The outbox: effects outside the database, carried out by the worker after the commit."""

from infostrada.core.outbox.rows import put


__all__ = ["put"]
