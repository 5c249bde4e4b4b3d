"""``infostrada bip``: the bulletin from the command line."""

from infostrada.site.bip.chain.command import verify_log
from infostrada.site.bip.gate.command import scan

import click


@click.group()
def bip() -> None:
    """The public bulletin: the gate, the change log."""


bip.add_command(scan)
bip.add_command(verify_log)
