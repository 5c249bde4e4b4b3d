"""``infostrada records postcodes``: give the counter the country's postcodes, while the site runs."""

from infostrada.core.server.plone import open_site
from infostrada.site.records.correspondence.postcodes.reading import NoPostcodes
from infostrada.site.records.correspondence.postcodes.reading import read_postcodes
from infostrada.site.records.correspondence.postcodes.store import replace_postcodes
from pathlib import Path
from typing import NoReturn

import click
import json
import transaction


FAULTY = 2


@click.command("postcodes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read the file and say what it holds; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def postcodes(file: Path, dry_run: bool, as_json: bool) -> None:
    """Replace the list of postcodes with FILE, a CSV of addresses or places with a line of headings.

    The counter fills in the town of a whole postcode from it, for senders the office has had no letter from. Columns are known by
    their headings: kod, miejscowosc and, if there is one, ulica, or the like in English. Address points of the state register
    (PRG) are such a file. Exit status 2: the file has no such columns or no place, and nothing was changed.
    """
    try:
        read = read_postcodes(file)
    except NoPostcodes as problem:
        _refuse(f"brak kolumny kodu albo miejscowości w nagłówku: {problem}")
    if not read.places:
        _refuse(f"żaden z {read.lines} wierszy nie ma kodu pocztowego i miejscowości")
    if not dry_run:
        with open_site() as (_app, _portal):
            replace_postcodes(read.places)
            transaction.commit()
    towns = len({(code, city) for code, city, _street in read.places})
    told = {
        "codes": len({code for code, _city, _street in read.places}),
        "towns": towns,
        "streets": len(read.places),
        "lines": read.lines,
        "faulty": read.faulty,
        "first_faulty": read.first_faulty,
    }
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(f"{told['codes']} kodów, {towns} miejscowości z kodem, {told['streets']} ulic z kodem")
    if read.faulty:
        places = ", ".join(map(str, read.first_faulty))
        click.echo(
            f"pominięto {read.faulty} z {read.lines} wierszy bez kodu albo miejscowości; pierwsze: {places}"
        )


def _refuse(why: str) -> NoReturn:
    click.echo(why, err=True)
    raise SystemExit(FAULTY)
