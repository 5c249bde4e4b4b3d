"""Zope killed again and again while letters come in: no letter lost, none twice, no number missing."""

from base64 import b64encode
from infostrada.core.server import installation
from infostrada.core.server import process
from tests.core.crash.writer import POINTS
from tests.site.crash_bulletin import check as check_bulletin
from tests.site.crash_bundle import check as check_bundle
from tests.site.records.world import LETTER
from tests.site.records.world import PASSWORD
from threading import Event
from threading import Thread

import http.client
import json
import os
import psycopg
import pytest
import random
import signal
import time
import urllib.error
import urllib.request


pytestmark = [pytest.mark.crash, pytest.mark.slow]

CLIENTS = 4
KILLS = 4
LOGIN = b64encode(f"ewa.kancelaria:{PASSWORD}".encode()).decode()


@pytest.fixture(scope="module")
def site(bare_site):
    inside(bare_site, "prepare")
    return bare_site


def inside(site, *words, code=0, program="crash_office"):
    """Run a program, one of `crash_office`'s functions mostly, beside the site; returns what it printed."""
    done = site.beside(f"tests.site.{program}", *words)
    assert done.returncode == code, done.stderr[-3000:]
    return done.stdout


class Client(Thread):
    """An integrator's client: sends every letter until it is accepted, under one key."""

    def __init__(self, site, name, over):
        super().__init__(daemon=True)
        self.site, self.name, self.over = site, name, over
        self.accepted, self.refused = {}, []

    def run(self):
        count = 0
        while not self.over.is_set():
            key = f"{self.name}-{count}"
            count += 1
            while key not in self.accepted:
                self._send(key)

    def _send(self, key):
        request = urllib.request.Request(
            f"{self.site.url}/gmina-lipnowo/@letters",
            data=json.dumps({**LETTER, "title": key}).encode(),
            headers={
                "Accept": "application/json",
                "Content-Type": "application/json",
                "Authorization": f"Basic {LOGIN}",
                "Idempotency-Key": key,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                self.accepted[key] = json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code != 503:
                self.refused.append((error.code, error.read()))
                self.accepted[key] = None
        except (OSError, http.client.HTTPException, ValueError):
            # Nobody there, or an answer cut off in the middle: the process is dead or starting.
            time.sleep(0.3)


def kill(site):
    """SIGKILL for Zope, then a new process, as the supervisor of `infostrada run` does."""
    pid = process.running("zope-1", site.settings.var)
    os.kill(pid, signal.SIGKILL)
    while process.running("zope-1", site.settings.var):
        time.sleep(0.05)
    installation.restart(site.settings, "zope-1")


def wait_for_letters(clients, more):
    end = time.monotonic() + 180
    wanted = sum(len(client.accepted) for client in clients) + more
    while sum(len(client.accepted) for client in clients) < wanted:
        assert time.monotonic() < end
        time.sleep(0.1)


def taken(connection):
    return connection.execute("SELECT coalesce(max(last), 0) FROM core.series WHERE kind = 'rpw'").fetchone()[
        0
    ]


def wait_for_a_number(connection):
    """Return at the moment SQL commits a number: the objects' commit is then just about to follow."""
    end, before = time.monotonic() + 60, taken(connection)
    while taken(connection) == before:
        assert time.monotonic() < end


def test_letters_survive_the_deaths_of_zope(site):
    """Every number from 1 to the last is in the register once and belongs to a letter of its own.

    All clients come again under their keys, so no number is left to the sweep: whatever a dead attempt
    took, its repetition takes over (decision 6).
    """
    chance, over = random.Random(2026), Event()
    clients = [Client(site, f"client-{n}", over) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    with psycopg.connect(site.settings.conninfo, autocommit=True) as connection:
        try:
            for round_ in range(KILLS):
                wait_for_letters(clients, 2 * CLIENTS)
                if round_ % 2:
                    time.sleep(chance.uniform(0, 0.4))
                else:
                    wait_for_a_number(connection)
                    time.sleep(chance.uniform(0, 0.004))
                kill(site)
        finally:
            over.set()
        for client in clients:
            client.join(180)
            assert not client.is_alive()
        rows = connection.execute(
            "SELECT value, uid, state FROM core.number_register ORDER BY value"
        ).fetchall()
    assert [client.refused for client in clients] == [[]] * CLIENTS
    letters = {k: letter for client in clients for k, letter in client.accepted.items()}
    assert {key: letter["title"] for key, letter in letters.items()} == {k: k for k in letters}
    assert [value for value, _uid, _state in rows] == list(range(1, len(letters) + 1))
    assert {value: uid for value, uid, _ in rows} == {x["number"]: x["uid"] for x in letters.values()}
    assert {state for _, _, state in rows} <= {"taken", "confirmed"}
    assert json.loads(site.told("numbers", "check", "--json").stdout)[0]["missing"] == []
    settled = json.loads(inside(site, "settle").splitlines()[-1])
    assert (settled["cancelled"], settled["letters"]) == (0, len(letters))


def test_a_letter_between_offices_survives_its_sender(site):
    """Shot between the two commits: the number waits in the other office's RPW, the repetition takes it over."""
    uid = inside(site, "letter_to_send").split()[-1]
    inside(site, "send_and_die", uid, code=-signal.SIGKILL)
    told = json.loads(inside(site, "send_again", uid).splitlines()[-1])
    assert (told["before"], told["after"]) == ("ready", "delivered")
    assert (told["gaps"], told["cancelled"]) == ([], 0)
    assert told["register"] == [[1, told["message"]]]
    assert told["arrived"] == [told["message"]]


def test_nothing_in_the_bulletin_is_left_by_half(site):
    """One kill at each point of a publication and of an import; twenty of each run in `make bench`."""
    check_bulletin(json.loads(inside(site, str(len(POINTS)), program="crash_bulletin").splitlines()[-1]))


def test_a_bundle_comes_over_once(site):
    """Killed after both commits of a batch, before the second one and between the two; twenty in `make bench`."""
    check_bundle(json.loads(inside(site, "3", program="crash_bundle").splitlines()[-1]))
