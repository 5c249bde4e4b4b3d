"""Schema sets: installed, listed and removed by command; deliveries judged by them, nothing fetched."""

from click.testing import CliRunner
from infostrada.geo.imports.gml.reader import GmlReader
from infostrada.geo.schemas.command import schemas
from infostrada.geo.schemas.validating import Validator
from io import BytesIO
from tests.geo.imports import gml

import json
import pytest
import tarfile
import zipfile


TYPES = """<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test:typy">
<simpleType name="Numer"><restriction base="string"><pattern value="[0-9/]+"/></restriction></simpleType></schema>"""
# The types stand at an address of the network: an installed file of that name answers for it.
MAIN = """<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:test:typy" targetNamespace="urn:test"
 elementFormDefault="qualified">
<import namespace="urn:test:typy" schemaLocation="http://127.0.0.1:9/schemas/typy.xsd"/>
<element name="Dzialka"><complexType><sequence><element name="numer" type="t:Numer"/></sequence></complexType></element>
</schema>"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """`run("add", ...)` gives exit code and words of `infostrada geo schemas`."""
    monkeypatch.setenv("INFOSTRADA_VAR", str(tmp_path / "var"))

    def command(*words):
        done = CliRunner().invoke(schemas, [str(word) for word in words])
        return done.exit_code, done.output

    return command


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "Zestaw Testowy"
    (made / "1.0").mkdir(parents=True)
    (made / "1.0" / "glowny.xsd").write_text(MAIN)
    (made / "typy.xsd").write_text(TYPES)
    (made / "czytaj.txt").write_text("opis")
    return made


def judged(number):
    feature = f"<t:Dzialka><t:numer>{number}</t:numer></t:Dzialka>"
    content = gml.collection(feature, prefix="t", namespace="urn:test")
    (item,) = list(GmlReader(BytesIO(content), Validator()))
    return [(fault.reason, fault.detail.split(":")[0]) for fault in item.faults]


def zipped(folder, path, prefix=""):
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.rglob("*.*"):
            archive.write(file, f"{prefix}{file.relative_to(folder)}")
    return path


def tarred(folder, path):
    with tarfile.open(path, "w:gz") as archive:
        archive.add(folder, arcname="schematy")
    return path


def test_a_set_is_added_used_listed_and_removed(run, folder, tmp_path):
    assert judged("12/x") == []
    assert run("list") == (0, "")
    assert run("add", folder, "--dry-run") == (0, "zestaw-testowy: 2 files, 2 namespaces\n")
    assert run("list") == (0, "")
    assert run("add", folder) == (0, "zestaw-testowy: 2 files, 2 namespaces\n")
    assert judged("12/3") == []
    assert judged("12/x") == [("schema", "3")]
    code, said = run("list", "--json")
    assert (code, json.loads(said)) == (
        0, [{"name": "zestaw-testowy", "files": 2, "namespaces": ["urn:test", "urn:test:typy"]}])  # fmt: skip
    assert run("remove", "zestaw-testowy", "--dry-run") == (0, "zestaw-testowy: 2 files would be removed\n")
    assert judged("12/x") == [("schema", "3")]
    assert run("remove", "zestaw-testowy") == (0, "zestaw-testowy: 2 files removed\n")
    assert judged("12/x") == []
    for source in (zipped(folder, tmp_path / "a.zip"), tarred(folder, tmp_path / "a.tgz")):
        assert run("add", source, "--name", "urzedowe")[0] == 0
        assert judged("12/x") == [("schema", "3")]
        code, said = run("remove", "urzedowe", "--json")
        assert (code, json.loads(said)) == (0, {"removed": "urzedowe", "files": 2, "dry_run": False})


def test_what_is_no_set_is_refused_and_the_earlier_one_stays(run, folder, tmp_path):
    assert run("add", folder, "--name", "dobry")[0] == 0
    (tmp_path / "pusty").mkdir()
    broken = tmp_path / "zepsuty.zip"
    broken.write_bytes(b"PK\x03\x04 ale nie archiwum")
    for source in (tmp_path / "pusty", broken, zipped(folder, tmp_path / "b.zip", "../../")):
        code, said = run("add", source, "--name", "dobry", "--dry-run")
        assert code == 1, source
        code, said = run("add", source, "--name", "dobry")
        assert code == 1, source
        assert said.startswith("Error: "), source
    assert run("add", folder, "--name", "../zly")[0] == 1
    assert run("remove", "../dobry")[0] == 1
    assert run("remove", "nieznany")[0] == 1
    assert run("list") == (0, "dobry: 2 files, 2 namespaces\n")
    assert judged("12/x") == [("schema", "3")]
    assert not list(tmp_path.glob("*.xsd"))


def test_a_schema_whose_parts_are_missing_is_named_and_judges_nothing(run, folder):
    (folder / "typy.xsd").unlink()
    assert run("add", folder)[0] == 0
    validator = Validator()
    content = gml.collection("<t:Dzialka><t:numer>x</t:numer></t:Dzialka>", prefix="t", namespace="urn:test")
    (item,) = list(GmlReader(BytesIO(content), validator))
    assert item.faults == ()
    assert set(validator.broken) == {"urn:test"}
