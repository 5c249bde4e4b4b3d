"""Lines of a bundle: strict by their types, told by JSON Schema, in an archive nobody can trick us with."""

from click.testing import CliRunner
from datetime import date
from datetime import datetime
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.bundle.archive import BundleRefused
from infostrada.site.records.bundle.archive import open_bundle
from infostrada.site.records.bundle.archive import Writer
from infostrada.site.records.bundle.codec import BadValueError
from infostrada.site.records.bundle.codec import Decoder
from infostrada.site.records.bundle.codec import encode
from infostrada.site.records.bundle.codec import schema
from infostrada.site.records.bundle.codec import Uid
from infostrada.site.records.bundle.command import schemas
from infostrada.site.records.bundle.comparing import differences
from infostrada.site.records.bundle.model import KINDS
from infostrada.site.records.bundle.model import STATES
from infostrada.site.records.cases.content import Link
from infostrada.site.records.cases.sign import Sign
from infostrada.site.records.cases.terms import Stop
from jsonschema import Draft202012Validator
from types import SimpleNamespace

import hashlib
import io
import json
import pytest
import random
import re
import zipfile


SHAPE = {
    "day": date | None,
    "at": datetime,
    "about": Uid,
    "sign": Sign | None,
    "stops": tuple[Stop, ...],
    "links": tuple[Link, ...],
    "pair": tuple[str, int] | None,
}
VALUES = {
    "day": date(2026, 2, 28),
    "at": datetime.fromisoformat("2026-02-28T10:00:00+01:00"),
    "about": "a1",
    "sign": Sign("GP", "6730", 3, 2026),
    "stops": (Stop("mediation", date(2026, 1, 2), None, "d1"),),
    "links": (Link("related", "c2", "GP.6730.2.2026"),),
    "pair": ("x", 2),
}


def told():
    return json.loads(json.dumps({name: encode(value) for name, value in VALUES.items()}))


def test_values_come_back_as_they_were():
    assert Decoder().members(SHAPE, told()) == VALUES


def test_identifiers_are_mapped_wherever_they_stand():
    found = Decoder(uid=str.upper).members(SHAPE, told())
    assert (found["about"], found["stops"][0].document, found["links"][0].uid) == ("A1", "D1", "C2")
    assert found["links"][0].sign == "GP.6730.2.2026"


@pytest.mark.parametrize(
    ("change", "path", "reason"),
    [
        ({"day": "2026-02-30"}, ".day", "not_a_date"),
        ({"at": "2026-02-28T10:00:00"}, ".at", "moment_without_offset"),
        ({"at": None}, ".at", "not_a_moment"),
        ({"pair": ["x"]}, ".pair", "length_wrong"),
        ({"pair": ["x", True]}, ".pair[1]", "json_not_a_number"),
        ({"pair": ["x", 2**60]}, ".pair[1]", "json_not_a_number"),
        ({"stops": {}}, ".stops", "json_not_a_list"),
        ({"links": [{"kind": "a", "uid": "b"}]}, ".links[0].sign", "required"),
        ({"links": ["a"]}, ".links[0]", "json_not_an_object"),
        ({"more": 1}, ".more", "key_unknown"),
    ],
)
def test_what_is_not_of_its_type_is_named(change, path, reason):
    with pytest.raises(BadValueError) as error:
        Decoder().members(SHAPE, {**told(), **change})
    assert (error.value.path, error.value.reason) == (path, reason)
    valid = Draft202012Validator(schema(SHAPE, "t", "urn:t")).is_valid({**told(), **change})
    # Days, moments and very large numbers are the reader's affair: `format` binds nobody in JSON Schema.
    assert valid == (reason in ("not_a_date", "moment_without_offset") or change == {"pair": ["x", 2**60]})


def test_every_kind_has_a_lawful_schema():
    for kind in KINDS.values():
        Draft202012Validator.check_schema(schema(kind.shape, kind.title, f"urn:test:{kind.name}"))
    assert Draft202012Validator(schema(SHAPE, "t", "urn:t")).is_valid(told())


def test_gone_files_are_told_without_bytes():
    facts = SimpleNamespace(uid="f", filename="a.txt", contentType="text/plain", sha256="0" * 64)
    facts.getSize = lambda: 3
    assert encode(GoneFile(facts))["gone"] is True


def bundle(lines=(), files=(), **more):
    out = io.BytesIO()
    writer = Writer(out)
    writer.schemas()
    for kind in KINDS:
        writer.lines(kind, lines if kind == "parties" else ())
    for data in files:
        writer.file(hashlib.sha256(data).hexdigest(), io.BytesIO(data))
    return out, writer.end(unit="a", **more)


def test_archive_holds_lines_schemas_files_and_its_own_digest():
    out, manifest = bundle([{"uid": "p1"}], [b"abc"])
    found = open_bundle(out)
    assert [data for _number, data, _fault in found.lines("parties")] == [{"uid": "p1"}]
    assert manifest["members"]["parties"]["lines"] == 1
    digest = hashlib.sha256(b"abc").hexdigest()
    assert list(found.digests()) == [digest] and found.right(digest) and found.size(digest) == 3
    names = zipfile.ZipFile(out).namelist()
    assert [name for name in names if name.startswith("schemas/")] == [
        f"schemas/{kind}.schema.json" for kind in KINDS
    ]
    again, second = bundle([{"uid": "p1"}], [b"abc"])
    assert again.getvalue() == out.getvalue() and second["content"] == manifest["content"]
    assert list(differences(found, open_bundle(again))) == []
    other, _manifest = bundle([{"uid": "p1", "x": 1}, {"uid": "p2"}])
    told_apart = [tuple(one) for one in differences(found, open_bundle(other))]
    assert told_apart == [("parties", "p1", "both", ("x",)), ("parties", "p2", "second", ())]


def rewritten(change):
    source, _manifest = bundle([{"uid": "p1"}], [b"abc"])
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info, old.read(info))
        change(new)
    return out


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("../../etc/passwd", b"x", "name_unsafe"),
        ("/etc/passwd", b"x", "name_unsafe"),
        ("files/nothexadecimal", b"x", "name_unsafe"),
        ("records/other/x.jsonl", b"x", "name_unsafe"),
        ("files/" + "a" * 64, b"\0" * 30_000_000, "bomb"),
        ("records/cases.jsonl", b"{}", "name_doubled"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_archives_are_not_looked_into(name, data, reason):
    with pytest.raises(BundleRefused) as refused:
        open_bundle(rewritten(lambda new: new.writestr(name, data)))
    assert refused.value.reason == reason


def test_links_foreign_archives_and_damage_are_refused():
    link = zipfile.ZipInfo("files/" + "b" * 64)
    link.external_attr = 0o120777 << 16
    for made, reason in (
        (rewritten(lambda new: new.writestr(link, "/etc/passwd")), "link_or_device"),
        (io.BytesIO(b"PK\x03\x04 not a zip"), "bundle_broken"),
        (io.BytesIO(b""), "bundle_broken"),
    ):
        with pytest.raises(BundleRefused) as refused:
            open_bundle(made)
        assert refused.value.reason == reason
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(BundleRefused) as refused:
        open_bundle(empty)
    assert refused.value.reason == "bundle_manifest"


def test_random_damage_never_ends_in_an_accident():
    whole = bundle([{"uid": f"p{n}", "name": "Zażółć " * 9} for n in range(50)], [b"abc" * 500])[0].getvalue()
    dice = random.Random(4)
    for _ in range(300):
        data = bytearray(whole)
        for _bite in range(dice.randint(1, 4)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            found = open_bundle(
                io.BytesIO(bytes(data[: dice.choice((len(data), dice.randrange(len(data))))]))
            )
            for kind in KINDS:
                list(found.lines(kind))
            for digest in found.digests():
                found.right(digest)
        except BundleRefused as refused:
            assert refused.reason


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_lines_as_other_programs_write_them(ends):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        # As `zip -r` does, folders have entries of their own.
        for folder in ("records/", "files/", "schemas/"):
            made.mkdir(folder)
        made.writestr(
            "manifest.json", b'\xef\xbb\xbf{"format": "infostrada-records", "version": 1, "program": "inny"}'
        )
        lines = [b'\xef\xbb\xbf{"b": 1, "a": "\\u017c"}', b"", b"  ", b'{"a": "\xc5\xbc"}', b""]
        made.writestr("records/letters.jsonl", ends.join(lines))
    bundle = open_bundle(out)
    assert list(bundle.lines("letters")) == [(1, {"a": "ż", "b": 1}, ""), (4, {"a": "ż"}, "")]
    assert list(bundle.digests()) == []


def test_closed_lists_stand_in_the_schema_and_are_kept_to():
    told = schema(KINDS["cases"].shape, "t", "urn:x")
    assert told["properties"]["handling_mode"] == {"enum": ["ezd", "paper"]}
    assert told["properties"]["term"]["anyOf"][1] == {"type": "null"}
    assert "continues" in told["properties"]["links"]["items"]["properties"]["kind"]["enum"]
    shape = {"access": KINDS["cases"].shape["access"], "state": KINDS["cases"].shape["state"]}
    with pytest.raises(BadValueError, match=r"^\.access: not_in_list"):
        Decoder().members(shape, {"access": "secret", "state": "started"})
    with pytest.raises(BadValueError, match=r"^\.state: state_unknown"):
        Decoder().members(shape, {"access": "public", "state": "lost"})


def test_states_are_those_of_the_workflows(top):
    for kind in KINDS.values():
        path = (
            top
            / f"src/infostrada.site/src/infostrada/site/profiles/default/workflows/{kind.portal_type}_workflow/definition.xml"
        )
        if "state" in kind.shape:
            found = set(re.findall(r'state_id="(\w+)"', path.read_text()))
            assert found == set(STATES[kind.name]), kind.name


def test_the_command_writes_the_schemas(tmp_path):
    told = CliRunner().invoke(schemas, [str(tmp_path / "schemas")])
    assert told.exit_code == 0
    for name, kind in KINDS.items():
        found = json.loads((tmp_path / "schemas" / f"{name}.schema.json").read_bytes())
        Draft202012Validator.check_schema(found)
        assert found["title"] == kind.title
