"""The product as a whole, started by its own command: it serves, survives, is backed up and restored."""

from infostrada.core.cluster import Cluster
from infostrada.core.config import settings
from infostrada.core.errors import page
from infostrada.core.server import database
from tests import guide
from tests import live

import http.client
import json
import os
import psycopg
import pytest
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request


CORE = "infostrada.core:default"
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def server(new_var):
    """Connection string of a PostgreSQL server that is not the installation's own."""
    cluster = Cluster(new_var("server"))
    yield cluster.conninfo
    cluster.remove()


@pytest.fixture(scope="module")
def installation(server, live_site, new_var):
    """The demo, brought to that server by a dump and served by two processes behind nginx."""
    var = new_var("installation", cluster=False)
    folder = var.parent
    dump = folder / "demo.dump"
    assert live_site.command("backup", str(dump)).returncode == 0
    done = live.infostrada("restore", str(dump), env=live.environment(var, live.free_port(), server))
    assert done.returncode == 0, done.stderr
    shutil.copy(live_site.settings.var / "etc" / "greeting.txt", folder)
    running = live.start(var, "--processes", "2", dsn=server)
    shutil.move(folder / "greeting.txt", var / "etc")
    yield running
    live.stop(running)


def test_it_serves_from_two_processes_behind_a_proxy(installation):
    status, body = installation.get("/")
    assert status == 200 and b"<html" in body
    running = sorted(p.stem for p in (installation.settings.var / "run").glob("*.process"))
    assert running == ["nginx", "worker", "zope-1", "zope-2"]


@pytest.mark.parametrize(
    ("wanted", "language", "kind", "said"),
    [
        ("text/html,*/*;q=0.8", "pl-PL,pl;q=0.9,en;q=0.8", "text/html; charset=utf-8", 'lang="pl"'),
        ("text/html", "de, en;q=0.8, pl;q=0.1", "text/html; charset=utf-8", 'lang="en"'),
        ("application/json", "en", "application/json", "One request may have 256 MB"),
        ("*/*", "", "application/json", "Jedno wysłanie może mieć najwyżej 256 MB"),
    ],
)
def test_a_request_of_two_gigabytes_is_refused_before_it_is_sent(
    installation, live_site, wanted, language, kind, said
):
    """By the proxy and by a process alone, in words: whoever asks first (RFC 9110, 10.1.1) sends nothing in vain."""
    head = (
        "POST /gmina-lipnowo/@letters HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {2 * 2**30}\r\nExpect: 100-continue\r\nAccept: {wanted}\r\n"
        f"Accept-Language: {language}\r\n\r\n"
    )
    for served in (installation, live_site):
        status, headers, body = asked(served, head.encode())
        assert (status, headers["content-type"], headers["cache-control"]) == (413, kind, "no-store")
        assert said in body
        if "json" in kind:
            assert json.loads(body)["reason"] == "request_too_large"
        else:
            assert "256 MB" in body and headers["content-security-policy"] == page.POLICY


def asked(served, head):
    """Status, headers and text of the answer to a head."""
    with socket.create_connection(("127.0.0.1", served.settings.port), timeout=60) as wire:
        wire.sendall(head)
        answer = http.client.HTTPResponse(wire)
        answer.begin()
        return (
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            answer.read().decode(),
        )


def test_the_thread_goes_through_on_that_server_and_both_processes(installation, server):
    """The guide as it stands; afterwards the rows of every step lie on the named server."""
    said = guide.run(installation)
    assert said["CASE"]["state"] == "started"
    status, body = installation.get(said["ENTRY"]["@id"].removeprefix(installation.url), "application/json")
    entry = json.loads(body)
    assert (status, entry["state"], entry["title"]) == (200, "published", said["ENTRY"]["title"])
    with psycopg.connect(server) as connection:
        rows = connection.execute(
            "SELECT type, state FROM core.record WHERE uid = ANY(%s) ORDER BY type",
            [[answer["uid"] for answer in said.values()]],
        ).fetchall()
        assert dict(rows)["records_case"] == "settled" and len(rows) == 4
    for port in (installation.settings.port + 1, installation.settings.port + 2):
        url = f"http://localhost:{port}{said['ENTRY']['@id'].removeprefix(installation.url)}"
        with urllib.request.urlopen(urllib.request.Request(url, headers=JSON), timeout=60) as answer:
            assert json.load(answer)["title"] == said["ENTRY"]["title"]


def test_the_doctor_knows_of_the_night_and_of_unread_files(installation, server):
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("UPDATE core.chore SET last_well = now() - interval '60 h' WHERE name = 'pack'")
        done = installation.command("doctor", "--json")
        connection.execute("UPDATE core.chore SET last_well = now() WHERE name = 'pack'")
    found = {look["name"]: look for look in json.loads(done.stdout)}
    assert (done.returncode, found["pack"]["well"], found["texts"]["well"]) == (1, False, True)
    assert "60 h" in found["pack"]["seen"]


def test_the_named_server_holds_everything(installation, server):
    with psycopg.connect(server) as connection:
        assert connection.execute("SELECT count(*) FROM object_state").fetchone()[0] > 100
    assert not (installation.settings.var / "postgres").exists()


def test_a_second_run_says_that_it_runs(installation):
    done = installation.command("run", "--detach")
    assert done.returncode == 1 and "runs already" in done.stderr
    assert installation.get("/")[0] == 200


def test_a_dead_process_costs_no_visitor_an_answer(installation):
    note = installation.settings.var / "run" / "zope-1.process"
    os.kill(int(note.read_text().split()[0]), signal.SIGKILL)
    assert [installation.get("/")[0] for _ in range(6)] == [200] * 6


@pytest.fixture(scope="module")
def kept(installation, tmp_path_factory):
    """A dump of the running installation."""
    folder = tmp_path_factory.mktemp("kept")
    folder.chmod(0o755)
    done = installation.command("backup", str(folder / "kept.dump"))
    assert done.returncode == 0, done.stderr
    return folder / "kept.dump"


@pytest.fixture(scope="module")
def restored(kept):
    """Environment of another installation with the dump in it; nothing of it runs but its database."""
    env = live.environment(kept.parent / "var", live.free_port())
    for words in (("--dry-run",), ()):
        # A dry run leaves the way free for the real one.
        done = live.infostrada("restore", str(kept), *words, "--json", env=env)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout) == {"restored": str(kept), "dry_run": bool(words)}
    yield env
    live.infostrada("stop", env=env)
    live.infostrada("reset", "--yes", env=env)


def set_back(env, version):
    """Make the restored site one that an older release left."""
    with database.application(settings(env)) as root:
        tool = getattr(root, "region").portal_setup
        tool._profile_upgrade_versions = {**tool._profile_upgrade_versions, CORE: (version,)}
        tool._p_jar.transaction_manager.commit()


def test_an_older_site_is_upgraded_once_however_many_come(restored):
    set_back(restored, "20261122001")
    words = [sys.executable, "-m", "infostrada.core.cli", "site", "upgrade", "--json"]
    both = [subprocess.Popen(words, env=restored, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    steps = sorted((json.loads(one.communicate(timeout=120)[0])["steps"] for one in both), key=len)
    assert [one.returncode for one in both] == [0, 0]
    assert steps[0] == [] and CORE in {step["profile"] for step in steps[1]}
    assert steps[1][-1]["version"] == database.applied_profiles(settings(restored))[CORE]


def test_an_older_site_is_upgraded_at_the_start_though_two_start_at_once(restored):
    newest = database.applied_profiles(settings(restored))[CORE]
    set_back(restored, "20261122001")
    told = live.infostrada("migrate", "--dry-run", env=restored)
    assert f"would run  {CORE} {newest}" in told.stdout
    words = [sys.executable, "-m", "infostrada.core.cli", "run", "--detach"]
    both = [
        subprocess.Popen(words, env=restored, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = sorted((one.communicate(timeout=180), one.returncode) for one in both)
    (_, refusal), code = said[0]
    assert code == 1 and ("just being started" in refusal or "runs already" in refusal)
    (done, _), code = said[1]
    assert code == 0 and "Making the site" not in done and f"doing  {CORE} {newest}" in done
    assert database.applied_profiles(settings(restored))[CORE] == newest


def test_nothing_is_restored_into_a_running_installation(restored, kept):
    for words in ((), ("--dry-run",)):
        again = live.infostrada("restore", str(kept), *words, env=restored)
        assert again.returncode == 1 and "runs" in again.stderr


def test_a_file_that_is_no_dump(installation, tmp_path):
    wrong = tmp_path / "wrong.dump"
    wrong.write_text("no dump")
    done = installation.command("restore", str(wrong))
    assert done.returncode == 1 and "is not a dump" in done.stderr


def test_port_taken(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = live.infostrada("run", "--detach", env=live.environment(tmp_path / "var", port))
    assert done.returncode == 1 and f"Port {port} is taken" in done.stderr


def test_wrong_dsn_is_named_without_its_password(tmp_path):
    dsn = "host=127.0.0.1 port=1 dbname=none user=none password=verysecret"
    began = time.monotonic()
    done = live.infostrada("run", "--detach", env=live.environment(tmp_path / "var", live.free_port(), dsn))
    assert done.returncode == 1 and "INFOSTRADA_DSN" in done.stderr
    assert "verysecret" not in done.stdout + done.stderr
    assert time.monotonic() - began < 30


def test_a_string_that_is_no_dsn(tmp_path):
    done = live.infostrada("doctor", env=live.environment(tmp_path / "var", 8080, "pass word"))
    assert done.returncode == 1 and "INFOSTRADA_DSN is not a libpq connection string" in done.stderr


def test_broken_profile_leaves_nothing(tmp_path):
    """So the next run begins afresh, as the first runs of the other installations do."""
    tmp_path.chmod(0o755)
    env = live.environment(tmp_path / "var", live.free_port())
    try:
        done = live.infostrada("run", "--detach", "--profile", "no-such-profile", env=env)
        assert done.returncode == 1 and "no-such-profile" in done.stderr
        Cluster(tmp_path / "var").start()
        with database.application(settings(env)) as root:
            assert root is None or "region" not in root.objectIds()
    finally:
        live.infostrada("stop", env=env)
        live.infostrada("reset", "--yes", env=env)
