"""Every message of the add-on has its Polish words."""

import polib
import re


PYTHON = re.compile(r"(?<![\w.])_\(\s*((?:\"[^\"]*\"\s*)+)")
TEMPLATE = re.compile(r"i18n:translate=\"\"\s*>([^<]+)<")


def messages(folder):
    for path in folder.rglob("*.py"):
        for found in PYTHON.findall(path.read_text()):
            yield "".join(re.findall(r"\"([^\"]*)\"", found))
    for path in folder.rglob("*.pt"):
        yield from (" ".join(text.split()) for text in TEMPLATE.findall(path.read_text()))


def test_all_messages_are_in_polish(top):
    package = top / "src/infostrada.geo/src/infostrada/geo"
    catalogue = polib.pofile(str(package / "locales/pl/LC_MESSAGES/infostrada.geo.po"))
    known = {entry.msgid for entry in catalogue if entry.msgstr}
    used = set(messages(package))
    assert len(used) > 60
    assert used - known == set()
