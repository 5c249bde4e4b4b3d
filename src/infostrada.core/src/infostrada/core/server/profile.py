"""A folder below ``profiles/``: what a new site begins with.

``profile.json`` names the site's title, the GenericSetup profiles and the texts of the greeting; every
distribution may add loaders for further files in the folder by the entry point group ``infostrada.loaders``
(called in the order of their names with the site, the folder and the list of logins, yielding progress).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from importlib.metadata import entry_points
from infostrada.core.config import Settings
from pathlib import Path
from typing import Any

import json


class ProfileError(Exception):
    """A profile that cannot be loaded; the text names file and fault."""


@dataclass
class Profile:
    """Contents of a new site."""

    folder: Path
    title: str
    extensions: list[str]
    look_at: list[str]
    logins: list[tuple[str, str, str]] = field(default_factory=list)

    def load(self, portal: Any) -> Iterator[str]:
        """Bring the contents in; yields what is being done."""
        for loader in sorted(entry_points(group="infostrada.loaders"), key=lambda entry: entry.name):
            yield from loader.load()(portal, self.folder, self.logins)

    def leave_greeting(self, settings: Settings) -> None:
        """Keep logins and hints for `infostrada run`, readable by the installation's owner only."""
        lines = ["  Logins (login / password):"]
        lines += [f"    {login:<24} {password:<18} {who}" for login, password, who in self.logins]
        lines += ["", "  To look at:", *(f"    {hint}" for hint in self.look_at), ""]
        note = settings.var / "etc" / "greeting.txt"
        note.touch(mode=0o600)
        note.write_text("\n".join(lines))


def read(folder: Path) -> Profile:
    """Read ``profile.json``; raises `ProfileError` saying what is wrong with which file."""
    path = folder / "profile.json"
    try:
        data = json.loads(path.read_text())
    except OSError as error:
        raise ProfileError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise ProfileError(f"{path}: {error}") from error
    missing = {"title", "extensions", "look_at"} - set(data)
    if missing:
        raise ProfileError(f"{path}: {', '.join(sorted(missing))} missing")
    return Profile(folder, data["title"], data["extensions"], data["look_at"])
