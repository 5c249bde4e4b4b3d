"""A destroyed object is gone: from the database's tables and from the files beside it."""

from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta
from infostrada.core.maintenance import night
from infostrada.core.maintenance import pack as packing
from infostrada.core.maintenance.idle import let_go
from infostrada.core.maintenance.idle import watch
from infostrada.core.sql import dispose
from infostrada.core.worker.loop import Worker
from persistent.mapping import PersistentMapping
from plone import api
from psycopg.conninfo import make_conninfo
from relstorage.adapters.postgresql import PostgreSQLAdapter
from relstorage.options import Options
from relstorage.storage import RelStorage
from ZODB.blob import Blob
from zope.component import getGlobalSiteManager
from zope.component.hooks import getSite
from zope.component.hooks import setSite
from zope.processlifetime import DatabaseOpenedWithRoot

import os
import psycopg
import pytest
import transaction
import ZODB


class Place(PersistentMapping):
    """A site as far as a worker's thread needs one."""

    getSiteManager = staticmethod(getGlobalSiteManager)


MARK = b"Zaswiadczenie-o-zniszczeniu"


@pytest.fixture
def db(database, tmp_path, monkeypatch):
    """RelStorage with a blob cache, and the product's sessions lead to its database."""
    name = f"infostrada_pack_{os.getpid()}"
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    conninfo = make_conninfo(database, dbname=name)
    dispose()
    monkeypatch.setenv("INFOSTRADA_DSN", conninfo)
    options = Options(keep_history=False, blob_dir=str(tmp_path / "blobs"), shared_blob_dir=False)
    storage = RelStorage(PostgreSQLAdapter(dsn=conninfo, options=options), options=options)
    made = ZODB.DB(storage)
    yield made
    made.close()
    dispose()
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def root(db):
    """Two documents with a file each, one to be destroyed."""
    manager = transaction.TransactionManager()
    root = db.open(manager).root()
    for name in ("kept", "doomed"):
        root[name] = PersistentMapping(words=name.encode() + MARK, file=Blob(name.encode() + MARK))
    manager.commit()
    for name in ("kept", "doomed"):
        with root[name]["file"].open() as file:
            assert MARK in file.read()
    yield root
    root._p_jar.close()


def places(tmp_path, words):
    """Where some words are found: tables of the database, files of the cache."""
    found = []
    with psycopg.connect(os.environ["INFOSTRADA_DSN"]) as connection:
        for table, column in (("object_state", "state"), ("blob_chunk", "chunk")):
            rows = connection.execute(
                f"SELECT 1 FROM {table} WHERE position(%s IN {'lo_get(chunk)' if column == 'chunk' else column}) > 0",
                [words],
            ).fetchall()
            found += [table] * len(rows)
    return found + ["cache" for path in tmp_path.glob("blobs/*/*.blob") if words in path.read_bytes()]


def test_a_destroyed_object_is_gone_from_database_and_files(db, root, tmp_path):
    everywhere = ["object_state", "blob_chunk", "cache"]
    assert places(tmp_path, b"doomed" + MARK) == everywhere
    del root["doomed"]
    root._p_jar.transaction_manager.commit()
    assert places(tmp_path, b"doomed" + MARK) == everywhere
    root._p_jar.cacheMinimize()
    assert packing.doomed(db) == 2
    packed = packing.pack(db)
    assert (packed.objects, packed.files) == (2, 1)
    assert places(tmp_path, b"doomed" + MARK) == []
    assert places(tmp_path, b"kept" + MARK) == everywhere
    with root["kept"]["file"].open() as file:
        assert file.read() == b"kept" + MARK


def test_young_garbage_waits(db, root, tmp_path):
    del root["doomed"]
    root._p_jar.transaction_manager.commit()
    assert packing.pack(db, days=1).objects == 0
    assert "blob_chunk" in places(tmp_path, b"doomed" + MARK)


def test_once_a_night_by_one_worker(database):
    night_begins = datetime(2026, 11, 27, 1, 0, tzinfo=night.POLAND)
    done = []

    def work(hours):
        now = night_begins + timedelta(hours=hours)
        opened = night_begins + timedelta(days=hours // 24)
        return night.once("pack", now, opened, lambda: done.append(hours) or {"objects": 1})

    assert [work(0), work(1), work(2), work(24), work(25)] == [True, False, False, True, False]
    assert done == [0, 24]
    with psycopg.connect(database) as connection:
        name, outcome, ended = connection.execute("SELECT name, outcome, ended FROM core.chore").fetchone()
    assert (name, outcome) == ("pack", {"objects": 1}) and ended is not None


@pytest.mark.parametrize(
    ("window", "clock", "packs"),
    [("01:00-05:00", "02:00", 1), ("01:00-05:00", "12:00", 0), ("", "02:00", 0), ("22:00-02:30", "02:00", 1)],
)
def test_the_setting_decides_when(portal, monkeypatch, window, clock, packs):
    api.portal.set_registry_record("infostrada.maintenance.pack_window", window)
    called = []
    monkeypatch.setattr(night, "once", lambda name, now, opened, chore: called.append(name) or True)
    now = datetime.fromisoformat(f"2026-11-27T{clock}").replace(tzinfo=night.POLAND)
    assert night.work(None, now) is bool(packs)
    assert called == ["forget", "pack"] * packs


def test_a_chore_that_fails_does_not_keep_the_next_from_its_turn(portal, monkeypatch):
    """The worker comes again after the error; what had its turn tonight is over for tonight."""
    monkeypatch.setitem(night.CHORES, "forget", lambda _db: 1 / 0)
    monkeypatch.setitem(night.CHORES, "pack", lambda _db: {"objects": 0})
    now = datetime(2026, 11, 27, 2, 0, tzinfo=night.POLAND)
    with pytest.raises(ZeroDivisionError):
        night.work(None, now)
    assert night.work(None, now) is True
    assert night.work(None, now) is False


WAITING = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'
"""


def reads_held():
    with psycopg.connect(os.environ["INFOSTRADA_DSN"], autocommit=True) as connection:
        return connection.execute(WAITING).fetchone()[0]


def test_a_worker_that_waits_holds_no_snapshot(db):
    """Its connection stays open between two rounds; the next round sees what came meanwhile."""
    seen = []

    @contextmanager
    def place():
        connection = db.open()
        setSite(connection.root()["kept"])
        yield
        setSite(None)
        connection.close()

    def tidy():
        transaction.begin()
        seen.append((dict(getSite()), reads_held()))
        transaction.abort()

    manager = transaction.TransactionManager()
    other = db.open(manager)
    other.root()["kept"] = Place()
    manager.commit()
    let_go(other)
    worker = Worker(place, tidy)
    rests = []
    worker._stop.wait = lambda seconds: rests.append((seconds, reads_held())) or worker._stop.set()
    for count in (1, 2):
        worker._stop.clear()
        worker._loop("tidy", worker._tidied)
        assert (seen[-1], rests[-1]) == (({"rounds": count} if count > 1 else {}, 1), (30, 0))
        other.root()["kept"]["rounds"] = 2
        manager.commit()
        let_go(other)
    other.close()


def test_a_connection_in_the_pool_holds_no_snapshot(db):
    """So that rows deleted meanwhile can be vacuumed; the next user of the connection sees what is new."""
    watch(DatabaseOpenedWithRoot(db))
    reading = db.open(transaction.TransactionManager())
    assert "later" not in reading.root()
    reading.close()
    assert reads_held() == 0
    manager = transaction.TransactionManager()
    writing = db.open(manager)
    assert writing is reading
    other_manager = transaction.TransactionManager()
    other = db.open(other_manager)
    other.root()["later"] = 1
    other_manager.commit()
    manager.begin()
    assert writing.root()["later"] == 1
    for one in (writing, other):
        one.close()
