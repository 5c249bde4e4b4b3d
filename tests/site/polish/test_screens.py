"""No screen an editor or a visitor meets has an English text left."""

from infostrada.site.bip.operations import open_bulletin
from infostrada.site.units.operations import create_unit
from infostrada.site.units.operations import open_unit
from infostrada.site.units.operations import UnitData
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from tests.site.polish.english_leftovers import default_text
from tests.site.polish.english_leftovers import Detector
from tests.site.polish.english_leftovers import templates
from zope.component import getUtility
from zope.i18n import translate
from zope.i18n.interfaces import ITranslationDomain

import json
import pytest
import transaction


TYPES = ("Document", "News Item", "Event", "File", "Image", "Link", "Folder", "Collection")
FOR_VISITORS = [
    "", "/login", "/@@login-help", "/@@search?SearchableText=woda", "/sitemap",
    "/accessibility-info", "/contact-info", "/nie-ma-takiej-strony", "/@@logged-out",
    "/@@register", "/aktualnosci", "/require_login", "/passwordreset/nieznany",
]  # fmt: skip
FOR_EDITORS = [
    "", "/teren", "/teren/pismo", "/teren/spotkanie", "/folder_contents", "/@@sharing",
    "/teren/pismo/@@sharing", "/teren/pismo/edit", "/teren/pismo/@@historyview",
    "/teren/pismo/content_status_history", "/teren/pismo/delete_confirmation",
    "/teren/pismo/object_rename", "/teren/folder_factories", "/teren/select_default_page",
    "/teren/select_default_view", "/teren/@@manage-portlets", "/@@personal-information",
    "/@@personal-preferences", "/@@change-password", "/@@user-information?userid=urzedniczka",
    "/@@dashboard", "/@@manage-dashboard", "/recently_modified", "/full_review_list",
    "/author/urzedniczka", "/teren/pismo/@@manage-aliases", "/teren/@@manage-content-rules",
    "/teren/synPropertiesForm", "/moderate-comments", "/teren/pismo/@@contact-info",
    "/teren/spotkanie/edit", "/teren/@@folder_summary_view", "/teren/listing_view",
    "/teren/tabular_view", "/teren/album_view", "/teren/event_listing",
    *(f"/teren/++add++{name}" for name in TYPES),
]  # fmt: skip

FOR_OFFICES = [
    "/++add++units_unit", "/++add++geo_layer", *(f"/gmina/{name}" for name in (
        "", "@@unit-settings", "@@staff", "@@unit-groups", "@@add-employee", "struktura/@@add-org",
        "struktura/@@add-post", "@@parties", "@@add-party", "@@letters", "@@register-letter",
        "@@cases", "@@open-case", "@@tasks", "@@documents", "@@case-list", "@@folders", "@@terms", "@@plans", "@@mode-exceptions", "@@templates", "@@case-types",
        "@@outgoing", "@@dispatch-lists", "@@routing", "@@submit-letter", "@@edelivery-box", "@@ade-account", "@@authorisations", "@@acts", "@@clauses", "@@outside-cases", "@@store", "@@my-work", "@@bundles", "@@archive", "@@preservation", "@@map", "bip", "bip/petycje/@@write", "bip/@@changes",
    )),
]  # fmt: skip

OURS = ("units_", "records_", "bip_", "parties_", "geo_")
# Panels where Plone shows ids, group titles and captions without asking a catalogue.
RAW = {
    "/portal_registry", "/manage_main", "/@@error-log-form", "/@@tinymce-controlpanel",
    "/@@dateandtime-controlpanel", "/prefs_install_products_form", "/@@dexterity-types",
    "/@@theming-controlpanel", "/@@usergroup-userprefs", "/@@usergroup-groupprefs",
    "/@@member-fields", "/@@imaging-controlpanel", "/@@actions-controlpanel",
}  # fmt: skip
# Names of image scales, of languages in themselves, of test accounts; type ids, which Plone's
# listings put into the tooltips of links.
IDENTIFIERS = {
    "Document", "Event", "Document:",
    "listing 16x16", "larger 1000x65536", "great 1200x65536", "English", "test_user_1_",
    "English (United Kingdom)", "English (New Zealand)", "English (American Samoa)", "English (South Africa)",
}  # fmt: skip


@pytest.fixture(scope="class")
def site(functional_portal_class, functional_class):
    """A Polish site with a folder, a page and an event, all titled in Polish."""
    portal = functional_portal_class
    with api.env.adopt_user(SITE_OWNER_NAME):
        api.portal.set_registry_record("plone.available_languages", ["pl"])
        api.portal.set_registry_record("plone.default_language", "pl")
        portal.setTitle("Urząd")
        portal.language = "pl"
        folder = api.content.create(portal, "Folder", "teren", title="Teren")
        api.content.create(folder, "Document", "pismo", title="Pismo")
        api.content.create(folder, "Event", "spotkanie", title="Spotkanie")
        unit = create_unit(portal, UnitData("gmina", "Gmina"))
        open_unit(unit)
        open_bulletin(unit, "Anna Nowak")
        api.user.create("u@urzad.invalid", "urzedniczka", "Haslo-do-prob-1", roles=("Member",))
    transaction.commit()
    return functional_class


@pytest.fixture(scope="class")
def detector(site) -> Detector:
    return Detector()


def browser(site, *, logged_in: bool) -> Browser:
    client = Browser(site["app"])
    client.handleErrors = True
    client.raiseHttpErrors = False
    client.addHeader("Accept-Language", "pl")
    client.addHeader("Accept", "text/html")
    if logged_in:
        client.addHeader("Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}")
    return client


class TestScreens:
    def read(self, site, path: str, *, logged_in: bool) -> str:
        client = browser(site, logged_in=logged_in)
        client.open(site["portal"].absolute_url() + path)
        return client.contents

    @pytest.mark.parametrize("path", FOR_VISITORS)
    def test_visitor(self, site, detector, path):
        left = detector.leftovers(self.read(site, path, logged_in=False))
        assert not left, "\n".join(left)

    @pytest.mark.parametrize("path", FOR_EDITORS)
    def test_editor(self, site, detector, path):
        left = detector.leftovers(self.read(site, path, logged_in=True))
        left = [text for text in left if text not in IDENTIFIERS]
        assert not left, "\n".join(left)

    @pytest.mark.parametrize("path", FOR_OFFICES)
    def test_office(self, site, detector, path):
        """Our own screens, add and edit forms included."""
        left = detector.leftovers(self.read(site, path, logged_in=True))
        left = [text for text in left if text not in IDENTIFIERS]
        assert not left, "\n".join(left)

    def test_control_panels(self, site, detector):
        """The operator's panels; `RAW` names what Plone shows there without asking a catalogue."""
        with api.env.adopt_user(SITE_OWNER_NAME):
            panels = api.portal.get_tool("portal_controlpanel").listActionInfos(check_permissions=0)
        found = []
        for panel in panels:
            path = panel["url"].removeprefix(site["portal"].absolute_url())
            if path in RAW:
                continue
            left = detector.leftovers(self.read(site, path, logged_in=True))
            found += [f"{path}: {text}" for text in left if text not in IDENTIFIERS]
        assert not found, "\n".join(found)

    def test_scripts_get_polish_words(self, site):
        """The editor's own buttons ask for the domain `widgets`; ours must come first there too."""
        words = json.loads(self.read(site, "/plonejsi18n?domain=widgets&language=pl", logged_in=True))
        assert words["Insert Image"] == "Wstaw obraz"
        assert words["Error"] == "Błąd"

    def test_the_detector_sees_a_message_without_translation(self, site):
        messages = holding("label_description")
        word = messages.pop("label_description")
        try:
            left = Detector().leftovers(self.read(site, "/teren/++add++Document", logged_in=True))
        finally:
            messages["label_description"] = word
        assert "Summary" in left


def holding(msgid: str) -> dict[str, str]:
    """Messages of the one Polish catalogue of `plone` that has a message."""
    domain = getUtility(ITranslationDomain, "plone")
    catalogues = [domain._data[name]._catalog for name in domain.getCatalogsInfo()["pl"]]
    (found,) = (each._catalog for each in catalogues if each and msgid in each._catalog)
    return found


class TestCatalogues:
    def test_every_message_of_plone_has_polish_words(self, integration):
        bare = [
            (domain, entry.msgid)
            for domain, entry in templates()
            if translate(entry.msgid, domain=domain, target_language="pl", default="") == ""
            and default_text(entry).strip()
        ]
        assert bare == []


def test_titles_of_our_types_states_and_roles_are_polish_on_plones_pages(portal):
    """Plone looks them up in its own domain, whatever domain the profile names."""
    workflows = portal.portal_workflow
    words = set()
    for fti in portal.portal_types.objectValues():
        if fti.getId().startswith(OURS):
            words |= {fti.title, fti.description}
            for workflow in workflows.getWorkflowsFor(fti.getId()):
                words |= {state.title for state in workflow.states.objectValues()}
                words |= {step.actbox_name for step in workflow.transitions.objectValues()}
    bare = {
        word
        for word in words
        if word and translate(str(word), domain="plone", target_language="pl", default="") == ""
    }
    assert bare == set()
