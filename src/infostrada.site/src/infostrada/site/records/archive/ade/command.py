"""`infostrada ade`: the stand-in of the archive of electronic documents, for tests and demonstrations."""

from infostrada.site.records.archive.ade.certificates import Authority
from infostrada.site.records.archive.ade.certificates import server_context
from infostrada.site.records.archive.ade.simulator import Service
from infostrada.site.records.network.standin import StandIn
from pathlib import Path

import click


@click.group()
def ade() -> None:
    """Archive of electronic documents (ADE) of the state archives."""


@ade.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--port", default=8498, show_default=True, help="Port on the loopback address.")
@click.option("--account", default="ezd-proba", show_default=True, help="Name of the system's account (CN).")
@click.option("--json", "as_json", is_flag=True, help="Say the addresses and files as JSON.")
def simulate(folder: Path, port: int, account: str, as_json: bool) -> None:
    """Run a stand-in of API ADE 1.6 that asks for a client certificate, until it is stopped.

    FOLDER gets the certificates of the trial: authority.pem, client.pem and client.key belong into the account of an
    office. Faults and answers are told to it by POST /_control; records are kept in memory alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    authority = Authority()
    certificate, key = authority.issue(account)
    for name, text in (("authority.pem", authority.pem), ("client.pem", certificate), ("client.key", key)):
        place = folder / name
        place.touch(0o600)
        place.write_text(text)
    server = StandIn(Service(), port, server_context(authority, folder))
    told = {
        "url": f"https://localhost:{server.server_port}",
        "requestor": account,
        "certificate": str(folder / "client.pem"),
        "key": str(folder / "client.key"),
        "authority": str(folder / "authority.pem"),
    }
    server.run(told, as_json)
