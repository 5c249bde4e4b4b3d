"""PostgreSQL killed under the running product: 503 within two seconds, recovery without a restart."""

from concurrent.futures import ThreadPoolExecutor
from infostrada.core.cluster import Cluster
from pathlib import Path

import json
import os
import pytest
import signal
import time


pytestmark = [pytest.mark.crash, pytest.mark.slow]

LIMIT = 2.0


def postmaster(site):
    cluster = Cluster(site.settings.var)
    return int((cluster.place.data / "postmaster.pid").read_text().split()[0])


def gone(pid):
    """Wait until the process table has forgotten a process; a corpse looks alive to pg_ctl."""
    end = time.monotonic() + 60
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < end
        time.sleep(0.2)


def timed(site, accept):
    began = time.monotonic()
    status, body = site.get("/", accept)
    return status, body, time.monotonic() - began


@pytest.mark.parametrize("sign", [signal.SIGQUIT, signal.SIGKILL])
def test_a_killed_database(bare_site, sign):
    site = bare_site
    assert timed(site, "text/html")[0] == 200
    killed = postmaster(site)
    os.kill(killed, sign)
    time.sleep(0.5)
    with ThreadPoolExecutor(4) as visitors:
        pages = list(visitors.map(lambda _: timed(site, "text/html"), range(8)))
    for status, body, seconds in pages:
        assert status == 503
        assert seconds < LIMIT
        assert "Serwis chwilowo niedostępny" in body.decode()
    status, body, seconds = timed(site, "application/json")
    assert (status, seconds < LIMIT) == (503, True)
    assert json.loads(body)["reason"] == "database_lost"
    gone(killed)
    Cluster(site.settings.var).start()
    # One answer may still meet a dead connection per thread; then all is well again.
    answers = [timed(site, "text/html")[0] for _ in range(6)]
    assert answers[-3:] == [200, 200, 200]
