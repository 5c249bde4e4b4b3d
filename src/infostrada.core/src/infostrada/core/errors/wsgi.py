"""A WSGI filter for what Zope cannot answer itself: the object database is away before a request
has an application to render an error with."""

from collections.abc import Callable
from collections.abc import Iterable
from infostrada.core.errors import Unavailable
from infostrada.core.errors.outside import answer
from infostrada.core.errors.outside import language_of
from typing import Any

import logging
import psycopg
import psycopg2


logger = logging.getLogger(__name__)

# RelStorage lets its driver's errors through; a server that dies in the middle of a statement
# shows as a bare DatabaseError.
DATABASE_LOST = (
    psycopg2.Error,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    Unavailable,
)

_MESSAGE = {
    "pl": "Baza danych nie odpowiada. Nic nie zostało utracone, proszę spróbować za chwilę.",
    "en": "The database does not answer. Nothing was lost, please try again in a moment.",
}


def unavailable(global_conf: dict[str, str]) -> Callable[[Any], Any]:
    """PasteDeploy filter factory `egg:infostrada.core#unavailable`."""
    return _Filter


class _Filter:
    def __init__(self, application: Any) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            answer: Iterable[bytes] = self.application(environ, start_response)
            return answer
        except DATABASE_LOST as error:
            # The type only: the text may quote a statement's values.
            logger.warning("503: the object database failed with %s", type(error).__name__)
            return _answer(environ, start_response)


def _answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    language = language_of(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    problem = Unavailable(reason="database_lost")
    headers, body = answer(problem, _MESSAGE, environ.get("HTTP_ACCEPT", ""), language)
    start_response("503 Service Unavailable", headers)
    return [body]
