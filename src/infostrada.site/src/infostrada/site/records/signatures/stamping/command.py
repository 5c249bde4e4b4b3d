"""`infostrada timestamps`: the stand-in of a time-stamping authority, for tests and demonstrations."""

from datetime import timedelta
from infostrada.site.records.network.standin import StandIn
from infostrada.site.records.signatures.stamping.simulator import TimeStamping
from pathlib import Path

import click


@click.group()
def timestamps() -> None:
    """Time-stamping authority (RFC 3161)."""


@timestamps.command()
@click.argument("root", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--port", default=8499, show_default=True, help="Port on the loopback address.")
@click.option("--days", default=3650, show_default=True, help="Days its certificate lasts.")
@click.option("--json", "as_json", is_flag=True, help="Say the address and file as JSON.")
def simulate(root: Path, port: int, days: int, as_json: bool) -> None:
    """Run a stand-in of a time-stamping authority until it is stopped.

    ROOT gets the certificate of its root: it belongs into the trust list, for timestamps. Faults are told to it by POST
    /_control. Its timestamps prove nothing outside a trial.
    """
    service = TimeStamping(timedelta(days=days))
    root.write_text(service.maker.pem)
    server = StandIn(service, port)
    server.run({"url": f"http://localhost:{server.server_port}/", "root": str(root)}, as_json)
