"""How long a request waits before it is repeated."""

from infostrada.core.errors import repeating
from ZPublisher.HTTPRequest import HTTPRequest

import pytest


@pytest.mark.parametrize(("repeated", "longest"), [(0, 0.05), (1, 0.2), (2, 0.8), (3, 3.2), (4, 12.8)])
def test_the_first_wait_is_short_and_each_one_longer(monkeypatch, repeated, longest):
    waits = []
    monkeypatch.setattr(repeating.time, "sleep", waits.append)
    monkeypatch.setattr(repeating.random, "uniform", lambda least, most: most)
    request = HTTPRequest.__new__(HTTPRequest)
    request.retry_count = repeated
    repeating.delay_retry(request)
    assert waits == pytest.approx([longest])
