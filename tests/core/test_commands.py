"""Every command of `infostrada` answers programs too, and says beforehand what it would change."""

from click.testing import CliRunner
from collections.abc import Iterator
from infostrada.core.cli import main
from infostrada.core.errors import NotFound

import click
import psycopg
import psycopg2
import pytest


FOR_PEOPLE = {
    "run": "stays in the foreground and prints what a person does next",
    "stop": "names what ended",
    "reset": "asks a person first",
    "worker": "runs until it is ended",
    "bip export": "its answer is the file",
    "bip export-archive": "its answer is the file",
    "bip sealed-part": "its answer is the file",
}
CHANGING = {
    "access-log prune", "bip import", "bip import-archive", "geo import", "geo rebuild", "geo reconcile",
    "geo schemas add", "geo schemas remove", "jobs cancel", "jobs run", "jrwa import", "migrate", "numbers sweep", "pack",
    "records import", "records postcodes", "records rebuild", "records reconcile", "restore", "seal drop", "seal set",
    "second-factor reset", "site create", "site upgrade", "units create", "units register",
}  # fmt: skip
READING = {
    "access-log verify", "ade simulate", "archive-package build", "archive-package check", "backup", "bip export", "bip export-archive", "bip scan",
    "bip sealed-part", "bip verify-log", "bundle export", "deadline", "doctor", "edelivery simulate", "geo check-plan",
    "geo doctor", "geo layers", "geo schemas list", "jobs list", "jobs show", "journal verify", "jrwa diff",
    "jrwa export", "numbers check", "opendata build", "opendata check", "records compare", "records export",
    "records schemas",
    "retention report", "retention sample", "seal show", "signature check", "tally", "texts", "timestamps simulate", "units list",
}  # fmt: skip
AT_ONCE = {
    "run": "is stopped by `stop`",
    "stop": "is undone by `run`",
    "reset": "asks first",
    "worker": "does what is due anyway",
    "geo prepare": "makes texts ready that the worker makes anyway; nobody sees a difference",
}


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, set[str]]]:
    """Each command that does something: its words and its options."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from leaves(command.get_command(context, name), (*path, name))
        return
    options = (one for one in command.params if isinstance(one, click.Option))
    yield " ".join(path), {name for one in options for name in one.opts}


@pytest.fixture(scope="module")
def commands():
    return dict(leaves(main))


def test_programs_are_answered_in_json(commands):
    assert {name for name, options in commands.items() if "--json" not in options} == set(FOR_PEOPLE)


def test_every_command_changes_something_or_does_not(commands):
    """A new command has to be put into one of the lists, so that somebody thinks of its dry run."""
    assert not CHANGING & READING
    assert {*CHANGING, *READING, *AT_ONCE} == set(commands)


def test_what_changes_something_can_say_it_beforehand(commands):
    assert {name for name in CHANGING if "--dry-run" not in commands[name]} == set()


@pytest.mark.parametrize("driver", [psycopg.OperationalError, psycopg2.OperationalError])
def test_a_database_that_is_away_is_one_line(monkeypatch, driver):
    @click.command()
    def lost():
        raise driver("connection to server failed: timeout expired\nIs it running?")

    monkeypatch.setattr(type(main), "get_command", lambda *_given: lost)
    told = CliRunner().invoke(main, ["lost"])
    assert told.exit_code == 1
    assert (
        told.output == "Error: The database does not answer: connection to server failed: timeout expired\n"
    )


def test_what_cannot_be_done_is_one_line(monkeypatch, tmp_path):
    @click.command()
    @click.argument("what")
    def asked(what):
        if what == "unit":
            raise NotFound(field="unit", reason="unknown_object")
        (tmp_path / "absent" / "plan.json").write_bytes(b"")

    monkeypatch.setattr(type(main), "get_command", lambda *_given: asked)
    for what, line in (("unit", "unit: "), ("file", f"{tmp_path}/absent/plan.json: No such file")):
        told = CliRunner().invoke(main, ["asked", what])
        assert (told.exit_code, told.output.startswith(f"Error: {line}"), told.output.count("\n")) == (
            2,
            True,
            1,
        )


def test_a_fault_of_a_program_keeps_its_traceback(monkeypatch):
    @click.command()
    def broken():
        raise ValueError("x")

    monkeypatch.setattr(type(main), "get_command", lambda *_given: broken)
    assert isinstance(CliRunner().invoke(main, ["broken"]).exception, ValueError)
