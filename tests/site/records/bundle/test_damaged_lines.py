"""Lines that cannot be taken: each told with its reason, the others imported whole; mended, they complete the import."""

from infostrada.core.record.sql import rows
from infostrada.site.records.bundle.archive import open_bundle
from infostrada.site.records.bundle.checking import check
from infostrada.site.records.bundle.checking import refused_lines
from infostrada.site.records.bundle.importing import run
from infostrada.site.records.bundle.target import Target
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.deed import deed
from infostrada.site.records.documents.operations import add_document
from infostrada.site.records.documents.operations import Draft
from infostrada.site.records.upload import Upload
from tests.site.records.bundle.test_bundles import empty_unit
from tests.site.records.bundle.test_bundles import exported
from tests.site.records.world import LETTER

import hashlib
import io
import json
import pytest
import zipfile


CLERK, REGISTRAR = "anna.urbanista", "ewa.kancelaria"
NUMBERS = """
    SELECT number.value, number.uid, number.state, number.entry ->> 'remark' AS remark
    FROM core.number AS number JOIN core.series AS series ON series.id = number.series
    WHERE series.unit = 'gmina-nowa' AND series.kind = 'rpw' ORDER BY number.value
"""


def packed(bundle, change, left_out=()):
    """The bundle with its members changed: `change` maps names to what is done to their bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for info in bundle.archive.infolist():
            if info.filename not in left_out:
                data = bundle.archive.read(info)
                made.writestr(info.filename, change.get(info.filename, lambda same: same)(data))
        for name in change.keys() - set(bundle.archive.namelist()):
            made.writestr(name, change[name](b""))
    return open_bundle(out)


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def source(office):
    """Nine letters with a file each, two cases with two documents each."""
    with office.acting(REGISTRAR):
        for n in range(1, 10):
            data = {**LETTER, "title": f"Pismo {n}"}
            register_letter(office.unit, data, [Upload("a.txt", f"treść {n}".encode())])
    with office.acting(CLERK):
        for _case in range(2):
            case = open_case(office.unit, Opening("Sprawa", "gp", "6730", term="inquiry"))
            for kind in ("notatka", "decyzja"):
                add_document(
                    case, Draft(kind, "notatka"), Upload(f"{kind}.txt", f"{kind} {case.UID()}".encode())
                )
    bundle, _manifest = exported(office.unit)
    return bundle


def damaged(lines):
    """Letters as an accident leaves them: the second is cut in its middle, the fifth is not of its type, the seventh stands twice, the last ends early."""
    lines = lines.splitlines()
    second, fifth, last = lines[1][:100], lines[4], lines[8][:-30]
    other = json.dumps({**json.loads(fifth), "received_date": "wczoraj"}).encode()
    return b"\xef\xbb\xbf" + b"\r\n".join(
        [lines[0], second, lines[2], lines[3], other, lines[5], lines[6], lines[6], lines[7], last]
    )


def test_the_rest_is_imported_and_the_mended_bundle_completes_it(portal, office, source):
    files = {n: f"files/{digest(f'treść {n}')}" for n in (3, 4)}
    broken = packed(
        source,
        {
            "records/letters.jsonl": damaged,
            files[4]: lambda data: bytes(len(data)),
            "records/opinions.jsonl": lambda _data: b"{}\n",
            "records/cases.jsonl": lambda lines: lines.replace(
                b'"state": "in_progress"', b'"state": "lost"', 1
            ).replace(b'"state": "started"', b'"state": "lost"', 1),
        },
        left_out=[files[3]],
    )
    unit = empty_unit(portal)
    target = Target(unit, uids="map")
    found = list(check(broken, target))
    told = [(line.member, line.line, line.reason) for line in found if line.action == "refused"]
    assert told == [
        ("letters", 2, "json_broken"),
        ("letters", 3, "file_absent"),
        ("letters", 4, "digest_wrong"),
        ("letters", 5, "not_a_date"),
        ("letters", 8, "uid_doubled"),
        ("letters", 10, "json_broken"),
        ("cases", 1, "state_unknown"),
        ("documents", told[7][1], "record_absent"),
        ("documents", told[8][1], "record_absent"),
        *[("metryka", line, "record_absent") for _member, line, _reason in told[9:-1]],
        ("opinions", 0, "kind_unknown"),
    ]
    left_out = refused_lines(broken, target)
    assert left_out == {(member, line) for member, line, _reason in told}
    list(run(broken, target, deed(unit), left_out))
    # One, six, seven, eight have their letters; the numbers between say that theirs did not come.
    assert [(row["value"], bool(row["uid"]), row["state"]) for row in rows(NUMBERS, {})] == [
        (1, True, "confirmed"),
        *[(value, False, "cancelled") for value in (2, 3, 4, 5)],
        *[(value, True, "confirmed") for value in (6, 7, 8)],
    ]
    (case,) = [data for _n, data, _f in exported(unit)[0].lines("cases")]
    documents = [data["case"] for _n, data, _f in exported(unit)[0].lines("documents")]
    assert documents == [case["uid"]] * 2
    # Sent again as it should be, what is there is passed over and what was left out comes under its own number.
    again = list(check(source, target))
    assert [line for line in again if line.action == "refused"] == []
    assert [line.line for line in again if (line.member, line.action) == ("letters", "new")] == [
        2,
        3,
        4,
        5,
        9,
    ]
    made = list(run(source, target, deed(unit)))[-1].records
    assert made == 5 + 1 + 2
    assert [(row["value"], row["state"], row["remark"]) for row in rows(NUMBERS, {})] == [
        (value, "confirmed", None) for value in range(1, 10)
    ]
    assert list(run(source, target, deed(unit)))[-1].records == 0
    lines = {kind: member["lines"] for kind, member in source.manifest["members"].items()}
    assert {kind: member["lines"] for kind, member in exported(unit)[1]["members"].items()} == lines


@pytest.mark.parametrize(
    ("kind", "change", "reason", "path"),
    [
        ("letters", {"title": "a\0b"}, "text_unwritable", ".title"),
        ("letters", {"sender_surname": "\ud800"}, "text_unwritable", ".sender_surname"),
        ("letters", {"year": 2**40}, "not_in_range", ".year"),
        ("letters", {"attachment_count": 2**31}, "not_in_range", ".attachment_count"),
        ("letters", {"registered_at": "0001-01-01T00:00:00+14:00"}, "not_a_moment", ".registered_at"),
        ("cases", {"category": "Z9"}, "category_unknown", "Z9"),
        ("cases", {"sign": {"unit": "GP", "symbol": "6730", "number": 0, "year": 2026, "inside": None, "officer": ""}},
         "sign_malformed", "GP.6730.0.2026"),
    ],
)  # fmt: skip
def test_what_no_row_could_hold_is_refused_before(portal, source, kind, change, reason, path):
    def first(lines):
        one, *rest = lines.splitlines()
        return b"\n".join([json.dumps({**json.loads(one), **change}).encode(), *rest])

    unit = empty_unit(portal)
    broken = packed(source, {f"records/{kind}.jsonl": first})
    found = [line for line in check(broken, Target(unit, uids="map")) if line.action == "refused"]
    assert (found[0].member, found[0].line, found[0].reason, found[0].detail) == (kind, 1, reason, path)
