"""`infostrada edelivery`: the stand-in of the service, for tests and demonstrations."""

from infostrada.site.records.correspondence.edelivery.simulator import Service
from infostrada.site.records.network.standin import StandIn

import click


@click.group()
def edelivery() -> None:
    """Electronic delivery (e-Doręczenia)."""


@edelivery.command()
@click.option("--port", default=8499, show_default=True, help="Port on the loopback address.")
@click.option("--json", "as_json", is_flag=True, help="Say the addresses as JSON.")
def simulate(port: int, as_json: bool) -> None:
    """Run a stand-in of the user agent's API 3.0.8 and of the base of addresses until it is stopped.

    Clients, boxes, faults and messages are told to it by POST /_control. Nothing is kept on disk.
    """
    server = StandIn(Service(), port)
    base = f"http://127.0.0.1:{server.server_port}"
    told = {"url": f"{base}/api/v1", "token_url": f"{base}/oauth/token", "search_url": f"{base}/bae/search"}
    server.run(told, as_json)
