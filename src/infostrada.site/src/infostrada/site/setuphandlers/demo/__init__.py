"""The demo region, played: people do, one after another, what officials do in an office.

The files and their fields are described in ``profiles/demo/README.md``. Everything goes through the operations
of the domains, so the demo shows nothing the product cannot do.
"""

from collections.abc import Iterator
from infostrada.site.setuphandlers.demo.budget import past_editions
from infostrada.site.setuphandlers.demo.earlier import earlier_cases
from infostrada.site.setuphandlers.demo.files import Demo
from infostrada.site.setuphandlers.demo.living import living_editions
from infostrada.site.setuphandlers.demo.office import set_up
from infostrada.site.setuphandlers.demo.pages import publish_pages
from infostrada.site.setuphandlers.demo.play import play
from infostrada.site.setuphandlers.demo.play import publish_rest
from infostrada.site.setuphandlers.demo.privacy import keep_registers
from infostrada.site.setuphandlers.demo.registers import fill_registers
from pathlib import Path
from typing import Any


def loader(portal: Any, folder: Path, logins: list[tuple[str, str, str]]) -> Iterator[str]:
    """Play the scenario of a profile, if it has one."""
    if not (folder / "scenario.yaml").is_file():
        return
    demo = Demo(folder)
    yield from set_up(portal, demo, logins)
    yield from play(portal, demo)
    yield from earlier_cases(portal, demo)
    yield from publish_rest(portal, demo)
    yield from fill_registers(portal, demo)
    yield from keep_registers(portal, demo)
    yield from publish_pages(portal, demo)
    yield from past_editions(portal, demo)
    yield from living_editions(portal, demo)
