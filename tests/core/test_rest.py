"""JSON of the product's services: one line, names in order, any character."""

from infostrada.core.rest import Service
from types import SimpleNamespace

import json


class Told(Service):
    def check_permission(self):
        """Asked for by the services' own tests."""

    def reply(self):
        return self.told


def rendered(told):
    headers = {}
    service = Told()
    service.request = SimpleNamespace(
        method="GET", response=SimpleNamespace(setHeader=headers.__setitem__, setStatus=print)
    )
    service.told = told(service) if callable(told) else told
    return service.render(), headers


def test_one_line_with_names_in_order():
    text, headers = rendered({"b": [1, {"d": None, "c": "zażółć \ud800"}], "a": True})
    assert text.startswith('{"a": true, "b": [1, {"c": ') and "\n" not in text and text.isascii()
    assert json.loads(text)["b"][1]["c"] == "zażółć \ud800"
    assert headers == {"Content-Type": "application/json"}


def test_no_content_is_no_text():
    assert rendered(lambda service: service.reply_no_content()) == (None, {})
