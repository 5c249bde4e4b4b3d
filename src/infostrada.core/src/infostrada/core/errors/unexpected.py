"""Faults nobody foresaw: the visitor gets a reference, the log the fault under it."""

from infostrada.core.errors import BadRequest
from infostrada.core.errors import ContentionError
from infostrada.core.errors import Problem
from infostrada.core.errors import Unexpected
from infostrada.core.errors.views import ProblemJSON
from plone.rest.errors import ErrorHandling
from plone.rest.interfaces import IAPIRequest
from sqlalchemy.exc import DataError
from transaction.interfaces import TransientError
from typing import Any
from zExceptions import HTTPException
from zope.component import adapter

import logging
import psycopg
import secrets
import sys


# Of the driver, and as SQLAlchemy hands it on.
OUT_OF_RANGE = (psycopg.DataError, DataError)

logger = logging.getLogger(__name__)


def is_meant(error: Exception) -> bool:
    """Was the exception raised to say something to the visitor: a refusal or a redirect with a status below 500?"""
    return isinstance(error, HTTPException) and error.getStatus() < 500


def problem_of(error: Exception, request: Any) -> Problem:
    """What is told of a fault that is not meant for the visitor; it is written to the log on the way.

    A value the database has no room for (a number too large, a text with NUL) is what was sent, not ours.

    An exception's text may quote a row of the database, a letter or the place of a file, so nothing of it is told.
    """
    if isinstance(error, TransientError):
        return ContentionError()
    if isinstance(error, OUT_OF_RANGE):
        return BadRequest(reason="out_of_range")
    reference = secrets.token_hex(4)
    # Zope's own error log writes a few of each kind a minute, under ids of its own.
    where = request.method, request.get("PATH_INFO")
    logger.error("Unexpected error, reference %s: %s %s", reference, *where, exc_info=sys.exc_info())
    return Unexpected(reference)


@adapter(Exception, IAPIRequest)
class ExceptionJSON(ErrorHandling):
    """Instead of plone.rest's: words of a refusal as they are, a reference for everything else."""

    def __call__(self) -> None:
        """Locks the response."""
        if is_meant(self.context):
            super().__call__()
        else:
            ProblemJSON(problem_of(self.context, self.request), self.request)()

    def render_exception(self, exception: Exception) -> dict[str, Any]:
        """Without the lines of the program plone.rest shows to managers."""
        return {
            name: told for name, told in super().render_exception(exception).items() if name != "traceback"
        }
