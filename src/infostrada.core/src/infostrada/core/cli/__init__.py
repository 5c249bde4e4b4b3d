"""The command line ``infostrada``; every room adds its commands by the entry point group ``infostrada.commands``."""

from importlib.metadata import entry_points
from infostrada.core.cluster import ClusterError
from infostrada.core.cluster.programs import ProgramsMissing
from infostrada.core.config import ConfigError
from infostrada.core.server.backup import BackupError
from infostrada.core.server.plone import SiteMissing
from infostrada.core.server.process import StartError
from infostrada.core.server.profile import ProfileError
from typing import Any

import click
import logging
import warnings


EXPECTED = (BackupError, ClusterError, ConfigError, ProfileError, ProgramsMissing, SiteMissing, StartError)


class Commands(click.Group):
    """Finds commands in the installed distributions and turns expected failures into one clear line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({ep.name for ep in entry_points(group="infostrada.commands")})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        for entry in entry_points(group="infostrada.commands", name=name):
            command: click.Command = entry.load()
            return command
        return None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EXPECTED as error:
            raise click.ClickException(str(error)) from error
        except Exception as error:
            told = expected(error)
            if told is None:
                raise
            raise told from error


class Refusal(click.ClickException):
    """What was asked cannot be done: the status by which commands refuse what they are given."""

    exit_code = 2


def expected(error: Exception) -> click.ClickException | None:
    """The line an error of the data, of the database or of a file is told by; None for a fault of the program."""
    from infostrada.core.errors import Problem

    if is_database_away(error):
        said = str(error).strip().partition("\n")[0]
        return click.ClickException(f"The database does not answer: {said}")
    if isinstance(error, Problem):
        from zope.i18n import translate

        said = translate(error.message, target_language="pl")
        return Refusal(f"{error.field}: {said}" if error.field else said)
    if isinstance(error, OSError) and isinstance(error.filename, str):
        return Refusal(f"{error.filename}: {error.strerror}")
    return None


def is_database_away(error: BaseException) -> bool:
    """Is it the error every driver of PostgreSQL has for a server that is not there or stopped answering?

    Told by its name, so that no command loads a driver for it.
    """
    return any(
        each.__name__ == "OperationalError" and each.__module__.startswith(("psycopg", "sqlalchemy"))
        for each in type(error).__mro__
    )


@click.command(cls=Commands)
@click.version_option(package_name="infostrada.core")
def main() -> None:
    """Run and look after an Infostrada installation."""
    # What a command has to say it prints itself; the libraries' notes belong in a server's log.
    logging.basicConfig(level=logging.ERROR)
    warnings.simplefilter("ignore")
