"""What is wrong with a file is told by line, and what can be counted is."""

from infostrada.site.participation.budget.pabulib.faults import FAULTS
from infostrada.site.participation.budget.pabulib.faults import FileFaulty
from infostrada.site.participation.budget.pabulib.faults import KEPT
from infostrada.site.participation.budget.pabulib.places import place_of
from infostrada.site.participation.budget.pabulib.places import places
from infostrada.site.participation.budget.pabulib.reader import read_bytes
from tests.site.participation.budget.elections import file_of

import polib
import pytest
import re


PROJECTS = {"1": 100, "2": 50, "3": 70}
VOTES = ["1,2", "2", "3"]
GOOD = file_of(150, PROJECTS, VOTES)


def lines(data=GOOD):
    return data.decode().split("\n")


def changed(old, new, data=GOOD):
    assert old.encode() in data
    return data.replace(old.encode(), new.encode(), 1)


def report_of(data):
    """(line, code) of all faults, and the election or None."""
    try:
        election, report = read_bytes(data)
    except FileFaulty as error:
        election, report = None, error.report
    return [(fault.line, fault.code) for fault in report.in_order()], election


def line_of(text, data=GOOD):
    return next(n for n, line in enumerate(lines(data), 1) if line.startswith(text))


def test_a_good_file_has_no_fault():
    faults, election = report_of(GOOD)
    assert faults == []
    assert (election.voters, election.votes) == (3, (1, 2, 1))


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("PROJECTS\n", "PROJECTS\n\n", "blank_line", "project_id"),
        ("PROJECTS\n", "Projects \n", "marker_untidy", "PROJECTS"),
        ("unit;", "unit;Toruń\nunit;", "meta_twice", "instance"),
        ("num_votes;3", "num_votes;4", "number_of_votes", "num_votes"),
        ("num_projects;3", "num_projects;2", "number_of_projects", "num_projects"),
        ("num_votes;3", "num_votes;trzy", "meta_number", "num_votes"),
        ("rule;greedy", "rule;the best", "rule_unknown", "rule"),
        ("22.09.2025", "2025-09-22", "date", "date_begin"),
        ("22.09.2025", "31.09.2025", "date", "date_begin"),
        ("22.09.2025", "01.10.2025", "dates_order", "date_end"),
        ("1;100", "1;100,50", "comma_decimal", "1;100"),
        ("2;50", "2;0", "cost_zero", "2;50"),
        ("v1;1,2", "v1;1, 2", "choice_untidy", "v1"),
        ("v1;1,2", "v1;1,2,", "choice_untidy", "v1"),
        ("v1;1,2", "v1;1,9", "choice_foreign", "v1"),
        ("v1;1,2", "v1;1,2,1", "choice_twice", "v1"),
        ("v2;2", "v1;2", "voter_twice", "v2"),
        ("v2;2", ";2", "voter_empty", "v2"),
        ("v2;2", "v2;2;9", "columns_more", "v2"),
        ("v2;2", "v2", "columns_fewer", "v2"),
        ("v2;2", 'v2;"2', "open_quote", "v2"),
        ("key;value", "name;value", "header_meta", "key"),
    ],
)
def test_faults_that_can_be_counted_past(old, new, code, at):
    faults, election = report_of(changed(old, new))
    assert code in [found for _, found in faults]
    assert election is not None
    assert {c: n for n, c in faults}[code] == line_of(at)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("META\n", "", "section_missing"),
        ("VOTES\n", "", "section_missing"),
        ("VOTES\n", "PROJECTS\nproject_id;cost\nVOTES\n", "section_twice"),
        ("project_id;cost\n", "", "column_missing"),
        ("voter_id;vote", "voter;vote", "column_missing"),
        ("project_id;cost", "project_id;cost;cost", "column_twice"),
        ("budget;150\n", "", "budget_missing"),
        ("budget;150", "budget;a lot", "budget_number"),
        ("budget;150", "budget;-1", "budget_number"),
        ("budget;150", "budget;1e9", "budget_number"),
        ("budget;150", "budget;1,500", "budget_number"),
        ("vote_type;approval", "vote_type;lottery", "vote_type"),
        ("2;50", ";50", "project_id_empty"),
        ("2;50", "1;50", "project_twice"),
        ("2;50", "2;free", "cost_number"),
        ("2;50", "2;-50", "cost_number"),
        ("2;50", '"2,3";50', "project_comma"),
    ],
)
def test_faults_that_stop(old, new, code):
    faults, election = report_of(changed(old, new))
    assert code in [found for _, found in faults]
    assert election is None


def test_a_quotation_mark_never_closed_swallows_no_ballot():
    faults, election = report_of(file_of(150, PROJECTS, ['"1', "2", "3"]))
    assert [code for _, code in faults] == ["open_quote", "choice_foreign"]
    assert election.votes == (0, 1, 1) and election.voters == 3


def test_sections_out_of_order():
    text = GOOD.decode()
    meta, rest = text.split("PROJECTS\n")
    projects, votes = rest.split("VOTES\n")
    faults, election = report_of(f"{meta}VOTES\n{votes}PROJECTS\n{projects}".encode())
    assert election is None and "section_order" in [code for _, code in faults]


@pytest.mark.parametrize("mark", [",", "\t"])
def test_another_separator_is_named(mark):
    faults, election = report_of(GOOD.replace(b";", mark.encode()))
    assert election is None and "separator" in [code for _, code in faults]


def test_every_ballot_with_a_fault_has_its_own_line():
    faults, _ = report_of(file_of(150, PROJECTS, ["9", "1", "9"]))
    first = line_of("v1", file_of(150, PROJECTS, ["9", "1", "9"]))
    assert faults == [(first, "choice_foreign"), (first + 2, "choice_foreign")]


def test_very_many_faults_are_counted_not_kept():
    _, report = read_bytes(file_of(150, PROJECTS, ["9"] * (KEPT + 500)))
    assert len(report.faults) == KEPT and report.left_off == 500


def test_line_ends_and_byte_order_mark():
    for end in (b"\r\n", b"\r"):
        assert report_of(GOOD.replace(b"\n", end))[0] == []
    faults, election = report_of(b"\xef\xbb\xbf" + GOOD)
    assert faults == [(1, "byte_order_mark")] and election.voters == 3


def test_bytes_that_are_not_utf8():
    data = GOOD.replace("Toruń".encode(), "Toruń".encode("cp1250"))
    faults, election = report_of(data)
    assert faults == [(line_of("unit"), "not_utf8")] and election is not None


def test_spreadsheets_fill_up_with_semicolons():
    wide = "\n".join(f"{line};;;" for line in GOOD.decode().strip().split("\n"))
    faults, election = report_of(wide.encode())
    assert {code for _, code in faults} == {"marker_untidy"}
    assert election.votes == (1, 2, 1)


def test_quoted_cells_hold_semicolons_quotes_and_line_breaks():
    data = GOOD.replace(b"project_id;cost", b"project_id;cost;name").replace(
        b"1;100\n2;50\n3;70", b'1;100;"a;b ""c""\nd"\n2;50;5" pipe\n3;70;'
    )
    faults, election = report_of(data)
    assert faults == []
    assert [p.name for p in election.projects] == ['a;b "c"\nd', '5" pipe', "3"]
    assert election.projects[1].line == election.projects[0].line + 2


@pytest.mark.parametrize(
    ("vote", "code", "voters"),
    [
        (("1,2", "3"), "points_length", 1),
        (("1,2", ""), "points_missing", 1),
        (("1", "x"), "points_number", 1),
        (("1", "-1"), "points_negative", 1),
        (("1,2", "3,3"), "sum_over", 2),
        (("1", "6"), "points_over", 2),
        (("1", "0"), "sum_under", 2),
    ],
)
def test_points(vote, code, voters):
    rules = {"vote_type": "cumulative", "max_sum_points": 5, "min_sum_points": 1, "max_points": 5}
    faults, election = report_of(file_of(150, PROJECTS, [("3", "5"), vote], **rules))
    assert code in [found for _, found in faults]
    assert election.voters == voters


@pytest.mark.parametrize(("vote", "code"), [("", "length_under"), ("1,2,3", "length_over")])
def test_lengths(vote, code):
    faults, _ = report_of(file_of(150, PROJECTS, ["1", vote], min_length=1, max_length=2))
    assert [found for _, found in faults] == [code]


def test_a_limit_over_the_number_of_projects_means_all_of_them():
    assert report_of(file_of(150, PROJECTS, ["1,2,3"], min_length=5))[0] == []


def test_choosing_one():
    faults, election = report_of(file_of(150, PROJECTS, ["1", "1,2", ""], vote_type="choose-1"))
    assert [code for _, code in faults] == ["choice_one", "choice_one"]
    assert election.voters == 1


def test_borda_counts_where_an_ordinal_file_gives_no_points():
    _, election = report_of(file_of(150, PROJECTS, ["2,1", "2,3"], vote_type="ordinal", max_length=3))
    assert election.scores == (2, 6, 2)


def test_default_score_goes_to_the_unnamed():
    votes = [("1", "4"), ("2", "-1")]
    _, election = report_of(file_of(150, PROJECTS, votes, vote_type="scoring", default_score=2))
    assert election.scores == (4 + 2, -1 + 2, 2 + 2)


def test_published_totals_are_compared():
    data = GOOD.replace(b"project_id;cost", b"project_id;cost;votes").replace(b"1;100", b"1;100;7")
    faults, _ = report_of(data.replace(b"2;50", b"2;50;2").replace(b"3;70", b"3;70;1"))
    assert [code for _, code in faults] == ["recount_votes"]


def test_rows_of_voters_are_kept_on_request():
    assert read_bytes(GOOD)[0].voter_rows == ()
    assert read_bytes(GOOD, keep_voters=True)[0].voter_rows[0] == ("v1", "1,2")


def test_nothing_but_noise():
    for data in (b"", b"\n\n", b"\x00\x01\x02", b"META", b"VOTES\nvoter_id;vote\n"):
        assert report_of(data)[1] is None


def test_every_fault_has_its_words_in_polish(top):
    """Same placeholders in both languages, so that no figure is lost."""
    catalogue = top / "src/infostrada.site/src/infostrada/site/locales/pl/LC_MESSAGES/infostrada.site.po"
    polish = {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue))}
    for code, (_level, words) in FAULTS.items():
        wanted = set(re.findall(r"\{(\w+)\}", words))
        assert set(re.findall(r"\$\{(\w+)\}", polish[f"fault_{code}"])) == wanted, code


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [
        ("53.0103", "18.6045", (53.0103, 18.6045)),
        ("53,0103", "18,6045", (53.0103, 18.6045)),
        ("-33.9", "151.2", (-33.9, 151.2)),
        ("", "18.6", None),
        ("0", "0", None),
        ("91", "18.6", None),
        ("1e2", "18.6", None),
        ("53°", "18°", None),
    ],
)
def test_places_of_projects(latitude, longitude, place):
    assert place_of(latitude, longitude) == place


def test_places_are_read_from_real_files(shared_data):
    """How many rows of the section have both columns filled, counted with grep."""
    counts = {"Poland_Warszawa_2022_Bemowo.pb": 25, "Poland_Warszawa_2026_Stary_Mokotow.pb": 11,
              "Poland_Wieliczka_2023_Green_Budget.pb": 63, "Poland_Swiecie_2023.pb": 0}  # fmt: skip
    for name, count in counts.items():
        found = places((shared_data / "budget" / name).read_bytes())
        assert len(found) == count, name
        assert all(49 < each.latitude < 54 and 18 < each.longitude < 22 for each in found.values())
