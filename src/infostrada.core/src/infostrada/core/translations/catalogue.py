"""A message catalogue whose source is the `.po` file itself.

Zope reads compiled `.mo` files. Compiling at start needs a writable package folder, an
environment variable and leaves a stale file behind when the sources change; parsing a
`.po` of three thousand messages takes a tenth of a second, once per process.
"""

from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from pythongettext.msgfmt import Msgfmt
from zope.i18n.gettextmessagecatalog import GettextMessageCatalog
from zope.i18n.interfaces import IGlobalMessageCatalog
from zope.interface import implementer


@implementer(IGlobalMessageCatalog)
class PoCatalogue(GettextMessageCatalog):
    """One language of one domain; fuzzy messages are left out, as gettext does."""

    def reload(self) -> None:
        """Read the file again; `pythongettext.msgfmt.PoSyntaxError` when it is broken."""
        with Path(self._path_to_file).open("rb") as source:
            compiled = Msgfmt(source, self.domain).get()
        self._catalog = GNUTranslations(BytesIO(compiled))
