"""``infostrada bip verify-log``: does every row of the change logs fit the rows before it?"""

from collections.abc import Iterator
from infostrada.site.bip import log
from infostrada.site.bip.chain.rules import verify
from pathlib import Path
from typing import Any

import click
import json


WRONG = 1


@click.command("verify-log")
@click.option("--unit", help="Only the log of this unit; all of them without it.")
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A downloaded log instead of the database.",
)
@click.option("--head", help="Digest noted earlier: it has to be the head or to stand in the log.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def verify_log(unit: str | None, file: Path | None, head: str | None, as_json: bool) -> None:
    """Verify the change logs of the bulletins, row by row.

    Exit status: 0 every row fits, 1 one does not, or the noted head is not there.
    """
    report = [_one(name, rows, head) for name, rows in _logs(unit, file)]
    if as_json:
        click.echo(json.dumps(report, indent=2))
    else:
        for item in report:
            fault = f", wiersz {item['place']}: {item['fault']}" if item["fault"] else ""
            click.echo(f"{item['log']}: {item['rows']} wierszy, {item['head']}{fault}")
    raise SystemExit(WRONG if any(item["fault"] for item in report) else 0)


def _one(name: str, rows: Iterator[dict[str, Any]], head: str | None) -> dict[str, Any]:
    seen: set[str] = set()

    def noted() -> Iterator[dict[str, Any]]:
        for row in rows:
            seen.add(row["digest"])
            yield row

    found = verify(noted())._asdict()
    if head and not found["fault"] and head not in seen:
        found["fault"] = "head_not_there"
    return {"log": name, **found}


def _logs(unit: str | None, file: Path | None) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    if file is not None:
        with file.open(encoding="utf-8") as lines:
            yield file.name, (json.loads(line) for line in lines)
        return
    for name in [unit] if unit else log.units():
        yield name, log.whole(name)
