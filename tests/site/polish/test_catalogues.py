"""Our Polish catalogues as files: a message stands in each once, else the later words are silently lost."""

from collections import Counter
from pathlib import Path
from tests.site.polish.messages import of_python
from tests.site.polish.messages import of_template

import polib
import pytest


SOURCES = Path(__file__).parents[3] / "src"
CATALOGUES = sorted(SOURCES.glob("*/src/infostrada/**/pl/LC_MESSAGES/*.po"))


def test_every_distribution_has_one():
    assert {path.name for path in CATALOGUES} >= {"infostrada.core.po", "infostrada.site.po", "plone.po"}


@pytest.mark.parametrize(
    "path", CATALOGUES, ids=[f"{path.parents[3].name}-{path.stem}" for path in CATALOGUES]
)
def test_no_message_stands_twice(path):
    counted = Counter((entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete)
    assert [message for message, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("name", ["core", "geo", "site"])
def test_every_message_of_our_sources_is_translated(name):
    """Screens are crawled in `test_screens`; this holds for those nobody has opened yet."""
    domain = f"infostrada.{name}"
    folder = SOURCES / domain / "src" / "infostrada" / name
    catalogue = polib.pofile(str(folder / "locales" / "pl" / "LC_MESSAGES" / f"{domain}.po"))
    known = {entry.msgid for entry in catalogue if not entry.obsolete and entry.msgstr and not entry.fuzzy}
    found = [each for path in folder.rglob("*.py") for each in of_python(path)]
    found += [each for path in folder.rglob("*.pt") for each in of_template(path, domain)]
    assert len(found) > 50
    assert sorted({each for each in found if each.message not in known}) == []
