"""An act sent again to a record acts once and gets the same answer; the record itself knows."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.core import idempotency
from infostrada.core.errors import Conflict
from infostrada.core.idempotency import acts
from tests.core.idempotency.test_idempotency import Request
from ZPublisher.HTTPResponse import HTTPResponse

import pytest
import random
import transaction
import zlib
import ZODB


class Record:
    """Anything with annotations."""

    def __init__(self):
        self.annotations = {}


class Sent(Request):
    """A request that can be answered."""

    def __init__(self, **more):
        super().__init__(**more)
        self.response = HTTPResponse()


class Act:
    """Counts how often it was done."""

    def __init__(self, answer=None, status=200):
        self.times, self.status, self.given = 0, status, answer

    def on(self, request):
        def act():
            self.times += 1
            request.response.setStatus(self.status)
            if self.status == 201:
                request.response.setHeader("Location", "https://region.example.pl/sprawa")
            return self.given or {"times": self.times}

        return act


def send(record, act, again=lambda: {"as": "now"}, **more):
    request = Sent(**more)
    answer = idempotency.once(record, request, act.on(request), again)
    return answer, request.response.getStatus(), request.response.getHeader("Location")


@pytest.fixture(autouse=True)
def annotations(monkeypatch):
    monkeypatch.setattr(acts, "IAnnotations", lambda record: record.annotations)


def test_the_same_answer_once():
    record, act = Record(), Act(status=201)
    first = send(record, act)
    assert first == ({"times": 1}, 201, "https://region.example.pl/sprawa")
    assert send(record, act) == first
    assert send(record, act, key="k-2")[0] == {"times": 2}
    assert send(Record(), act)[0] == {"times": 3}
    assert act.times == 3


def test_without_a_key_every_request_acts():
    record, act = Record(), Act()
    assert [send(record, act, key=None)[0]["times"] for _ in range(2)] == [1, 2]


def test_another_request_under_the_key_is_refused():
    record, act = Record(), Act()
    send(record, act)
    with pytest.raises(Conflict) as caught:
        send(record, act, body=b'{"other": 1}')
    assert (caught.value.reason, act.times) == ("idempotency_key_reused", 1)


def test_a_refusal_is_not_remembered():
    record, act = Record(), Act()
    request = Sent()

    def refuse():
        raise Conflict(reason="case_not_open")

    with pytest.raises(Conflict):
        idempotency.once(record, request, refuse, dict)
    assert send(record, act)[0] == {"times": 1}


def test_every_attempt_of_a_day_is_remembered():
    record, act = Record(), Act()
    for place in range(500):
        send(record, act, key=f"k-{place}")
    assert [send(record, act, key=f"k-{place}")[0]["times"] for place in (0, 250, 499)] == [1, 251, 500]
    long = Act({"text": random.Random(4).randbytes(60_000).hex()})
    send(record, long, key="long")
    assert (send(record, long, key="long")[0], long.times) == ({"as": "now"}, 1)


def test_an_act_writes_its_answer_and_one_leaf():
    storage = ZODB.DB(None)
    connection = storage.open()
    record, act = Record(), Act({"text": "a" * 2_000})
    record.annotations = connection.root()
    for place in range(200):
        send(record, act, key=f"k-{place:03}")
    transaction.commit()
    send(record, act, key="k-100a")
    # The leaf of the tree; the answer is an object of its own that comes with it.
    assert len(connection._registered_objects) == 1
    transaction.abort()
    connection.close()


def at(monkeypatch, **later):
    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(UTC) + timedelta(**later)

    monkeypatch.setattr(acts, "datetime", Later)


def test_forgotten_after_a_day(monkeypatch):
    record, act = Record(), Act()
    send(record, act)
    at(monkeypatch, hours=23, minutes=59)
    assert send(record, act)[0] == {"times": 1}
    at(monkeypatch, hours=24, minutes=1)
    assert send(record, act)[0] == {"times": 2}
    at(monkeypatch, hours=60)
    send(record, act)
    assert sum(map(len, record.annotations[acts.KEY].values())) == 1


def test_attempts_of_an_older_version_are_known():
    record, act = Record(), Act()
    attempt = acts.attempt_of(Sent())
    packed = zlib.compress(b'{"times": 7}')
    record.annotations[acts.KEY] = (acts.Answered(*attempt, datetime.now(UTC), 200, "", packed),)
    assert send(record, act)[0] == {"times": 7}
    send(record, act, key="k-2")
    assert (send(record, act)[0], act.times) == ({"times": 7}, 1)
