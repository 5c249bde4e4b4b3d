"""Webhooks: signed as the specification says, never into a network, through receivers that misbehave."""

from contextlib import contextmanager
from exchange import Client
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from infostrada.core.errors import Forbidden
from infostrada.core.errors import NotFound
from infostrada.core.outbox.delivery import Message
from infostrada.core.sql import session
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.webhooks import delivery
from infostrada.site.records.webhooks import rules
from infostrada.site.records.webhooks import store
from infostrada.site.records.webhooks.rules import AddressError
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from standardwebhooks import Webhook
from standardwebhooks import WebhookVerificationError
from test_desk_pages import Browser
from threading import Event
from threading import Thread
from world import LETTER
from world import PASSWORD

import json
import pytest
import time


UNIT = "gmina-lipnowo"


# pure


def test_signature_is_that_of_the_specification():
    """Verified by the reference library."""
    secret, body = rules.new_secret(), '{"pismo": "Wniosek – ąęż"}'.encode()
    stamp = int(time.time())
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(stamp),
        "webhook-signature": rules.signature(secret, "msg_1", stamp, body),
    }
    assert Webhook(secret).verify(body, headers) == {"pismo": "Wniosek – ąęż"}
    for wrong in ({**headers, "webhook-id": "msg_2"}, {**headers, "webhook-timestamp": str(stamp + 1)}):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body, wrong)
    with pytest.raises(WebhookVerificationError):
        Webhook(rules.new_secret()).verify(body, headers)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_addresses_inside_networks_are_not_public(address):
    assert not rules.is_public(address)
    with pytest.raises(AddressError, match="hook_private"):
        rules.addresses("https://urzad.example/x", (), lambda host, port: [address])
    with pytest.raises(AddressError, match="hook_private"):
        rules.addresses("https://urzad.example/x", (), lambda host, port: ["93.184.215.14", address])


def test_addresses_that_may_be_called():
    def found(host, port):
        return ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]

    assert rules.addresses("https://urzad.example/x?y=1", (), found) == found("", 0)
    for url in ("ftp://a.example", "https://", "https://u:p@a.example", "https://a.example:99999",
                "https://a.example/#x", "https://a.example/\r\nHost: b", f"https://a.example/{'x' * 500}",
                "javascript:alert(1)", ""):  # fmt: skip
        with pytest.raises(AddressError, match="not_a_hook_address"):
            rules.addresses(url, (), found)
    with pytest.raises(AddressError, match="hook_not_https"):
        rules.addresses("http://a.example", (), found)
    inner = lambda host, port: ["10.0.0.5"]  # noqa: E731
    assert rules.addresses("http://integracja:8080/", ("integracja:8080",), inner) == ["10.0.0.5"]
    assert rules.addresses("http://integracja/", ("integracja",), inner) == ["10.0.0.5"]
    with pytest.raises(AddressError):
        rules.addresses("http://integracja:22/", ("integracja:8080",), inner)


# a receiver that refuses, delays, loses, redirects, is gone


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        server = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.got.append((dict(self.headers), body))
        fault = server.faults.pop(0) if server.faults else "take"
        if fault == "delay":
            server.release.wait(20)
        if fault == "lose":
            self.connection.close()
            return
        if fault == "trickle":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not server.release.wait(0.05):
                try:
                    self.wfile.write(b"X-Slow: 1\r\n")
                except OSError:
                    return
        self.send_response({"refuse": 500, "gone": 410, "redirect": 302}.get(fault, 200))
        if fault == "redirect":
            self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
        self.end_headers()

    def log_message(self, *_args):
        return


@contextmanager
def receiver():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.faults, server.release = [], [], Event()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.url = f"http://127.0.0.1:{server.server_port}/hooks"
    try:
        yield server
    finally:
        server.release.set()
        server.shutdown()
        server.server_close()
        thread.join(30)


def waiting(hook):
    found = session().execute(
        text("SELECT key, payload FROM core.outbox WHERE payload->>'hook' = :hook ORDER BY id"),
        {"hook": hook},
    )
    return [(row.key, row.payload) for row in found]


def attempt(hook, place=0, number=1):
    key, payload = waiting(hook)[place]
    delivery.SendEvent().deliver(Message(1, delivery.TOPIC, key, payload, number))


def test_events_reach_a_receiver_whatever_it_does(office, monkeypatch):
    unit = office.unit
    monkeypatch.setattr(delivery, "SECONDS", 0.5)
    monkeypatch.setattr(delivery, "LONGEST_SECONDS", 1)
    monkeypatch.setattr(delivery, "REST_SECONDS", 0)
    with receiver() as server:
        with pytest.raises(InvalidData) as caught:
            store.add_hook(unit, server.url, ["letter.registered"])
        assert [(f.field, f.reason) for f in caught.value.faults] == [("url", "hook_not_https")]
        store.allow_hosts([f"127.0.0.1:{server.server_port}"])
        with office.acting("jan.wojt"):
            for act in (lambda: store.add_hook(unit, server.url, ["letter.registered"]),
                        lambda: store.allow_hosts(["x"])):  # fmt: skip
                with pytest.raises(Forbidden):
                    act()
        hook, secret = store.add_hook(unit, server.url, ["letter.registered"], "integracja")
        with office.acting("ewa.kancelaria"):
            letter = register_letter(unit, LETTER, [])
        with office.acting("jan.wojt"):
            assign(letter, Order("anna.urbanista", "do załatwienia"))
        ((_key, payload),) = waiting(hook.id)  # not told of the assignment: nobody asked

        for fault in ("refuse", "delay", "lose", "redirect", "trickle"):
            server.faults = [fault]
            with pytest.raises(delivery.DeliveryError):
                attempt(hook.id)
        server.release.set()
        attempt(hook.id, number=6)
        attempt(hook.id, number=7)  # repeated after a lost mark: the same id again
        assert len(server.got) == 7
        assert {headers["webhook-id"] for headers, _body in server.got} == {payload["event"]}
        headers, body = server.got[-1]
        told = Webhook(secret).verify(body, headers)
        assert told["type"] == "pl.infostrada.records.letter.registered"
        assert told["data"] == {
            "uid": IUUID(letter), "type": "records_letter", "label": letter.rpw_number,
            "path": "/".join(letter.getPhysicalPath()[2:]),
        }  # fmt: skip
        assert headers["Content-Type"].startswith("application/cloudevents+json")
        assert LETTER["sender_surname"].encode() not in body and LETTER["title"].encode() not in body

        renewed = store.rotate(unit, hook.id)
        attempt(hook.id)
        headers, body = server.got[-1]
        for each in (secret, renewed):
            assert Webhook(each).verify(body, headers)
        assert secret not in str(dict(store._held(unit))) and renewed not in str(dict(store._held(unit)))

        session().execute(text("UPDATE core.outbox SET state = 'dead', attempts = 20, error = 'x'"))
        assert delivery.counts([hook]) == {hook.id: {"dead": 1}}
        assert delivery.send_again(unit, hook.id, ["another"]) == 0
        assert delivery.send_again(unit, hook.id) == 1
        assert [each.state for each in delivery.deliveries(hook)] == ["waiting"]

        server.faults = ["gone"]
        attempt(hook.id)
        assert not store.hook_of(unit, hook.id).active
        before = len(server.got)
        attempt(hook.id)  # stopped: told nothing
        assert len(server.got) == before
        store.allow_hosts([])
        store.change_hook(unit, hook.id, url="https://93.184.215.14/x", kinds=hook.kinds)
        store._write(unit)[hook.id]["url"] = server.url
        with pytest.raises(delivery.DeliveryError, match="hook_not_https"):
            attempt(hook.id)  # no longer allowed: asked anew at every attempt
        store.drop_hook(unit, hook.id)
        attempt(hook.id)
        assert len(server.got) == before
        with pytest.raises(NotFound):
            store.hook_of(unit, hook.id)


def test_a_silent_receiver_rests(office, monkeypatch):
    """It does not hold up the messages of others by its silence, one by one."""
    unit = office.unit
    monkeypatch.setattr(delivery, "_resting", {})
    with receiver() as server:
        store.allow_hosts(["127.0.0.1"])
        hook, _secret = store.add_hook(unit, server.url, list(rules.KINDS))
        for _each in range(2):
            delivery.test_hook(unit, hook.id)
        server.faults = ["lose"]
        for place in (0, 1):
            with pytest.raises(delivery.DeliveryError):
                attempt(hook.id, place)
        assert len(server.got) == 1


def test_webhooks_over_rest_and_on_their_page(site):
    base = site.absolute_url()
    operator = Client(base, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    url, body = (
        f"{UNIT}/@webhooks",
        {"url": "https://93.184.215.14/eod", "kinds": ["case.opened"], "note": "FK"},
    )
    assert Client(base, "jan.wojt", PASSWORD).send("GET", url).status_code in (401, 403)
    made = operator.send("POST", url, body, record="webhooks_post")
    assert made.status_code == 201, made.text
    secret, here = made.json()["secret"], made.json()["@id"]
    for bad in ({}, {**body, "kinds": ["x"]}, {**body, "url": "https://[::1]/"}, {**body, "kinds": "x"}):
        assert operator.send("POST", url, bad).status_code == 400, bad
    tested = operator.send("POST", here, {"act": "test"}, record="webhooks_post_test")
    assert tested.status_code == 200, tested.text
    shown = operator.send("GET", here, record="webhooks_get_one").json()
    assert [(each["kind"], each["state"]) for each in shown["messages"]] == [("webhook.test", "waiting")]
    assert operator.send("GET", f"{here}?state=dead").json()["messages"] == []
    operator.send("POST", here, {"act": "test"})
    events, address = [], f"{here}?state=waiting&size=1"
    while address:
        told = operator.send("GET", address).json()
        events.append([each["event"] for each in told["messages"]])
        address = told.get("batching", {}).get("next")
    assert [len(each) for each in events] == [1, 1] and events[1] == [tested.json()["event"]]
    wrong = operator.send("GET", f"{here}?size=x")
    assert (wrong.status_code, wrong.json()["faults"][0]["field"]) == (400, "size")
    listed = operator.send("GET", url, record="webhooks_get")
    assert secret not in listed.text and secret not in json.dumps(shown)
    assert operator.send("POST", here, {"act": "again"}).json()["again"] == 0
    assert operator.send("POST", here, {"act": "change", "active": False}).json()["active"] is False
    assert operator.send("POST", here, {"act": "nothing"}).status_code == 400
    assert operator.send("GET", f"{url}/nothing").status_code == 404

    page = Browser(base, "")
    page.session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    page.open(f"{UNIT}/@@webhooks")
    assert "93.184.215.14" in page.text and "zatrzymana" in page.text
    page.fill("add", url="https://127.0.0.1/x", **{"kind-outgoing.sent": "1"})
    assert page.answer.status_code == 400
    assert "operator serwisu" in page.text
    page.open(f"{UNIT}/@@webhooks").fill("allow", hosts="127.0.0.1:8443")
    page.fill("add", url="http://127.0.0.1:8443/x", **{"kind-outgoing.sent": "1"})
    assert page.answer.status_code == 200, page.text[:1500]
    assert "whsec_" in page.text
    page.open(page.page.xpath("//tbody//a/@href")[-1])
    assert "whsec_" not in page.text
    page.fill("test")
    assert "próba" in page.text and "oczekuje" in page.text
    assert operator.send("DELETE", here, record="webhooks_delete").status_code == 204
    assert len(operator.send("GET", url).json()["items"]) == 1
