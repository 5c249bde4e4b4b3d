"""The buildout and the constraints pin the same set."""

from importlib import metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import ast
import configparser
import pytest
import tomllib


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


DISTRIBUTIONS = ("infostrada.core", "infostrada.geo", "infostrada.site")


def imported(folder):
    """Top names of everything the modules below a folder import, at their top or in a function."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            yield from names


def brought(declared):
    """Names of all distributions that come with the declared ones."""
    found, waiting = set(), [Requirement(line) for line in declared]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        extras = {"extra": next(iter(wanted.extras), "")}
        if name in found or (wanted.marker and not wanted.marker.evaluate(extras)):
            continue
        found.add(name)
        try:
            waiting += [Requirement(line) for line in metadata.requires(name) or () if "extra ==" not in line]
        except metadata.PackageNotFoundError:
            continue
    return found


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_a_distribution_declares_what_it_imports(top, distribution):
    """An installation without our requirements.txt, such as the buildout's, has all it needs."""
    project = tomllib.loads((top / "src" / distribution / "pyproject.toml").read_text())["project"]
    come = brought(project["dependencies"])
    owners = metadata.packages_distributions()
    missing = set()
    for name in imported(top / "src" / distribution / "src"):
        held = {canonicalize_name(owner) for owner in owners.get(name.partition(".")[0], ())}
        if held and not held & (come | {canonicalize_name(distribution)}):
            missing.add(name)
    assert missing == set()
