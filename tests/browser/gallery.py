"""Pictures of pages, for people to look at: ``make test TESTS=tests/browser GALLERY=yes`` leaves them in ``build/gallery``.

No test compares them, and a long page takes as long to picture as to open, so they are made when somebody asks.
"""

from pathlib import Path
from playwright.sync_api import Page

import os


class Gallery:
    """A folder of pictures; without a folder none is made."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def keep(self, page: Page, name: str) -> None:
        """A picture of the whole page."""
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=self._folder / f"{name}.png", full_page=True)


def wanted(top: Path) -> Gallery:
    """The repository's gallery, if the environment asks for it."""
    return Gallery(top / "build" / "gallery" if os.environ.get("GALLERY") else None)
