"""Our Polish catalogues as files: a message stands in each once, else the later words are silently lost."""

from collections import Counter
from pathlib import Path

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
