"""The private cluster: where it goes, how it starts, what it says when it can't."""

from infostrada.core.cluster import Cluster
from infostrada.core.cluster import ClusterError
from infostrada.core.cluster import placement
from infostrada.core.cluster import programs
from pathlib import Path

import os
import psycopg
import pytest
import shutil
import threading


@pytest.fixture
def var(tmp_path):
    tmp_path.chmod(0o755)
    folder = tmp_path / "var"
    yield folder
    Cluster(folder).remove()


def test_start_is_repeatable_and_has_postgis(var):
    cluster = Cluster(var)
    cluster.start()
    cluster.start()
    with psycopg.connect(cluster.conninfo) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        area = "SELECT ST_Area(ST_GeomFromText('POLYGON((0 0,0 2,3 2,3 0,0 0))', 2180))"
        assert connection.execute(area).fetchone() == (6.0,)
    assert cluster.stop() and not cluster.running()


def test_two_starts_at_once_make_one_cluster(var):
    errors = []

    def start():
        try:
            Cluster(var).start()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=start) for _ in range(2)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert errors == []
    assert Cluster(var).running()


def test_the_note_of_the_placement_is_never_seen_half_written(tmp_path):
    place = placement.choose(tmp_path, placement.owner())
    readings, ended = set(), threading.Event()

    def read():
        while not ended.is_set():
            try:
                readings.add(placement.Placement.of(tmp_path))
            except ValueError as half:
                readings.add(half)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(300):
            place.remember(tmp_path)
    finally:
        ended.set()
        reader.join()
    assert readings == {place}
    assert [file.name for file in tmp_path.iterdir()] == [placement.NOTE]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's folders can be closed to the cluster's account")
def test_clone_in_a_folder_only_root_may_enter(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "var")
    try:
        cluster.start()
        assert cluster.place.data.is_relative_to("/var/lib/infostrada")
        assert "only be entered by root" in cluster.place.moved
        assert Cluster(closed / "var").conninfo == cluster.conninfo
    finally:
        cluster.remove()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's folders can be closed to the cluster's account")
def test_the_database_of_a_deleted_folder_is_not_taken_over(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    earlier = Cluster(closed / "var")
    try:
        earlier.start()
        earlier.stop()
        shutil.rmtree(closed / "var")
        with pytest.raises(ClusterError, match=r"earlier .*infostrada reset"):
            Cluster(closed / "var").start()
        assert earlier.exists()
        Cluster(closed / "var").remove()
        Cluster(closed / "var").start()
    finally:
        Cluster(closed / "var").remove()


def test_path_too_long_for_a_socket(tmp_path):
    tmp_path.chmod(0o755)
    deep = tmp_path / ("long-folder-name-" * 5) / "var"
    place = placement.choose(deep, placement.owner())
    assert len(bytes(place.socket / placement.SOCKET_NAME)) <= placement.SOCKET_LIMIT
    assert place.moved


def test_a_path_that_just_fits_stays(tmp_path):
    fits = placement.SOCKET_LIMIT - len("/postgres/run/") - len(placement.SOCKET_NAME)
    var = Path("/" + "v" * (fits - 1))
    assert placement.choose(var, "somebody").socket == var / "postgres" / "run"
    longer = Path("/" + "v" * fits)
    assert placement.choose(longer, "somebody").socket != longer / "postgres" / "run"


def test_no_postgresql_packages(var, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "infostrada.core.cluster.control.bindir", lambda: programs.bindir(tmp_path / "nowhere")
    )
    with pytest.raises(ClusterError, match=r"apt-get install postgresql postgresql-15-postgis-3"):
        Cluster(var).start()
    assert not (var / "postgres" / "data").exists()


def test_var_that_cannot_be_written(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ClusterError, match="cannot be written"):
        Cluster(blocked / "var").start()
