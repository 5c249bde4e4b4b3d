"""A disk without room: nothing half made, nothing lost, and it goes on when there is room again."""

from infostrada.core.cluster import Cluster
from infostrada.core.cluster import ClusterError
from infostrada.core.config import settings
from infostrada.core.errors import Unavailable
from infostrada.core.server import backup
from infostrada.core.sql import dispose
from infostrada.core.sql import session
from pathlib import Path
from sqlalchemy import text

import os
import psycopg
import pytest
import shutil
import subprocess
import tempfile
import transaction


pytestmark = pytest.mark.crash

MEGABYTE = 2**20


@pytest.fixture
def disk():
    """Makes a disk of some megabytes, open to the cluster's account; gone after the test."""
    mounted = []

    def make(megabytes):
        place = Path(tempfile.mkdtemp(prefix="infostrada-disk-"))
        words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(place)]
        if subprocess.run(words, capture_output=True, check=False).returncode:
            pytest.skip("only root may make a small disk")
        mounted.append(place)
        return place

    yield make
    for place in mounted:
        subprocess.run(["umount", str(place)], check=True)
        place.rmdir()


@pytest.fixture
def cluster(disk, monkeypatch):
    """A private cluster on a disk of its own, and this process's sessions lead to it."""
    made = Cluster(disk(200) / "var")
    made.start()
    dispose()
    monkeypatch.setenv("INFOSTRADA_DSN", made.conninfo)
    yield made
    transaction.abort()
    dispose()
    made.remove()


def test_no_room_for_a_cluster(disk):
    place = disk(20)
    with pytest.raises(ClusterError, match=r"(19|20) MB are free there"):
        Cluster(place / "var").start()
    assert not (place / "var" / "postgres" / "data").exists()


def leave(place, megabytes):
    """Fill the disk but for some megabytes."""
    with (place / "ballast").open("wb") as ballast:
        os.posix_fallocate(ballast.fileno(), 0, shutil.disk_usage(place).free - megabytes * MEGABYTE)


def keep(number):
    """A row of a megabyte that cannot be compressed, in the joined session."""
    insert = text("INSERT INTO heap VALUES (:number, :bytes)")
    session().execute(insert, {"number": number, "bytes": os.urandom(MEGABYTE)})


def test_a_disk_that_fills_up_is_503_and_nothing_committed_is_lost(cluster):
    with psycopg.connect(cluster.conninfo, autocommit=True) as connection:
        connection.execute("CREATE TABLE heap (number int, bytes bytea)")
        connection.execute("SELECT pg_switch_wal()")
        connection.execute("CHECKPOINT")
    leave(cluster.var.parent, 8)
    kept = 0
    with pytest.raises(Unavailable) as caught:
        while kept < 20:
            keep(kept)
            transaction.commit()
            kept += 1
    assert caught.value.reason == "disk_full" and 1 <= kept < 20
    transaction.abort()
    count = text("SELECT count(*), max(number) FROM heap")
    assert session().execute(count).one() == (kept, kept - 1)
    transaction.abort()
    (cluster.var.parent / "ballast").unlink()
    keep(kept)
    transaction.commit()
    assert session().execute(count).one() == (kept + 1, kept)


def test_a_backup_without_room_leaves_no_file(cluster, disk):
    place = disk(1)
    with psycopg.connect(cluster.conninfo, autocommit=True) as connection:
        connection.execute("CREATE TABLE heap (number int, bytes bytea)")
    for number in range(3):
        keep(number)
    transaction.commit()
    with pytest.raises(backup.BackupError, match="No space left on device"):
        backup.dump(settings(), place / "kept.dump")
    assert list(place.iterdir()) == []
