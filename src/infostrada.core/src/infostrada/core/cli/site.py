"""``infostrada site``: make the Plone site from a profile, bring it up to date."""

from collections.abc import Iterator
from infostrada.core.config import settings as read_settings
from infostrada.core.server import profile as profiles
from infostrada.core.server.plone import create_site
from infostrada.core.server.plone import ensure_operator
from infostrada.core.server.plone import open_app
from infostrada.core.server.plone import open_site
from infostrada.core.server.upgrade import pending
from infostrada.core.server.upgrade import upgrade as run_upgrade

import click
import json
import time
import transaction


@click.group()
def site() -> None:
    """The Plone site in the database."""


@site.command()
@click.option("--profile", "name", default="demo", show_default=True, help="Folder below profiles/.")
@click.option("--dry-run", is_flag=True, help="Make everything, then throw it away.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def create(name: str, dry_run: bool, as_json: bool) -> None:
    """Make the site with the contents of a profile, in one transaction."""
    settings = read_settings()
    profile = profiles.read(settings.home / "profiles" / name)
    began = time.monotonic()
    with open_app(settings) as app:
        if settings.site in app.objectIds():
            raise click.ClickException(f"The site {settings.site!r} exists already")
        for step in _steps(app, settings.site, profile):
            if not as_json:
                click.echo(f"  {time.monotonic() - began:6.1f} s  {step}")
        if not dry_run:
            transaction.commit()
            profile.leave_greeting(settings)
    if as_json:
        click.echo(json.dumps({"site": settings.site, "profile": name, "made": not dry_run}))


@site.command()
@click.option("--dry-run", is_flag=True, help="List the steps, do none.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def upgrade(dry_run: bool, as_json: bool) -> None:
    """Do the upgrade steps the site's profiles still need, all in one transaction."""

    def tell(step: object) -> None:
        if not as_json:
            click.echo(f"{'would do' if dry_run else 'doing'}  {step}")

    if dry_run:
        with open_site() as (_app, portal):
            steps = pending(portal)
        for step in steps:
            tell(step)
    else:
        steps = run_upgrade(read_settings(), tell)
    if as_json:
        answer = {"dry_run": dry_run, "steps": [step.as_json() for step in steps]}
        click.echo(json.dumps(answer, ensure_ascii=False))
    elif not steps:
        click.echo("The site is up to date.")


def _steps(app: object, site_id: str, profile: profiles.Profile) -> Iterator[str]:
    if password := ensure_operator(app):
        profile.logins.append(("operator", password, "whole installation"))
    yield "Plone and the product's types, workflows and settings"
    portal = create_site(app, site_id, profile.title, profile.extensions)
    yield from profile.load(portal)
