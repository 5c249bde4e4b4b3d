"""What ends by itself is started again, and what cannot stand yet is not started all the time."""

from infostrada.core.cluster import Cluster
from infostrada.core.config import settings
from infostrada.core.server import installation
from infostrada.core.server import process
from infostrada.core.server import watch
from infostrada.core.server.watch import Watch

import os
import pytest
import signal
import sys
import time


@pytest.fixture
def place(tmp_path):
    """Settings of an installation with nothing but a folder for its processes."""
    tmp_path.chmod(0o755)
    for name in ("run", "log"):
        (tmp_path / "var" / name).mkdir(parents=True)
    found = settings({"INFOSTRADA_VAR": str(tmp_path / "var")})
    yield found
    for name in process.names(found.var):
        process.stop(name, found.var)
    Cluster(found.var).remove()


def begin(place, text="import time; time.sleep(60)"):
    process.start("zope-1", [sys.executable, "-c", text], place.var, {})


def test_a_killed_database_comes_back_before_anything_else(place, monkeypatch):
    monkeypatch.setattr(installation, "restart", lambda where, _name: begin(where))
    Cluster(place.var).start()
    begin(place)
    looking = Watch(place)
    assert list(looking.look()) == []
    for pid in (postmaster(place), process.running("zope-1", place.var)):
        os.kill(pid, signal.SIGKILL)
    while Cluster(place.var).running() or process.running("zope-1", place.var):
        time.sleep(0.05)
    (said,) = looking.look()
    assert said.startswith("postgresql ended by itself and is started again")
    assert Cluster(place.var).running()
    (said,) = looking.look()
    assert said.startswith("zope-1 ended by itself and is started again")
    assert list(looking.look()) == []
    # Ended on purpose, by a command beside the watch, it stays ended.
    assert installation.stop(place) == ["zope-1", "postgresql"]
    assert list(looking.look()) == []


def postmaster(place):
    return int((Cluster(place.var).place.data / "postmaster.pid").read_text().splitlines()[0])


def test_what_falls_at_once_is_tried_less_and_less_often(place, monkeypatch):
    def restart(where, name):
        tried.append(now)
        raise process.StartError(f"{name} has no port")

    tried, now = [], 0.0
    monkeypatch.setattr(watch, "Cluster", Standing)
    monkeypatch.setattr(installation, "died", lambda _settings: ["zope-1"])
    monkeypatch.setattr(installation, "restart", restart)
    looking = Watch(place, clock=lambda: now)
    said = []
    for second in range(90):
        now = float(second)
        said += looking.look()
    assert tried == [0, 2, 7, 22, 52, 82]
    assert set(said) == {"zope-1 ended by itself and cannot be started yet: zope-1 has no port"}
    # One that has stood for a minute is started at once when it falls.
    now = 82.0 + 60
    assert len(list(looking.look())) == 1
    now += 2
    assert len(list(looking.look())) == 1


class Standing:
    """A database that runs."""

    def __init__(self, _var):
        pass

    def running(self):
        return True
