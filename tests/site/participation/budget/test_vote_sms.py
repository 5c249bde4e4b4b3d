"""Text messages through a gateway that refuses, is late, repeats and loses; and what is kept of them."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.site.participation.budget.voting import sms
from infostrada.site.participation.budget.voting.interfaces import ISMSGateway
from types import SimpleNamespace
from zope.interface import implementer

import json
import pytest
import stat


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("INFOSTRADA_VAR", str(tmp_path))
    monkeypatch.setenv("INFOSTRADA_HOME", str(tmp_path))
    return tmp_path


def lines(var):
    return [json.loads(line) for line in (var / "sms.jsonl").read_text().splitlines()]


def test_a_message_that_comes_again_is_written_once(var):
    gateway = sms.FileGateway()
    for key in ("a", "a", "b", "a"):
        gateway.send("+48601602603", f"{key}: kod", key)
    assert [line["key"] for line in lines(var)] == ["a", "b"]
    assert stat.S_IMODE((var / "sms.jsonl").stat().st_mode) == 0o600


def test_codes_do_not_stay(var):
    gateway = sms.FileGateway()
    gateway.forget()
    assert not (var / "sms.jsonl").exists()
    gateway.send("+48601602603", "111111: kod", "old")
    old = lines(var)[0] | {"at": (datetime.now(UTC) - sms.KEPT - timedelta(seconds=1)).isoformat()}
    (var / "sms.jsonl").write_text(json.dumps(old) + "\n")
    gateway.send("+48601602603", "222222: kod", "new")
    assert [line["key"] for line in lines(var)] == ["new"]
    (var / "sms.jsonl").write_text(json.dumps(old) + "\n")
    gateway.forget()
    assert (var / "sms.jsonl").read_bytes() == b""


@implementer(ISMSGateway)
class Bad:
    """Refuses twice, then sends; keeps what it was given."""

    def __init__(self):
        self.asked, self.sent = [], {}

    def send(self, number, text, key):
        self.asked.append(key)
        if len(self.asked) < 3:
            raise ConnectionError("no answer")
        self.sent[key] = (number, text)


def test_a_refused_message_comes_again_under_its_key(var, monkeypatch):
    gateway = Bad()
    monkeypatch.setattr(sms, "getUtility", lambda contract: gateway)
    payload = {"sealed": sms.seal(sms.PURPOSE, sms.TOPIC, json.dumps(["+48601602603", "123456: kod"]))}
    message = SimpleNamespace(payload=payload, key="budget.sms:k")
    for _attempt in range(2):
        # whoever raises is asked again by the outbox
        with pytest.raises(ConnectionError):
            sms.Delivery().deliver(message)
    # late, and once more after a lost answer
    sms.Delivery().deliver(message)
    sms.Delivery().deliver(message)
    assert set(gateway.asked) == {"budget.sms:k"}
    assert gateway.sent == {"budget.sms:k": ("+48601602603", "123456: kod")}
