"""``infostrada run`` and ``infostrada stop``."""

from infostrada.core.config import settings as read_settings
from infostrada.core.server import installation
from infostrada.core.server.watch import Watch

import click
import signal
import threading
import time


@click.command()
@click.option("--processes", default=1, show_default=True, help="Zope processes; over one, nginx in front.")
@click.option("--profile", default="demo", show_default=True, help="Contents of a new site.")
@click.option("--detach", is_flag=True, help="Return when the site answers; end it with 'infostrada stop'.")
def run(processes: int, profile: str, detach: bool) -> None:
    """Start the database, make the site when there is none, and serve it."""
    settings = read_settings()
    began = time.monotonic()
    for step in installation.start(settings, processes, profile):
        click.echo(f"[{time.monotonic() - began:6.1f} s] {step}")
    click.echo(installation.greeting(settings))
    if not detach:
        _serve(settings)


def _serve(settings: installation.Settings) -> None:
    ended = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: ended.set())
    watch = Watch(settings)
    while not ended.wait(2):
        for said in watch.look():
            click.echo(said, err=True)
    click.echo("Stopping ...")
    installation.stop(settings)


@click.command()
def stop() -> None:
    """End the processes of this installation, its private database too."""
    settings = read_settings()
    ended = installation.stop(settings)
    click.echo("Stopped: " + ", ".join(ended) if ended else "Nothing of this installation was running.")


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool) -> None:
    """Delete the site with everything in it. There is no way back but a backup."""
    settings = read_settings()
    if not yes:
        click.confirm(f"Delete everything in {settings.var} and its database?", abort=True)
    installation.stop(settings)
    installation.erase(settings)
    click.echo("Deleted. The next run makes a new site.")
