"""Catalogues from `.po` files, and that an overruling one wins in whatever order it comes."""

from pathlib import Path
from plone.testing.zca import popGlobalRegistry
from plone.testing.zca import pushGlobalRegistry
from zope.component import getUtility
from zope.component import provideUtility
from zope.configuration import xmlconfig
from zope.configuration.exceptions import ConfigurationError
from zope.i18n import translate
from zope.i18n.gettextmessagecatalog import GettextMessageCatalog
from zope.i18n.interfaces import ITranslationDomain
from zope.i18n.translationdomain import TranslationDomain

import infostrada.core.translations
import plone.app.locales
import pytest


# Not "plone", whose catalogues of the standing layer must not change under other tests.
DOMAIN = "plone.directives.test"
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture(autouse=True)
def registry():
    """A layer over the registries of whatever test layer stands, thrown away afterwards."""
    pushGlobalRegistry()
    yield
    popGlobalRegistry()


def folder(base: Path, **messages: str) -> Path:
    """A folder with one Polish catalogue of the test's domain."""
    target = base / "pl" / "LC_MESSAGES"
    target.mkdir(parents=True)
    body = "".join(f'msgid "{key}"\nmsgstr "{value}"\n\n' for key, value in messages.items())
    (target / f"{DOMAIN}.po").write_text(HEADER + body, encoding="utf-8")
    return base


def load(path: Path, overrule: str) -> None:
    context = xmlconfig.file("meta.zcml", infostrada.core.translations)
    xmlconfig.string(
        '<configure xmlns="http://namespaces.zope.org/zope" xmlns:infostrada="urn:infostrada">'
        f'<infostrada:translations directory="{path}" overrule="{overrule}" /></configure>',
        context,
    )


def plone_catalogue() -> GettextMessageCatalog:
    base = Path(plone.app.locales.__file__).parent
    return GettextMessageCatalog("pl", DOMAIN, str(base / "locales/pl/LC_MESSAGES/plone.mo"))


def polish(msgid: str) -> str:
    return translate(msgid, domain=DOMAIN, target_language="pl")


def register_plone() -> TranslationDomain:
    domain = TranslationDomain(DOMAIN)
    domain.addCatalog(plone_catalogue())
    provideUtility(domain, ITranslationDomain, DOMAIN)
    return domain


def test_overruling_catalogue_registered_last_still_wins(tmp_path):
    register_plone()
    before = polish("Cancel")
    load(folder(tmp_path, Cancel="Zaniechaj"), "yes")
    assert before == "Anuluj"
    assert polish("Cancel") == "Zaniechaj"


def test_catalogue_added_later_does_not_push_the_overruling_one_back(tmp_path):
    load(folder(tmp_path, Cancel="Zaniechaj"), "yes")
    getUtility(ITranslationDomain, DOMAIN).addCatalog(plone_catalogue())
    assert polish("Cancel") == "Zaniechaj"


def test_messages_the_overruling_catalogue_lacks_come_from_plone(tmp_path):
    register_plone()
    load(folder(tmp_path, Delete="Skreśl"), "yes")
    assert polish("Cancel") == "Anuluj"


def test_plain_catalogue_only_fills_the_gaps(tmp_path):
    register_plone()
    load(folder(tmp_path, Cancel="Zaniechaj", Lipnowo="Urząd Gminy"), "no")
    assert polish("Cancel") == "Anuluj"
    assert polish("Lipnowo") == "Urząd Gminy"


def test_folder_without_catalogues_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="No <language>"):
        load(tmp_path, "no")
