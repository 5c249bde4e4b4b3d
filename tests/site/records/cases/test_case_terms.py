"""The term of a case; ends taken from the shared vectors, shifted ones counted by hand."""

from click.testing import CliRunner
from dataclasses import replace
from datetime import date
from infostrada.site.records.cases.command import deadline
from infostrada.site.records.cases.statute import rule_on
from infostrada.site.records.cases.statute import RULES
from infostrada.site.records.cases.statute import UnknownTermError
from infostrada.site.records.cases.terms import due_on
from infostrada.site.records.cases.terms import Extension
from infostrada.site.records.cases.terms import extension_faults
from infostrada.site.records.cases.terms import is_kept
from infostrada.site.records.cases.terms import reckon
from infostrada.site.records.cases.terms import reckon_rule
from infostrada.site.records.cases.terms import Stop
from infostrada.site.records.cases.terms import TERMS

import csv
import json
import pytest
import re


@pytest.mark.parametrize(
    ("started", "term", "expected"),
    [
        (date(2026, 1, 31), "inquiry", date(2026, 3, 2)),
        (date(2026, 10, 31), "inquiry", date(2026, 11, 30)),
        (date(2025, 12, 31), "complex", date(2026, 3, 2)),
        (date(2026, 12, 10), "public_information", date(2026, 12, 28)),
        (date(2025, 12, 17), "certificate", date(2025, 12, 29)),
    ],
)
def test_term_without_stops(started, term, expected):
    assert due_on(started, term) == expected


def test_stopped_days_lengthen_the_term():
    # 1 month from 5.10.2026 ends on 5.11.2026; ten days (12-21.10) are not counted: Sunday
    # 15.11.2026, so Monday 16.11.2026.
    stop = Stop("call", date(2026, 10, 12), date(2026, 10, 21))
    assert due_on(date(2026, 10, 5), "inquiry", [stop]) == date(2026, 11, 16)


def test_overlapping_stops_count_once():
    stops = [
        Stop("call", date(2026, 10, 12), date(2026, 10, 21)),
        Stop("mediation", date(2026, 10, 15), date(2026, 10, 22)),
    ]
    assert due_on(date(2026, 10, 5), "inquiry", stops) == date(2026, 11, 16)


def test_no_end_while_the_clock_stands():
    assert due_on(date(2026, 10, 5), "inquiry", [Stop("call", date(2026, 10, 12))]) is None


def test_terms_agree_with_the_shared_table(shared_data):
    with (shared_data / "pl/tables/terminy.csv").open(encoding="utf-8") as file:
        rows = {(r["podstawa"], r["sprawa"]): r for r in csv.DictReader(file, delimiter=";")}
    units = {"miesiąc": "month", "dzień": "day"}
    for term, matter in {
        "inquiry": ("KPA 35 §3", "postępowanie wyjaśniające"),
        "complex": ("KPA 35 §3", "sprawa szczególnie skomplikowana"),
        "appeal": ("KPA 35 §3", "odwołanie"),
        "simplified": ("KPA 35 §3a", "postępowanie uproszczone"),
        "certificate": ("KPA 217 §3", "zaświadczenie"),
        "complaint": ("KPA 237 §1", "skarga (dział VIII)"),
        "public_information": ("UDIP 13 ust.1", "informacja publiczna"),
        "petition": ("u. petycje 10", "petycja"),
    }.items():
        row = rows[matter]
        assert (TERMS[term].count, TERMS[term].unit) == (int(row["termin"]), units[row["jednostka"]])


def test_eod_07_every_shared_vector(shared_data):
    units = {"dzień": "day", "tydzień": "week", "miesiąc": "month", "rok": "year"}
    with (shared_data / "pl/tables/terminy-wektory.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == 14
    for row in rows:
        found = reckon(date.fromisoformat(row["zdarzenie"]), int(row["liczba"]), units[row["jednostka"]])
        expected = (row["koniec_bez_przesuniecia"], row["koniec_po_art_57_4"])
        assert (found.nominal.isoformat(), found.end.isoformat()) == expected, row
        assert bool(found.moved_from) == (found.nominal != found.end)


def test_all_rules_agree_with_the_shared_table(shared_data):
    units = {
        "dzień": "day",
        "miesiąc": "month",
        "godzina": "hour",
        "rok": "year",
        "pełny rok kalendarzowy": "calendar_year",
    }
    with (shared_data / "pl/tables/terminy.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == len(RULES) == 33
    for row, rule in zip(rows, RULES, strict=True):
        number = re.search(r"\d+", row["termin"])
        if row["jednostka"] in units:
            assert (rule.count, rule.unit) == (int(number[0]), units[row["jednostka"]]), row
        if row["jednostka"] == "rocznie":
            day, month = row["termin"].split()
            months = {"marca": 3, "kwietnia": 4, "maja": 5}
            assert rule.month_day == (months[month], int(day)), row
        assert rule.at_least == row["termin"].startswith("nie mniej"), row


def test_a_change_of_the_law_is_a_new_row():
    old = replace(TERMS["certificate"], valid_to=date(2026, 12, 31))
    new = replace(TERMS["certificate"], count=14, valid_from=date(2027, 1, 1))
    assert rule_on("certificate", date(2026, 12, 31), (old, new)).count == 7
    assert rule_on("certificate", date(2027, 1, 1), (old, new)).count == 14
    with pytest.raises(UnknownTermError):
        rule_on("certificate", date(2026, 1, 1), (new,))


@pytest.mark.parametrize(
    ("event", "key", "end"),
    [
        (date(2026, 11, 27), "breach", date(2026, 11, 30)),
        (date(2026, 4, 1), "declaration_review", date(2027, 3, 31)),
        (date(2026, 3, 31), "declaration_review", date(2026, 3, 31)),
        # Ended in 2024: the full calendar years are 2025 and 2026.
        (date(2025, 1, 1), "to_archive", date(2026, 12, 31)),
        (date(2024, 5, 6), "to_archive", date(2026, 12, 31)),
    ],
)
def test_terms_that_are_no_plain_count(event, key, end):
    assert reckon_rule(event, key).end == end


@pytest.mark.parametrize("key", ["at_once", "not_counted", "delay_notice", "nothing"])
def test_terms_without_a_count_have_no_end(key):
    with pytest.raises(UnknownTermError):
        reckon_rule(date(2026, 1, 1), key)


def test_notice_of_delay_sets_the_term_anew():
    told = Extension(date(2026, 10, 30), date(2026, 12, 1), "opinia", "d1", False)
    before = Stop("mediation", date(2026, 10, 12), date(2026, 10, 21))
    assert due_on(date(2026, 10, 5), "inquiry", [before], [told]) == date(2026, 12, 1)
    # Three days stopped after the notice: 4 December is a Friday.
    after = Stop("mediation", date(2026, 11, 3), date(2026, 11, 5))
    assert due_on(date(2026, 10, 5), "inquiry", [before, after], [told]) == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("new_end", "reason"),
    [
        (None, "required"),
        (date(2026, 11, 27), "in_past"),
        (date(2026, 12, 5), "not_working_day"),
        (date(2026, 12, 24), "not_working_day"),
    ],
)
def test_what_a_notice_may_not_name(new_end, reason):
    assert extension_faults("opinia", new_end, date(2026, 11, 27)) == [("new_end", reason)]


@pytest.mark.parametrize(
    ("channel", "posted", "received", "kept"),
    [
        ("designated_operator", date(2026, 12, 28), date(2027, 1, 4), True),
        ("eu_post", date(2026, 12, 28), None, True),
        ("electronic", date(2026, 12, 28), None, True),
        ("consulate", date(2026, 12, 29), date(2026, 12, 29), False),
        # A courier is no way of article 57: the day of receipt counts.
        ("courier", date(2026, 12, 27), date(2026, 12, 29), False),
        ("courier", date(2026, 12, 22), date(2026, 12, 28), True),
        ("fax", date(2026, 12, 28), None, False),
    ],
)
def test_term_is_kept_by_the_ways_of_article_57(channel, posted, received, kept):
    assert is_kept(date(2026, 12, 28), channel, posted, received) is kept


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["2026-12-10", "appealing"], 0, "2026-12-28\nwniesienie odwołania: KPA art. 129 § 2"),
        (["2026-11-04", "1 tydzień"], 0, "2026-11-12\n"),
        (["2026-11-04", "2 dni"], 0, "2026-11-06\n"),
        (
            ["2024-02-29", "1 rok"],
            0,
            "2025-02-28\ndnia zdarzenia (2024-02-29) nie wlicza się (KPA art. 57 § 1)\n"
            "w miesiącu 2025-02 nie ma dnia 29, termin kończy się w ostatnim dniu miesiąca (KPA art. 57 § 3a)\n",
        ),
        (
            ["2026-10-30", "1m"],
            0,
            "2026-11-30\ndnia zdarzenia (2026-10-30) nie wlicza się (KPA art. 57 § 1)\n",
        ),
        (["2026-11-04", "0.5m"], 2, "Usage"),
        (["2026-11-04", "9999 lat"], 2, "Usage"),
        (["1980-01-01", "3d"], 2, "Usage"),
        (["2026-13-04", "3d"], 2, "Usage"),
        (["2026-11-04"], 2, "Usage"),
    ],
)
def test_deadline_command(arguments, code, said):
    answer = CliRunner().invoke(deadline, arguments)
    assert (answer.exit_code, answer.output[: len(said)]) == (code, said)


def test_deadline_command_says_why_the_end_moved():
    answer = CliRunner().invoke(deadline, ["2026-05-21", "14d", "--json"])
    assert json.loads(answer.output) == {
        "event": "2026-05-21",
        "nominal": "2026-06-04",
        "end": "2026-06-05",
        "moved_from": "dzień Bożego Ciała",
        "basis": "KPA art. 57",
    }


@pytest.mark.parametrize(
    ("day", "term", "end"),
    [
        # Months and years end on the day that answers to the event, else on the last one (KPA art. 57 § 3, 3a).
        ("2024-01-31", "1 miesiąc", "2024-02-29"),
        ("2023-01-31", "1m", "2023-02-28"),
        ("2024-02-29", "1 rok", "2025-02-28"),
        ("2023-02-28", "1 rok", "2024-02-28"),
        ("2026-11-27", "1 year", "2027-11-29"),
        # 24 December is a day off since 2025: then Christmas, a Saturday, a Sunday.
        ("2024-11-24", "1 mies.", "2024-12-24"),
        ("2025-11-24", "1 MIESIĄC", "2025-12-29"),
        # Easter Monday (5 April 2026 is Easter), Corpus Christi, All Saints on a Sunday, a Saturday, New Year and a weekend.
        ("2026-03-23", "14 dni", "2026-04-07"),
        ("2026-05-28", "7d", "2026-06-05"),
        ("2026-10-18", "2 tygodnie", "2026-11-02"),
        ("2026-11-14", "2\u00a0tyg.", None),
        ("2026-11-14", "2\u00a0weeks", "2026-11-30"),
        ("30.12.2026", "3 dni", "2027-01-04"),
        # Epiphany is off since 2011, 12 November was once.
        ("2026-12-06", "1 month", "2027-01-07"),
        ("2009-12-06", "1 month", "2010-01-06"),
        ("2018-11-05", "7 dni", "2018-11-13"),
        # 1 and 3 May 2026 (Friday, Sunday) and the weekend are not counted.
        ("2026-04-30", "5 dni roboczych", "2026-05-08"),
        ("2026-04-30", "1 dzień roboczy", "2026-05-04"),
    ],
)
def test_deadlines_by_hand(day, term, end):
    answer = CliRunner().invoke(deadline, [day, term])
    assert answer.output.partition("\n")[0] == end if end else answer.exit_code == 2


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("48h", "runs from an hour"),
        ("0 dni", "there is no counted term '0 dni'"),
        ("14 kroków", "there is no counted term"),
        ("inquiri", "did you mean 'inquiry'"),
        ("at_once", "(KPA art. 35 § 1-2) has no end"),
        ("9999 lat", "does not reach that far"),
    ],
)
def test_terms_refused_say_why(term, said):
    answer = CliRunner().invoke(deadline, ["2026-11-27", term])
    assert answer.exit_code == 2 and said in " ".join(answer.output.split()), answer.output
