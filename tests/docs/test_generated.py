"""The committed generated pages are those the generators write now."""

from importlib.util import module_from_spec
from importlib.util import spec_from_file_location
from pathlib import Path

import pytest
import re


DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def generator():
    """A generator of the documentation as a module, by its name."""

    def load(name):
        spec = spec_from_file_location(name, DOCS / f"{name}.py")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


def test_commands_are_fresh(generator):
    assert generator("make_commands").page() == (DOCS / "administrators" / "commands.md").read_text()


def test_every_package_asked_for_has_its_licence(generator):
    make = generator("make_licences")
    rows = dict(re.findall(r"^\| \**([\w.\-]+)\** \| (.+) \|$", make.PAGE.read_text(), re.MULTILINE))
    asked = {one.name.lower().replace("_", "-") for one in make.asked_for(DOCS.parent / "requirements.txt")}
    assert asked <= {name.lower().replace("_", "-") for name in rows}


def test_licences_are_fresh(generator):
    make = generator("make_licences")
    written, now = make.PAGE.read_text().splitlines(), make.page().splitlines()
    # Python 3.13 needs one package that earlier ones bring along.
    assert [row for row in now if row not in written and not row.startswith("| legacy-cgi |")] == []
