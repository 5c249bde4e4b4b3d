"""Refusals keep their status, field and reason on every way out."""

from infostrada.core import errors
from infostrada.core.errors import page
from infostrada.core.errors import wsgi
from infostrada.core.errors.views import ProblemPage
from infostrada.core.sql.failures import meaning
from plone.rest.interfaces import IAPIRequest
from psycopg import errors as pg
from psycopg_pool import PoolTimeout
from sqlalchemy.exc import DataError
from zExceptions import upgradeException
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import base64
import hashlib
import json
import psycopg2
import pytest
import re


# Status codes of RFC 9110, RFC 4918 (423) and RFC 6585 (429), as the issue lists them.
STATUS = {
    "BadRequest": 400,
    "Unauthorized": 401,
    "Forbidden": 403,
    "NotFound": 404,
    "Conflict": 409,
    "PreconditionFailed": 412,
    "TooLarge": 413,
    "Locked": 423,
    "TooManyRequests": 429,
    "Unavailable": 503,
    "ContentionError": 503,
}


@pytest.mark.parametrize(("name", "status"), STATUS.items())
def test_status_survives_the_publisher(name, status):
    problem = getattr(errors, name)("No.", field="title", reason="required")
    kind, _ = upgradeException(type(problem), None)
    assert isinstance(problem, kind)
    assert (problem.status, problem.field, problem.reason) == (status, "title", "required")
    assert str(problem) == "No."


def test_every_problem_has_words_of_its_own():
    for name in STATUS:
        problem = getattr(errors, name)()
        assert str(problem) == problem.message.default
        assert problem.reason != "error"


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (pg.DeadlockDetected(), errors.ContentionError, "contended"),
        (pg.SerializationFailure(), errors.ContentionError, "contended"),
        (pg.LockNotAvailable(), errors.ContentionError, "contended"),
        (pg.QueryCanceled(), errors.Unavailable, "statement_timeout"),
        (pg.AdminShutdown(), errors.Unavailable, "database_lost"),
        (pg.TooManyConnections(), errors.Unavailable, "database_lost"),
        (PoolTimeout(), errors.Unavailable, "pool_exhausted"),
    ],
)
def test_meaning_of_database_errors(error, kind, reason):
    problem = meaning(error)
    assert type(problem) is kind
    assert problem.reason == reason


@pytest.mark.parametrize("error", [pg.UniqueViolation(), pg.UndefinedTable(), ValueError()])
def test_faults_of_a_statement_are_not_disguised(error):
    assert meaning(error) is None


@pytest.fixture
def request_(portal, http_request):
    http_request["PARENTS"] = [portal]
    return http_request


def test_rest_answer(request_):
    alsoProvides(request_, IAPIRequest)
    problem = errors.Conflict("Already closed.", field="state", reason="closed")
    getMultiAdapter((problem, request_), name="index.html")()
    answer = request_.response
    assert answer.getStatus() == 409
    assert answer.getHeader("Content-Type") == "application/json"
    assert json.loads(answer.body) == {
        "type": "Conflict",
        "message": "Already closed.",
        "field": "state",
        "reason": "closed",
    }


def test_page_answer_escapes_and_names_its_style(request_):
    request_.environ["HTTP_ACCEPT"] = "text/html"
    ProblemPage(errors.BadRequest("<b>"), request_)()
    answer = request_.response
    body = answer.body.decode()
    assert answer.getStatus() == 400
    assert "&lt;b&gt;" in body
    style = re.search("<style>(.*?)</style>", body, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.getHeader("Content-Security-Policy")


@pytest.mark.parametrize("error", [psycopg2.OperationalError, psycopg2.DatabaseError])
def test_a_lost_object_database_is_503_with_retry_after(request_, error):
    alsoProvides(request_, IAPIRequest)
    getMultiAdapter((error("gone"), request_), name="index.html")()
    assert request_.response.getStatus() == 503
    assert request_.response.getHeader("Retry-After") == "5"
    assert json.loads(request_.response.body)["reason"] == "database_lost"


def test_a_value_without_room_is_a_400_without_words_of_the_database(request_):
    """They quote the row, which holds what others wrote."""
    alsoProvides(request_, IAPIRequest)
    error = DataError("INSERT", ("85031419511",), ValueError("integer out of range: 85031419511"))
    getMultiAdapter((error, request_), name="index.html")()
    assert request_.response.getStatus() == 400
    assert json.loads(request_.response.body)["reason"] == "out_of_range"
    assert b"85031419511" not in request_.response.body


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 412, 413, 423, 429, 503, 500])
def test_page_has_one_heading_and_a_language(language, status):
    body = page.render(status, "Tekst", language)
    assert f'<html lang="{language}">' in body
    assert body.count("<h1>") == 1
    assert str(status) in body


def broken(environ, start_response):
    raise psycopg2.OperationalError("connection refused, password=secret")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [("text/html,*/*", "text/html; charset=utf-8"), ("application/json", "application/json")],
)
def test_filter_answers_when_zope_cannot(accept, expected):
    sent = {}

    def start_response(status, headers):
        sent.update(status=status, **dict(headers))

    body = b"".join(wsgi.unavailable({})(broken)({"HTTP_ACCEPT": accept}, start_response))
    assert sent["status"].startswith("503")
    assert sent["Content-Type"] == expected
    assert sent["Retry-After"] == "5"
    assert b"secret" not in body


def test_filter_lets_other_faults_through():
    def faulty(environ, start_response):
        raise KeyError("fault")

    with pytest.raises(KeyError):
        wsgi.unavailable({})(faulty)({}, None)
