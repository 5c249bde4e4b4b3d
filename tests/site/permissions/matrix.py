"""The words in which every domain declares who may do what; see docs/developers/permissions.md."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from importlib import import_module
from pathlib import Path
from typing import Any


ANONYMOUS, OTHER, SAME, ENTITLED = "anonymous", "other", "same", "entitled"
EVERYBODY = frozenset({ANONYMOUS, OTHER, SAME, ENTITLED})
LOGGED_IN = frozenset({OTHER, SAME, ENTITLED})
UNIT = frozenset({SAME, ENTITLED})
ONLY_ENTITLED = frozenset({ENTITLED})


@dataclass(frozen=True)
class Entry:
    """One entry point: a page, a REST service, a feed, a tile.

    ``context`` is a key of the world, ``entitled`` the person of the world who has the grounds,
    ``reach`` who gets as far as the code (whatever it then says of an empty request), ``tail``
    what follows the name in the URL, ``query`` what the page is asked for. ``hides``: a refused
    visitor gets 404, not 401.
    """

    name: str
    context: str
    entitled: str = "administrator"
    reach: frozenset[str] = ONLY_ENTITLED
    method: str = "GET"
    tail: str = ""
    query: str = ""
    hides: bool = False

    @property
    def is_service(self) -> bool:
        """A REST service, asked for JSON."""
        return self.name.startswith("@")

    @property
    def registered_name(self) -> str:
        """Its name in the component registry."""
        return f"{self.method}_application_json_{self.name}" if self.is_service else self.name


@dataclass(frozen=True)
class Right:
    """Who has a permission on an object: exactly the people named, of everybody in the world."""

    permission: str
    context: str
    people: frozenset[str]


@dataclass(frozen=True)
class Domain:
    """What one domain feeds to the matrix.

    ``build`` puts the domain's objects into the world; ``helpers`` are registered views nobody
    asks for by URL (templates, macros), each with the reason.
    """

    name: str
    entries: tuple[Entry, ...] = ()
    rights: tuple[Right, ...] = ()
    helpers: dict[str, str] = field(default_factory=dict)
    build: Callable[[Any], None] = lambda world: None


def domains() -> list[Domain]:
    """Every domain's declaration, in the order in which they build on each other."""
    folder = Path(__file__).parent / "domains"
    names = sorted(path.stem for path in folder.glob("[a-z]*.py"))
    return [import_module(f"tests.site.permissions.domains.{name}").DOMAIN for name in names]
