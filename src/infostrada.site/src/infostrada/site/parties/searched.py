"""A PESEL among the words of any search: whom it stands for, as far as the searcher may know."""

from collections.abc import Iterator
from infostrada.core.accesslog.interfaces import ISearchedPersons
from infostrada.core.accesslog.searches import Searched
from infostrada.core.record.access import principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.site.parties.rules import check_pesel
from zope.interface import implementer

import json
import re


NUMBER = re.compile(r"(?<!\d)\d{11}(?!\d)")
MOST = 20
WHOM = f"""
    SELECT record.uid, record.unit FROM site.party_listing AS party JOIN core.record AS record USING (uid)
    WHERE party.identifiers @> ANY(CAST(%(numbers)s AS jsonb[])) AND {visible()}
    ORDER BY record.unit, record.uid LIMIT {MOST}
"""  # noqa: S608 - our own clauses, values are bound


def pesels(words: str) -> list[str]:
    """Numbers of a right PESEL among the words, each once."""
    return [each for each in dict.fromkeys(NUMBER.findall(words)) if check_pesel(each).ok]


@implementer(ISearchedPersons)
class ByPesel:
    """Persons of the registers the searcher may see; a number of nobody's is a search too."""

    def found(self, words: str) -> Iterator[Searched]:
        """One for each entry of a register, or one without an object."""
        numbers = pesels(words)
        if not numbers:
            return
        wanted = [json.dumps({"pesel": each}) for each in numbers]
        whom = rows(WHOM, {"numbers": wanted, **parameters(principals())})
        yield from (Searched(row["uid"], row["unit"], "pesel") for row in whom)
        if not whom:
            yield Searched(None, None, "pesel")
