"""Places letters come from: postcode, town and streets, learned from the office's own letters and parties.

A list of postcodes, where the installation was given one, adds the towns and streets of a code that is asked for.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping
from infostrada.core.record import pending
from infostrada.core.record.access import principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.site.parties.picking import STREET
from infostrada.site.parties.rules import check_postcode
from infostrada.site.records.correspondence.postcodes.store import towns_of
from typing import Any


MOST = 500
"""Rows of letters, and of parties, that are looked at."""
STREETS = 60
PLACES = f"""
    SELECT own.postcode, own.city, own.street FROM (
        SELECT uid, postcode, city, street FROM site.letter_listing
        WHERE unit = %(_unit)s {{letters}} ORDER BY year DESC, number DESC LIMIT {MOST}) AS own
    JOIN core.record AS record USING (uid) WHERE own.city <> '' AND {visible()}
    UNION ALL
    (SELECT party.postcode, party.city, party.street
    FROM site.party_listing AS party JOIN core.record AS record USING (uid)
    WHERE record.unit = %(_unit)s AND party.city <> '' {{parties}} AND {visible()} LIMIT {MOST})
"""  # noqa: S608 - our own clauses, values are bound
LATELY = PLACES.format(letters="", parties="")
OF_A_CODE = PLACES.format(
    letters="AND postcode = %(_postcode)s", parties="AND party.postcode = %(_postcode)s"
)


def known_places(unit_id: str, postcode: str = "") -> list[dict[str, Any]]:
    """Places of the last letters and of parties the person may see, the commonest first; of one postcode if it is given.

    A letter's town lies under its postcode: one code has many villages, one town many codes.
    """
    pending.flush()
    code = check_postcode(postcode).value
    given = {"_unit": unit_id, "_postcode": code, **parameters(principals())}
    own = gathered(rows(OF_A_CODE if postcode else LATELY, given))
    return with_towns(own, code, towns_of(code)) if postcode else own


def with_towns(own: list[dict[str, Any]], code: str, towns: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """The office's own places of a code, with the streets the list of postcodes adds, then the list's other towns of it.

    A town the list has alone is told as `only`: no other place has that code.
    """
    spelt = {city.casefold(): streets for city, streets in towns.items()}
    known = {place["city"].casefold() for place in own}
    mine = [
        {
            **place,
            "streets": list(dict.fromkeys([*place["streets"], *spelt.get(place["city"].casefold(), ())])),
        }
        for place in own
    ]
    return [
        *mine,
        *(
            {"postcode": code, "city": city, "streets": streets, "only": len(towns) == 1}
            for city, streets in towns.items()
            if city.casefold() not in known
        ),
    ]


def gathered(found: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Postcode, town and its streets for each place, the commonest first; what is written in several ways as most write it."""
    towns: Counter[tuple[str, str]] = Counter()
    written: dict[tuple[str, str], Counter[str]] = {}
    streets: dict[tuple[str, str], Counter[str]] = {}
    for row in found:
        place = (check_postcode(row["postcode"]).value, row["city"].strip().casefold())
        towns[place] += 1
        written.setdefault(place, Counter())[row["city"].strip()] += 1
        if street := street_alone(row["street"]):
            streets.setdefault(place, Counter())[street] += 1
    return [
        {
            "postcode": place[0],
            "city": written[place].most_common(1)[0][0],
            "streets": [street for street, _times in streets.get(place, Counter()).most_common(STREETS)],
        }
        for place, _times in towns.most_common()
    ]


def street_alone(text: str) -> str:
    """The street without the number behind it; nothing for a number alone ("12a"), as in villages without streets."""
    said = " ".join(text.split())
    match = STREET.match(said)
    street = match["street"] if match else said
    return street if sum(each.isalpha() for each in street) > 1 else ""
