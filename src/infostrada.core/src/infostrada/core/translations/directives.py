"""The ZCML directive `<infostrada:translations directory="locales" overrule="no" />`."""

from collections.abc import Iterator
from infostrada.core.translations.catalogue import PoCatalogue
from pathlib import Path
from zope.component import getSiteManager
from zope.component import queryUtility
from zope.configuration.config import ConfigurationContext
from zope.configuration.exceptions import ConfigurationError
from zope.configuration.fields import Bool
from zope.configuration.fields import Path as PathField
from zope.i18n.interfaces import ITranslationDomain
from zope.i18n.testmessagecatalog import TestMessageCatalog
from zope.i18n.translationdomain import TranslationDomain
from zope.interface import Interface


class ITranslationsDirective(Interface):
    """Registers every `<language>/LC_MESSAGES/<domain>.po` of a folder."""

    directory = PathField(title="Folder that holds the languages", required=True)
    overrule = Bool(
        title="These catalogues win over all others of their domain",
        description="A message they lack is still looked up in the others.",
        required=False,
        default=False,
    )


def catalogues(folder: Path) -> Iterator[PoCatalogue]:
    """The catalogues under `folder`, in a stable order."""
    for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        yield PoCatalogue(path.parts[-3], path.stem, str(path))


def install(catalogue: PoCatalogue, overrule: bool) -> None:
    """Add a catalogue to its domain, at the head of its language when it overrules.

    Zope asks the catalogues of a language in the order of registration and takes the first
    answer. That order follows the ZCML includes of all packages, so an overruling catalogue
    is put in front whatever was registered before or comes later.
    """
    domain = queryUtility(ITranslationDomain, catalogue.domain)
    if domain is None:
        domain = TranslationDomain(catalogue.domain)
        getSiteManager().registerUtility(domain, ITranslationDomain, name=catalogue.domain)
        domain.addCatalog(TestMessageCatalog(catalogue.domain))
    domain.addCatalog(catalogue)
    if overrule:
        order = domain.getCatalogsInfo()[catalogue.language]
        order.insert(0, order.pop())


def translations(_context: ConfigurationContext, directory: str, overrule: bool = False) -> None:
    """Handler of the directive; a folder without catalogues is a mistake in the ZCML."""
    found = list(catalogues(Path(directory)))
    if not found:
        raise ConfigurationError(f"No <language>/LC_MESSAGES/<domain>.po under {directory}")
    for catalogue in found:
        _context.action(discriminator=None, callable=install, args=(catalogue, overrule))
