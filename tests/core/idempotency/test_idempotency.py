"""The same key, the same request: the same record. The same key, another request: 409."""

from datetime import timedelta
from infostrada.core import idempotency
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Conflict

import pytest
import transaction


class Request(dict):
    """The few things read of a request."""

    def __init__(self, key="k-1", body=b"{}", path="/region/@letters", method="POST"):
        super().__init__(PATH_INFO=path, BODY=body)
        self.method = method
        self.key = key

    def getHeader(self, name):
        return self.key if name == "Idempotency-Key" else None


def register(shelf, request, uid):
    """A service: answers the record's UID."""
    done = idempotency.begin(request)
    if done is None:
        shelf.put(uid)
        idempotency.finish(request, uid)
        done = uid
    transaction.commit()
    return done


def test_a_repetition_answers_the_first_record(shelf):
    assert register(shelf, Request(), "a") == "a"
    assert register(shelf, Request(), "b") == "a"
    assert register(shelf, Request(key="k-2"), "c") == "c"


def test_without_a_key_every_request_is_new(shelf):
    assert register(shelf, Request(key=None), "a") == "a"
    assert register(shelf, Request(key=None), "b") == "b"


@pytest.mark.parametrize(
    "other", [{"body": b'{"a": 1}'}, {"path": "/region/x/@letters"}, {"method": "PATCH"}]
)
def test_the_key_of_another_request_is_refused(shelf, other):
    register(shelf, Request(), "a")
    with pytest.raises(Conflict) as caught:
        idempotency.begin(Request(**other))
    assert (caught.value.field, caught.value.status) == ("Idempotency-Key", 409)


def test_an_attempt_whose_record_never_came_is_made_again(shelf):
    idempotency.begin(Request())
    idempotency.finish(Request(), "lost")
    transaction.commit()
    assert register(shelf, Request(), "b") == "b"
    assert register(shelf, Request(), "c") == "b"


def test_an_aborted_attempt_leaves_nothing(shelf):
    idempotency.begin(Request())
    transaction.abort()
    assert register(shelf, Request(body=b"other"), "a") == "a"


@pytest.mark.parametrize("key", ["x" * 201, "klucz-ą", "a\x00b"])
def test_a_malformed_key_is_refused(shelf, key):
    with pytest.raises(BadRequest) as caught:
        idempotency.begin(Request(key=key))
    assert caught.value.field == "Idempotency-Key"


def test_old_attempts_are_forgotten(shelf):
    register(shelf, Request(), "a")
    assert idempotency.expire() == 0
    assert idempotency.expire(timedelta(0)) == 1
    assert register(shelf, Request(body=b"other"), "b") == "b"
