"""``infostrada units`` on a site."""

from click.testing import CliRunner
from contextlib import contextmanager
from infostrada.site.units import command
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME

import json
import pytest


@pytest.fixture
def run(functional_portal, monkeypatch):
    @contextmanager
    def site():
        login(functional_portal.aq_parent, SITE_OWNER_NAME)
        yield functional_portal.aq_parent, functional_portal

    monkeypatch.setattr(command, "open_site", site)
    return lambda *words: CliRunner().invoke(command.units, list(words))


def test_the_register_is_taken_over_once(run, functional_portal):
    dry = json.loads(run("register", "--code", "0408", "--dry-run", "--json").output)
    assert (len(dry["made"]), dry["kept"]) == (10, False)
    assert json.loads(run("list", "--json").output) == []
    made = json.loads(run("register", "--code", "0408", "--json").output)
    assert made["made"] == dry["made"]
    assert json.loads(run("register", "--code", "0408", "--json").output)["made"] == []
    listed = {row["unit_id"]: row["title"] for row in json.loads(run("list", "--json").output)}
    assert listed["gmina-kikol"] == "Gmina Kikół"
    assert listed["powiat-lipnowski"] == "Powiat lipnowski"
    assert functional_portal["gmina-kikol"].teryt == "0408053"


def test_a_unit_is_created_and_a_refusal_names_the_field(run, functional_portal):
    done = run("create", "osrodek", "Ośrodek Doradztwa", "--host", "odr.example.pl", "--open")
    assert (done.exit_code, done.output) == (0, "1 units made\n  osrodek\n")
    again = run("create", "inny", "Inny", "--host", "odr.example.pl")
    assert again.exit_code == 1
    assert "inny: host_name:" in again.output
    assert "odr.example.pl" in run("list").output
    assert "inny" not in run("list").output
