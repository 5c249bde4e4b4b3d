"""The buildout and the constraints pin the same set."""

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import configparser


def buildout_pins(top):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(top / "versions.cfg")
    return {canonicalize_name(name): version for name, version in parser["versions"].items()}


def constraint_pins(top):
    lines = (top / "constraints.txt").read_text().splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    held = [item for item in wanted if item.marker is None or item.marker.evaluate()]
    return {canonicalize_name(item.name): next(iter(item.specifier)).version for item in held}


def test_both_pin_the_same_set(top):
    assert buildout_pins(top) == constraint_pins(top)


def test_the_buildout_extends_its_versions_and_picks_none(top):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(top / "buildout.cfg")
    assert parser["buildout"]["extends"] == "versions.cfg"
    assert parser["buildout"]["allow-picked-versions"] == "false"


def test_every_requirement_is_pinned(top):
    pinned = constraint_pins(top)
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (top / name).read_text().splitlines():
            if line and not line.startswith(("#", "-r")):
                assert canonicalize_name(Requirement(line).name) in pinned, line
