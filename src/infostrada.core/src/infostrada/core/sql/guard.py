"""No statement between `tpc_begin` and the vote."""

from sqlalchemy import Engine
from sqlalchemy import event
from transaction._transaction import Status
from typing import Any

import transaction


class LateStatementError(RuntimeError):
    """A statement was sent between `tpc_begin` and the vote: a fault of the program."""


def install(engine: Engine) -> None:
    """Refuse late statements on every connection of an engine."""
    event.listen(engine, "before_cursor_execute", _before_statement)


def refuse_late_statement() -> None:
    """Raise `LateStatementError` when the current transaction is already committing.

    RelStorage then holds its row locks; waiting for another one here would be a deadlock that
    PostgreSQL cannot see, because it runs over two connections of one thread.
    """
    if transaction.get().status == Status.COMMITTING:
        raise LateStatementError("SQL after tpc_begin: do it in a before-commit hook or earlier")


def _before_statement(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
    # Savepoints are let go with the commit; that waits for nobody.
    if not statement.startswith("RELEASE SAVEPOINT"):
        refuse_late_statement()
