"""``infostrada second-factor``."""

from infostrada.core.security.factor import store

import click
import json


@click.group("second-factor")
def second_factor() -> None:
    """Second factors of accounts."""


@second_factor.command()
@click.argument("account")
@click.option("--dry-run", is_flag=True, help="Only say whether there is one.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def reset(account: str, dry_run: bool, as_json: bool) -> None:
    """Take a lost second factor away. Exit code 1: the account has none."""
    found = store.enrolled(account) if dry_run else store.reset(account)
    if as_json:
        click.echo(json.dumps({"account": account, "found": found, "reset": found and not dry_run}))
    else:
        word = "would be" if dry_run else "was"
        click.echo(f"The second factor of {account} {word} reset" if found else f"{account} has none")
    if not found:
        raise SystemExit(1)
