"""PostgreSQL beside ZODB: a session in the Zope transaction, a read pool outside it, migrations."""

from infostrada.core.sql.engine import dispose
from infostrada.core.sql.joined import session
from infostrada.core.sql.migration import migrate
from infostrada.core.sql.migration import pending
from infostrada.core.sql.reading import reader
from infostrada.core.sql.writing import writer


__all__ = ["dispose", "migrate", "pending", "reader", "session", "writer"]
