"""Write versions.cfg, the buildout's form of constraints.txt, for the Python that runs this."""

from packaging.requirements import Requirement
from pathlib import Path


# Buildout looks these two up before it knows that names have a normal form.
OWN_SPELLING = {"zc-buildout": "zc.buildout", "zc-recipe-egg": "zc.recipe.egg"}


def pins(constraints: Path) -> dict[str, str]:
    """Versions that hold for this Python and platform, by package name."""
    found = {}
    for line in constraints.read_text().splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate():
                (specifier,) = requirement.specifier
                found[OWN_SPELLING.get(requirement.name, requirement.name)] = specifier.version
    return found


def render(versions: dict[str, str]) -> str:
    """The file's text."""
    lines = [f"{name} = {version}" for name, version in sorted(versions.items())]
    return "\n".join(["# Made from constraints.txt with 'make constraints'.", "[versions]", *lines, ""])


if __name__ == "__main__":
    top = Path(__file__).parent.parent
    (top / "versions.cfg").write_text(render(pins(top / "constraints.txt")))
