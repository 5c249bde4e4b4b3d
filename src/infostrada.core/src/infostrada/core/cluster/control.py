"""Make, start and stop the private cluster."""

from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.cluster.placement import choose
from infostrada.core.cluster.placement import NOTE
from infostrada.core.cluster.placement import owner
from infostrada.core.cluster.placement import Placement
from infostrada.core.cluster.placement import SYSTEM_USER
from infostrada.core.cluster.programs import bindir
from infostrada.core.cluster.programs import ProgramsMissing
from infostrada.core.config import DATABASE
from infostrada.core.config import ROLE
from pathlib import Path

import fcntl
import os
import psycopg
import pwd
import re
import shutil
import subprocess


SERVER_SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_connections": "120",
    # A transaction locks each object it changes: twenty thousand of a large case at once, not six thousand.
    "max_locks_per_transaction": "256",
    # Short statements by the thousand: compiling them costs more than it saves.
    "jit": "off",
    "random_page_cost": "1.1",
    "log_min_messages": "warning",
    "log_line_prefix": "'%m [%p] '",
    # A dump or a log must never hold a citizen's data because a statement failed.
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "timezone": "'Europe/Warsaw'",
}


COMPLAINT = re.compile(r"\b(PANIC|FATAL|ERROR|error):")


class ClusterError(Exception):
    """The cluster cannot be made or started; the text says what, where and what to do."""


class Cluster:
    """A private PostgreSQL cluster that belongs to one ``var`` folder."""

    def __init__(self, var: Path, server_settings: dict[str, str] | None = None) -> None:
        self.var = var
        self.server_settings = {**SERVER_SETTINGS, **(server_settings or {})}
        self.place = Placement.of(var)

    @property
    def conninfo(self) -> str:
        return f"host='{self.place.socket}' dbname='{DATABASE}' user='{ROLE}'"

    @property
    def log(self) -> Path:
        return self.place.data.parent / "postgresql.log"

    def exists(self) -> bool:
        return (self.place.data / "PG_VERSION").is_file()

    def running(self) -> bool:
        """Is there a postmaster of ours behind the socket?"""
        return self.exists() and self._run("pg_ctl", "-D", self.place.data, "status").returncode == 0

    def start(self) -> None:
        """Bring the cluster up, making it first when there is none; safe to call from two processes at once."""
        with self._alone():
            self._refuse_an_orphan()
            try:
                if not self.exists():
                    self._create()
                if not self.running():
                    self._start()
                self._ensure_database()
            except ProgramsMissing as error:
                raise ClusterError(str(error)) from error

    def stop(self) -> bool:
        """Shut the cluster down; returns whether it ran."""
        if not self.running():
            return False
        done = self._run("pg_ctl", "-D", self.place.data, "-w", "-m", "fast", "stop")
        if done.returncode:
            raise ClusterError(f"PostgreSQL in {self.place.data} does not stop: {done.stderr.strip()}")
        return True

    def remove(self) -> None:
        """Stop the cluster and delete its files."""
        self.stop()
        shutil.rmtree(self.place.data.parent, ignore_errors=True)
        shutil.rmtree(self.place.socket, ignore_errors=True)
        (self.var / NOTE).unlink(missing_ok=True)

    def _refuse_an_orphan(self) -> None:
        """A database that was moved out of a `var` since deleted is nobody's to go on with: its keys are gone."""
        if self.place.moved and self.exists() and not (self.var / NOTE).is_file():
            raise ClusterError(
                f"{self.place.data} holds the database of an earlier {self.var}, whose folder was deleted: "
                f"put the folder back, or delete the database too with: infostrada reset"
            )

    def _create(self) -> None:
        self.place = choose(self.var, owner())
        bindir()
        _ensure_account(self.place.user)
        self.place.remember(self.var)
        for folder in (self.place.data.parent, self.place.socket):
            folder.mkdir(parents=True, exist_ok=True)
            _give(folder, self.place.user)
        made = self._run(
            "initdb", "-D", self.place.data, "-E", "UTF8", "--locale=C.UTF-8", "-U", ROLE,
            "--auth-local=peer", "--auth-host=reject", "--data-checksums",
        )  # fmt: skip
        if made.returncode:
            shutil.rmtree(self.place.data, ignore_errors=True)
            free = shutil.disk_usage(self.place.data.parent).free // 2**20
            raise ClusterError(
                f"No cluster in {self.place.data} ({free} MB are free there): {_last_words(made.stderr)}"
            )
        self._configure()

    def _configure(self) -> None:
        data = self.place.data
        with (data / "postgresql.conf").open("a") as conf:
            conf.write("\n# Infostrada\n")
            conf.writelines(f"{key} = {value}\n" for key, value in self.server_settings.items())
        accounts = {self.place.user, pwd.getpwuid(os.geteuid()).pw_name}
        (data / "pg_hba.conf").write_text("local all all peer map=infostrada\n")
        (data / "pg_ident.conf").write_text("".join(f"infostrada {a} {ROLE}\n" for a in sorted(accounts)))

    def _start(self) -> None:
        # A socket folder under /run does not outlive a reboot.
        self.place.socket.mkdir(parents=True, exist_ok=True)
        _give(self.place.socket, self.place.user)
        done = self._run(
            "pg_ctl", "-D", self.place.data, "-w", "-t", "60", "-l", self.log,
            "-o", f"-k '{self.place.socket}'", "start",
        )  # fmt: skip
        if done.returncode:
            tail = self.log.read_text(errors="replace").splitlines()[-3:] if self.log.exists() else []
            raise ClusterError(
                f"PostgreSQL in {self.place.data} does not start: {' / '.join(tail) or 'no word in its log'}"
            )

    def _ensure_database(self) -> None:
        admin = self.conninfo.replace(f"dbname='{DATABASE}'", "dbname='postgres'")
        with psycopg.connect(admin, autocommit=True, connect_timeout=10) as connection:
            row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if row is None:
                connection.execute(f'CREATE DATABASE "{DATABASE}" TEMPLATE template0')
        with psycopg.connect(self.conninfo, autocommit=True, connect_timeout=10) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")

    def _run(self, program: str, *words: object) -> subprocess.CompletedProcess[str]:
        # A server that goes on after pg_ctl would hold our pipes open: its words go to its log.
        told = subprocess.DEVNULL if "start" in words else subprocess.PIPE
        account = self.place.user if os.geteuid() == 0 else None
        return subprocess.run(  # noqa: S603 - PostgreSQL's own programs, no shell
            [str(bindir() / program), *(str(w) for w in words)],
            cwd="/", text=True, stdin=subprocess.DEVNULL, stdout=told, stderr=told, check=False,
            user=account, group=account, extra_groups=None if account is None else [],
        )  # fmt: skip

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self.var.mkdir(parents=True, exist_ok=True)
            lock = (self.var / "cluster.lock").open("w")
        except OSError as error:
            raise ClusterError(f"{self.var} cannot be written: {error.strerror}") from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.place = Placement.of(self.var)
            yield


def _ensure_account(user: str) -> None:
    if user != SYSTEM_USER or os.geteuid() != 0:
        return
    try:
        pwd.getpwnam(user)
    except KeyError:
        done = subprocess.run(  # noqa: S603 - our own words, no shell
            ["/usr/sbin/useradd", "--system", "--user-group", "--no-create-home",
             "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", user],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        # Another start may have made the account meanwhile (useradd's exit status 9).
        if done.returncode not in (0, 9):
            raise ClusterError(f"The account {user!r} cannot be made: {done.stderr.strip()}") from None


def _give(folder: Path, user: str) -> None:
    folder.chmod(0o700)
    if os.geteuid() == 0:
        shutil.chown(folder, user, user)


def _last_words(text: str) -> str:
    """What a program said of its failure: its complaints, or else its last lines."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    complaints = [line for line in lines if COMPLAINT.search(line)]
    return " / ".join((complaints or lines)[-3:])
