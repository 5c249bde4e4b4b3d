"""The demo region's files agree with each other, with the law's lists and with the product."""

from datetime import date
from email import message_from_bytes
from email.policy import default
from infostrada.site.parties.rules import check
from infostrada.site.records.browser.words import TERMS
from infostrada.site.records.lists import DELIVERY_METHODS
from infostrada.site.records.lists import DISPOSITIONS
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.units.roles import ORG_ROLES
from infostrada.site.units.roles import UNIT_ROLES
from io import BytesIO
from pathlib import Path
from pypdf import PdfReader

import csv
import pytest
import re
import subprocess
import sys
import yaml


CATEGORY = re.compile(r"A|B\d{1,2}|BE\d{1,2}")


@pytest.fixture(scope="module")
def demo() -> Path:
    return Path(__file__).parents[3] / "profiles" / "demo"


@pytest.fixture(scope="module")
def read(demo):
    return lambda name: yaml.safe_load((demo / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def units(read):
    return {unit["unit_id"]: unit for unit in read("people/units.yaml")}


def plan(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter=";"))
    assert len({row["symbol"] for row in rows}) == len(rows)
    return {row["symbol"]: row for row in rows}


@pytest.mark.parametrize("kind", ["commune", "county", "voivodeship"])
def test_plan_is_lawful(demo, kind):
    """Dz.U. 2019 poz. 246: parents present, 2-10 classes in an order, final ones with category."""
    classes = plan(demo / "plans" / f"jrwa-{kind}.csv")
    assert len(classes) >= 150
    for symbol, row in classes.items():
        assert not symbol[:-1] or symbol[:-1] in classes
        children = [other for other in classes if other[:-1] == symbol]
        if children:
            assert 2 <= len(children) <= 10
            assert row["kat_macierzysta"] == ""
        else:
            assert CATEGORY.fullmatch(row["kat_macierzysta"]), symbol


def test_people_hold_posts_and_logins_are_unique(units):
    logins = [person["login"] for unit in units.values() for person in unit["people"]]
    assert len(set(logins)) == len(logins)
    for unit in units.values():
        symbols = {org["symbol"] for org in unit["orgs"]}
        posts = {post["id"]: post for post in unit["posts"]}
        assert {person["post"] for person in unit["people"]} <= posts.keys()
        for post in posts.values():
            assert post.get("org", next(iter(symbols))) in symbols
            assert set(post.get("unit_roles", ())) <= UNIT_ROLES.keys()
            assert set(post.get("org_roles", ())) <= ORG_ROLES.keys()


def test_teryt_numbers_do_not_exist(units, shared_data):
    with (shared_data / "pl/teryt/gminy-04.csv").open(encoding="utf-8") as source:
        real = source.read()
    for unit in units.values():
        if unit["teryt"]:
            assert unit["teryt"][:6] not in real


def test_letters_use_the_registers_lists(read, units):
    for letter in read("letters/letters.yaml"):
        assert letter["unit"] in units
        assert letter["kind"] in DOCUMENT_KINDS, letter["id"]
        assert letter["method"] in DELIVERY_METHODS, letter["id"]
        assert letter["from"]["email"].endswith(".invalid")


def test_identifiers_of_senders_have_right_check_digits(read):
    for letter in read("letters/letters.yaml"):
        sender = letter["from"]
        for kind in sender.keys() & {"nip", "regon", "postcode"}:
            assert check(kind, sender[kind]).findings == (), letter["id"]


def test_scenario_names_only_what_exists(demo, read, units):
    letters = {letter["id"]: letter for letter in read("letters/letters.yaml")}
    documents = {document["id"] for document in read("content/documents.yaml")}
    entries = {entry["id"]: entry for entry in read("content/bip.yaml")}
    used = set()
    for thread in read("scenario.yaml"):
        unit = units[thread["unit"]]
        logins = {person["login"] for person in unit["people"]}
        classes = plan(demo / "plans" / unit["plan"])
        for step in thread["steps"]:
            assert step["by"] in logins
            assert step.get("to", step["by"]) in logins
            assert step.get("disposition", DISPOSITIONS[0]) in DISPOSITIONS
            assert step.get("document", step.get("decision", next(iter(documents)))) in documents
            if step["do"] == "register":
                assert letters[step["letter"]]["unit"] == thread["unit"]
                used.add(step["letter"])
            if step["do"] == "open_case":
                assert classes[step["class"]]["kat_macierzysta"], step["class"]
                assert step["org"] in {org["symbol"] for org in unit["orgs"]}
                assert step.get("term", "inquiry") in TERMS
            if step["do"] == "publish":
                assert entries[step["entry"]]["unit"] == thread["unit"]
    assert used == letters.keys()


def test_everybody_has_work(read, units):
    """Clerks and managers have a task, a case, a draft or a document to accept; heads letters to assign."""
    busy = set()
    for thread in read("scenario.yaml"):
        steps = thread["steps"]
        busy |= {step["to"] for step in steps if step["do"] in ("assign", "submit", "ask")}
        busy |= {step["by"] for step in steps if step["do"] in ("register", "open_case", "add_document")}
        if [step["do"] for step in steps] == ["register"]:
            busy |= {person["login"] for person in units[thread["unit"]]["people"][:1]}
    for office in read("archive/earlier.yaml"):
        busy |= {login for step in office["steps"] for login in (step["by"], *step.get("approvals", ()))}
    for unit in units.values():
        working = {
            post["id"]
            for post in unit["posts"]
            if {"org_roles", "head"} & {*post, *post.get("unit_roles", ())}
        }
        assert {person["login"] for person in unit["people"] if person["post"] in working} <= busy


def test_bulletin_and_pages_belong_to_units(read, units):
    entries = read("content/bip.yaml")
    assert len({entry["id"] for entry in entries}) == len(entries) >= 30
    for entry in entries:
        assert entry["author"] in {person["name"] for person in units[entry["unit"]]["people"]}
    pages = read("content/pages.yaml")
    assert {page["unit"] for page in pages} == units.keys()
    for page in pages:
        assert {frozenset(service) for service in page["services"]} == {frozenset({"title", "text", "steps"})}
        assert {frozenset(item) for item in page["news"]} == {frozenset({"title", "text", "created"})}


def test_letters_are_made_the_same_each_time(demo, tmp_path):
    day = date(2026, 11, 22).isoformat()
    for name in ("one", "two"):
        command = [sys.executable, demo / "letters/make.py", tmp_path / name, "--today", day]
        subprocess.run(command, check=True)
    made = sorted((tmp_path / "one").glob("*.eml"))
    assert len(made) == 35
    for path in made:
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
        assert path.stat().st_size < 60_000


def test_pdf_text_comes_out_with_polish_letters(demo, tmp_path):
    subprocess.run([sys.executable, demo / "letters/make.py", tmp_path], check=True)
    mail = message_from_bytes((tmp_path / "05-szkody-po-gradzie.eml").read_bytes(), policy=default)
    assert mail["From"].addresses[0].display_name == "Jan Brzeziński"
    mail = message_from_bytes((tmp_path / "03-fundusz-solecki.eml").read_bytes(), policy=default)
    pdf = next(part for part in mail.iter_attachments() if part.get_filename().endswith(".pdf"))
    text = PdfReader(BytesIO(pdf.get_content())).pages[0].extract_text()
    assert "stoły do świetlicy, 6 300 zł" in " ".join(text.split())
