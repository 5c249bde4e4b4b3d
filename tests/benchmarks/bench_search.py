"""The search of the bulletins over 100,000 entries of twenty offices: words, facets, slips; rows made by COPY.

Texts are made of the words offices use, a sentence or two an entry, a longer text in every tenth file. Answers are
compared with a plain count before anything is measured.
"""

from collections.abc import Iterator
from dataclasses import replace
from infostrada.core.folding import folded
from infostrada.core.search.vector import ATTACHED
from infostrada.core.search.vector import OWN
from infostrada.core.search.vector import Part
from infostrada.core.search.vector import vector
from infostrada.core.search.vocabulary import words_of
from infostrada.core.testing import DATABASE_FIXTURE
from infostrada.site.bip.finding.asking import ask
from infostrada.site.bip.finding.asking import Choice
from infostrada.site.bip.finding.kept import forget
from statistics import median
from tests.benchmarks.figure import Figure
from tests.benchmarks.processor import spent as cpu
from time import perf_counter
from typing import Any

import os
import psycopg
import random


UNITS, PEOPLE = 20, 300
# Fewer for a quick look: INFOSTRADA_BENCH_ENTRIES=10000.
ROWS = int(os.environ.get("INFOSTRADA_BENCH_ENTRIES", "100000"))
REPEATS = 15
KINDS = ("resolution", "ordinance", "decision", "notice", "information", "contract", "interpellation")
TITLES = {
    "resolution": "Uchwała w sprawie", "ordinance": "Zarządzenie w sprawie", "decision": "Decyzja o",
    "notice": "Obwieszczenie w sprawie", "information": "Informacja o", "contract": "Umowa na",
    "interpellation": "Interpelacja w sprawie",
}  # fmt: skip
SUBJECTS = (
    "budowy kanalizacji", "remontu drogi powiatowej", "planu miejscowego", "opłat za odpady", "dzierżawy działki",
    "oświetlenia ulicznego", "przebudowy mostu", "regulaminu targowiska", "dotacji dla klubu sportowego", "zieleni miejskiej",
    "wycinki kasztanowców", "czystości powietrza", "dowozu uczniów", "biblioteki gminnej", "rewitalizacji rynku",
    "utrzymania cmentarza", "stawek podatku", "ochrony zabytków", "opieki nad zwierzętami", "przystanków autobusowych",
)  # fmt: skip
PLACES = (
    "Lipnowo",
    "Borek",
    "Nowe Pole",
    "Olszynka",
    "Kępa",
    "Zawisła",
    "Dąbrowa",
    "Rudnik",
    "Wierzbie",
    "Sosnówka",
)
ASKED = {
    "a common word (one entry in seven)": Choice(text="uchwała"),
    "a word of every entry": Choice(text="sprawie"),
    "a rarer word in another form": Choice(text="kasztanowiec"),
    "two words": Choice(text="most Olszynka"),
    "a number": Choice(text="71234"),
    "a word of files alone": Choice(text="dendrolog"),
    "words with three facets": Choice(text="kanalizacja", unit="u3", kind="resolution", year=2021),
    "a person, no words": Choice(person="Radny Numer 7"),
    "everything of one office": Choice(scope="u3"),
    "everything": Choice(),
    "a slip": Choice(text="kasztanwców"),
    "two slips": Choice(text="kanlizacja olszynak"),
}


def measure() -> Iterator[Figure]:
    """Median milliseconds of a first page with all its counts, by question and over all of them."""
    DATABASE_FIXTURE.setUp()
    try:
        _fill(DATABASE_FIXTURE["conninfo"])
        _check(DATABASE_FIXTURE["conninfo"])
        spent: list[float] = []
        turned: list[float] = []
        worked: list[float] = []
        for name, choice in ASKED.items():
            began = cpu(DATABASE_FIXTURE._cluster) if DATABASE_FIXTURE._cluster else 0.0
            times = [_once(choice) for _ in range(REPEATS)]
            if DATABASE_FIXTURE._cluster:
                worked.append((cpu(DATABASE_FIXTURE._cluster) - began) / REPEATS * 1000)
            spent += times
            turned += [_turned(choice) for _ in range(REPEATS)]
            yield Figure(f"search, {ROWS:,} entries: {name}", median(times), "ms")
        yield Figure(f"search, {ROWS:,} entries: the second page of a question", median(turned), "ms")
        if worked:
            yield Figure(
                "  processor time of a question, PostgreSQL's with ours, median", median(worked), "ms"
            )
        yield Figure(f"search, {ROWS:,} entries: all questions", median(spent), "ms", must=100)
    finally:
        DATABASE_FIXTURE.tearDown()


def _once(choice: Choice) -> float:
    """Asked for the first time since a change: nothing is in memory."""
    forget()
    began = perf_counter()
    ask(choice)
    return (perf_counter() - began) * 1000


def _turned(choice: Choice) -> float:
    began = perf_counter()
    ask(replace(choice, start=choice.size))
    return (perf_counter() - began) * 1000


def _fill(conninfo: str) -> None:
    chance = random.Random(7)
    with psycopg.connect(conninfo) as connection:
        connection.execute(
            "INSERT INTO core.access_set (id, own, allowed) VALUES (md5('a')::uuid, md5('a')::uuid, '{Anonymous}')"
        )
        connection.execute("INSERT INTO core.access_member VALUES ('Anonymous', md5('a')::uuid)")
        made = [_entry(number, chance) for number in range(ROWS)]
        tables: dict[str, str] = {
            "core.record": "uid, unit, type, state, access, title, path, created, modified, effective, revision",
            "core.fulltext": "uid, own, own_body, attached, attached_body",
            "site.bip_facet": "uid, kind, year, day, people, headline",
        }
        for place, (table, columns) in enumerate(tables.items()):
            with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for rows in made:
                    copy.write_row(rows[place])
        words: dict[str, int] = {}
        for record, text, _facet in made:
            for word in words_of(f"{record[5]} {text[2]} {text[4]}"):
                words[word] = words.get(word, 0) + 1
        with connection.cursor().copy(
            "COPY core.search_word (word, plain, objects, round) FROM STDIN"
        ) as copy:
            for word, count in words.items():
                copy.write_row((word, folded(word), count, 1))
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for table in (
            "core.record",
            "core.fulltext",
            "site.bip_facet",
            "site.bip_found",
            "site.bip_cell",
            "site.bip_folk",
            "core.search_word",
            "core.access_member",
        ):
            connection.execute(f"VACUUM ANALYZE {table}")


def _entry(number: int, chance: random.Random) -> tuple[tuple[Any, ...], ...]:
    kind, subject, place = chance.choice(KINDS), chance.choice(SUBJECTS), chance.choice(PLACES)
    unit, person = f"u{chance.randrange(UNITS)}", f"Radny Numer {chance.randrange(PEOPLE)}"
    day = f"{chance.randrange(2015, 2026)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
    title = f"{TITLES[kind]} {subject} w miejscowości {place} nr {number}"
    body = f"W sprawie {subject} postanawia się, co następuje. Nr {number}. {person}."
    file = ""
    if number % 10 == 0:
        parts = [
            f"Opinia w sprawie {chance.choice(SUBJECTS)} dla miejscowości {chance.choice(PLACES)}."
            for _ in range(40)
        ]
        file = " ".join(parts) + (" Biegły dendrolog." if number % 1000 == 0 else "")
    uid = f"{number:032x}"
    own = vector([Part("A", title), Part("C", body)], OWN)
    attached = vector([Part("D", file)], ATTACHED)
    path = f"/region/{unit}/bip/rada/{uid}"
    record = (uid, unit, "bip_entry", "published", _ACCESS, title, path, day, day, day, str(number))
    people = "{" + f'"{person}"' + "}"
    return (
        record,
        (uid, own, body, attached, file),
        (uid, kind, int(day[:4]), day, people, vector([Part("A", title)], OWN)),
    )


_ACCESS = "0cc175b9-c0f1-b6a8-31c3-99e269772661"  # md5 of "a"


def _check(conninfo: str) -> None:
    """Counts are those a plain statement gives; a slip is answered as it was meant."""
    with psycopg.connect(conninfo) as connection:
        plain = connection.execute("SELECT kind, count(*) FROM site.bip_facet GROUP BY kind").fetchall()
    every = ask(Choice())
    assert every.total == ROWS and dict(every.facets["kind"]) == dict(plain)
    _check_choice(conninfo)
    common = ask(ASKED["a common word (one entry in seven)"])
    assert common.total == dict(plain)["resolution"] and len(common.hits) == 20
    files = ask(ASKED["a word of files alone"])
    assert files.total == ROWS // 1000 and all(hit.in_file for hit in files.hits)
    slip = ask(ASKED["a slip"])
    assert slip.meant is not None and slip.total > 0, slip
    assert ask(ASKED["two slips"]).total > 0


def _check_choice(conninfo: str) -> None:
    """Each facet leaves its own choice out and fits the others; the total fits all, the page is of the newest."""
    fits = {"unit": "unit = 'u3'", "kind": "kind = 'resolution'", "year": "year = 2021"}
    fits["person"] = "'Radny Numer 7' = ANY(people)"
    chosen: dict[str, Any] = {
        "unit": "u3",
        "kind": "resolution",
        "year": 2021,
        "person": "Radny Numer 7",
    }
    with psycopg.connect(conninfo) as connection:
        for names in (("unit", "kind", "year"), ("person",), ("kind", "person"), tuple(chosen)):
            answer = ask(Choice(**{name: chosen[name] for name in names}))
            for facet, value in (("unit", "unit"), ("kind", "kind"), ("year", "year"), ("person", "one")):
                where = " AND ".join(["true", *(fits[name] for name in names if name != facet)])
                order = "1 DESC" if facet == "year" else "2 DESC, 1"
                plain = connection.execute(
                    f"SELECT {value}, count(*) FROM site.bip_facet JOIN core.record USING (uid), unnest(people) AS one"
                    f" WHERE {where} GROUP BY 1 ORDER BY {order} LIMIT 12"
                ).fetchall()
                assert answer.facets[facet] == plain, (names, facet)
            where = " AND ".join(fits[name] for name in names)
            newest = connection.execute(
                f"SELECT uid FROM site.bip_facet JOIN core.record USING (uid) WHERE {where} ORDER BY day DESC, uid"
            ).fetchall()
            assert answer.total == len(newest), names
            assert [hit.row["uid"] for hit in answer.hits] == [uid for (uid,) in newest[:20]], names
