"""``infostrada jobs``."""

from infostrada.core.aside import aside
from infostrada.core.jobs import rows
from infostrada.core.jobs.rows import Job
from infostrada.core.jobs.runner import run as run_job
from infostrada.core.server.plone import open_site
from threading import Event
from threading import Thread
from uuid import UUID

import click
import json
import transaction


@click.group()
def jobs() -> None:
    """Long work done in batches."""


@jobs.command("list")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.option("--size", default=rows.PAGE, show_default=True, help="How many, newest first.")
def list_(as_json: bool, size: int) -> None:
    """Show the newest jobs."""
    with aside() as connection:
        found = rows.page(connection, size=size)
    if as_json:
        click.echo(json.dumps([job.as_dict() for job in found], indent=2))
        return
    for job in found:
        click.echo(line(job))


@jobs.command()
@click.argument("job", type=click.UUID)
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def show(job: UUID, as_json: bool) -> None:
    """Show one job."""
    found = _get(job)
    click.echo(json.dumps(found.as_dict(), indent=2) if as_json else line(found))


@jobs.command()
@click.argument("job", type=click.UUID)
@click.option("--dry-run", is_flag=True, help="Only say whether it would run, and from where.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON at the end.")
def run(job: UUID, dry_run: bool, as_json: bool) -> None:
    """Run or resume one job here and now. Exit code 1: it did not end well."""
    found = _get(job)
    if dry_run:
        _say_beforehand(found, as_json)
        return
    with open_site():
        if as_json:
            run_job(job)
        else:
            run_with_bar(job)
    found = _get(job)
    click.echo(json.dumps(found.as_dict(), indent=2) if as_json else line(found))
    if found.state != "done":
        raise SystemExit(1)


@jobs.command()
@click.argument("job", type=click.UUID)
@click.option("--dry-run", is_flag=True, help="Only say whether it could be cancelled.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def cancel(job: UUID, dry_run: bool, as_json: bool) -> None:
    """End a job after its present batch. Exit code 1: it has ended already."""
    done = _get(job).open
    if not dry_run:
        with transaction.manager:
            done = rows.cancel(job)
    word = "would be cancelled" if dry_run else "will be cancelled"
    text = {"job": str(job), "cancelled": done, "dry_run": dry_run}
    click.echo(json.dumps(text) if as_json else f"{job}: {word if done else 'has ended already'}")
    if not done:
        raise SystemExit(1)


def _say_beforehand(job: Job, as_json: bool) -> None:
    """Whether `run` would do anything; exit code 1 when it would not."""
    if as_json:
        click.echo(json.dumps({**job.as_dict(), "would_run": job.open, "dry_run": True}, indent=2))
    else:
        click.echo(f"{line(job)}  {'would be run' if job.open else 'has ended already'}")
    if not job.open:
        raise SystemExit(1)


def line(job: Job) -> str:
    """A job in one line."""
    part = f"{job.percent} %" if job.percent is not None else str(job.done)
    words = (str(job.id), f"{job.state:<9}", f"{part:>7}", job.name, job.error or job.message)
    return "  ".join(filter(None, words))


def _get(job: UUID) -> Job:
    with aside() as connection:
        found = rows.get(connection, job)
    if found is None:
        raise click.ClickException(f"There is no job {job}")
    return found


def run_with_bar(job: UUID) -> None:
    """Run a job with a progress bar. The job works in this thread; another one looks at its row and draws."""
    over = Event()
    artist = Thread(target=_draw, args=(job, over), daemon=True)
    artist.start()
    try:
        run_job(job)
    finally:
        over.set()
        artist.join()


def _draw(job: UUID, over: Event) -> None:
    with click.progressbar(length=100, label="Job") as bar:
        while not over.wait(0.5):
            bar.update((_get(job).percent or 0) - bar.pos)
        bar.update((_get(job).percent or 0) - bar.pos)
