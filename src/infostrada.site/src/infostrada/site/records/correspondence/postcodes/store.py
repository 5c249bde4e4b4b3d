"""The table of postcodes: replaced as a whole, asked for one code."""

from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from infostrada.site.records.correspondence.postcodes.reading import in_pieces

import json


PIECE = 10_000
MOST_TOWNS = 60
STREETS = 400
TOWNS = f"""
    SELECT city, array_agg(street ORDER BY street) FILTER (WHERE street <> '') AS streets
    FROM site.postcode WHERE postcode = %(postcode)s GROUP BY city ORDER BY city LIMIT {MOST_TOWNS}
"""  # noqa: S608 - our own number


def replace_postcodes(places: set[tuple[str, str, str]]) -> None:
    """Put a new list in the place of the old one, within the transaction."""
    write("DELETE FROM site.postcode")
    for piece in in_pieces(places, PIECE):
        write(
            """
            INSERT INTO site.postcode (postcode, city, street)
            SELECT place ->> 0, place ->> 1, place ->> 2 FROM jsonb_array_elements(CAST(%(places)s AS jsonb)) AS place
            """,
            {"places": json.dumps(piece)},
        )


def towns_of(postcode: str) -> dict[str, list[str]]:
    """Towns of a code with those of their streets that have it; none where no list was given or it does not know the code."""
    found = rows(TOWNS, {"postcode": postcode}) if postcode else []
    return {row["city"]: (row["streets"] or [])[:STREETS] for row in found}
