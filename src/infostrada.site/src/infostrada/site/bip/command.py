"""``infostrada bip``: the bulletin from the command line."""

from infostrada.site.bip.chain.command import verify_log
from infostrada.site.bip.gate.command import scan
from infostrada.site.bip.migration.command import export_archive
from infostrada.site.bip.migration.command import import_archive
from infostrada.site.bip.registers.command import export_register
from infostrada.site.bip.registers.command import import_register
from infostrada.site.bip.registers.command import sealed_part

import click


@click.group()
def bip() -> None:
    """The public bulletin: the gate, the change log, the registers."""


bip.add_command(scan)
bip.add_command(verify_log)
bip.add_command(import_register)
bip.add_command(export_register)
bip.add_command(import_archive)
bip.add_command(export_archive)
bip.add_command(sealed_part)
