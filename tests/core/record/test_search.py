"""What the catalog gave uncatalogued objects: look-ups, searches, folder listings, link integrity."""

from infostrada.core.interfaces import ICoreLayer
from infostrada.core.record import pending
from plone import api
from plone.app.linkintegrity.exceptions import LinkIntegrityNotificationException
from plone.app.linkintegrity.handlers import modifiedContent
from plone.app.testing import logout
from plone.app.textfield.value import RichTextValue
from plone.app.uuid import utils as uuid_utils
from plone.app.uuid.utils import uuidToCatalogBrain
from plone.app.uuid.utils import uuidToObject
from plone.app.uuid.utils import uuidToURL
from plone.restapi.interfaces import ISerializeToJson
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.component import getMultiAdapter
from zope.event import notify
from zope.interface import alsoProvides
from zope.lifecycleevent import ObjectModifiedEvent

import json
import pytest


@pytest.fixture
def catalog(site):
    return api.portal.get_tool("portal_catalog")


@pytest.fixture
def sheet(binder):
    return api.content.create(binder, "sheet", id="s1", title="Wniosek o zaświadczenie")


@pytest.fixture
def many(binder):
    return [api.content.create(binder, "sheet", title=f"Karta {n:02}") for n in range(30)]


class TestUIDs:
    def test_plone_api(self, sheet):
        found = api.content.get(UID=sheet.UID())
        assert found.getPhysicalPath() == sheet.getPhysicalPath()

    def test_uuid_utils(self, sheet):
        uid = sheet.UID()
        assert uuid_utils.uuidToPhysicalPath(uid) == "/plone/lipnowo/b1/s1"
        assert uuidToURL(uid).endswith("/plone/lipnowo/b1/s1")
        assert uuidToObject(uid).title == "Wniosek o zaświadczenie"
        assert uuidToCatalogBrain(uid).Title == "Wniosek o zaświadczenie"

    def test_catalogued_objects_as_before(self, lipnowo):
        assert uuid_utils.uuidToPhysicalPath(lipnowo.UID()) == "/plone/lipnowo"
        assert uuid_utils.uuidToPhysicalPath("nothing") is None
        assert uuidToObject("nothing") is None

    def test_permission_is_checked_on_the_object(self, sheet):
        uid = sheet.UID()
        pending.flush()
        logout()
        with pytest.raises(Unauthorized):
            uuidToObject(uid)
        assert uuidToObject(uid, unrestricted=True) is not None

    def test_resolveuid(self, site, sheet, http_request):
        http_request["TraversalRequestNameStack"] = []
        view = getMultiAdapter((site, http_request), name="resolveuid")
        view.publishTraverse(http_request, sheet.UID())
        view()
        assert http_request.response.getHeader("location") == sheet.absolute_url()
        http_request["TraversalRequestNameStack"] = []
        view = getMultiAdapter((site, http_request), name="resolveuid")
        view.publishTraverse(http_request, "0" * 32)
        with pytest.raises(NotFound):
            view()
        alsoProvides(http_request, ICoreLayer)
        with pytest.raises(NotFound):
            getMultiAdapter((site, http_request), name="resolveuid")()


class TestCatalogQueries:
    def test_by_type_state_and_path(self, catalog, many, binder):
        api.content.transition(many[3], "publish")
        assert len(catalog(portal_type="sheet")) == 30
        assert len(catalog(portal_type="sheet", review_state="published")) == 1
        assert len(catalog(path="/plone/lipnowo")) == 32
        assert len(catalog(path={"query": "/plone/lipnowo", "depth": 1})) == 1
        assert len(catalog(path={"query": "/plone/lipnowo/b1", "depth": 1})) == 30
        assert len(catalog(path={"query": "/plone/lipnowo/b1", "depth": 0})) == 1
        assert len(catalog(path={"query": "/plone", "depth": 2})) == 4
        assert len(catalog(path={"query": "/plone/lipnowo/b1", "depth": 2})) == 31
        assert len(catalog(path="/plone/lip")) == 0

    def test_order_over_both(self, catalog, many, lipnowo):
        api.content.create(lipnowo, "Document", title="Karta 14a")
        titles = [brain.Title for brain in catalog(sort_on="sortable_title", path="/plone/lipnowo")]
        expected = [f"Karta {n:02}" for n in range(30)]
        expected.insert(15, "Karta 14a")
        assert [title for title in titles if title.startswith("Karta")] == expected
        back = catalog(sort_on="sortable_title", sort_order="reverse", path="/plone/lipnowo")
        assert [brain.Title for brain in back] == titles[::-1]
        assert back[0].Title == titles[-1]
        assert [brain.Title for brain in back[2:5]] == titles[::-1][2:5]

    def test_words(self, catalog, sheet):
        assert [b.UID for b in catalog(SearchableText="wniosek")] == [sheet.UID()]
        assert [b.UID for b in catalog(SearchableText="zaświad*")] == [sheet.UID()]
        assert len(catalog(SearchableText="zaświad")) == 0
        assert len(catalog(SearchableText="' | DROP & TABLE :* core.record --")) == 0

    def test_what_the_side_index_does_not_hold_is_not_met(self, catalog, many):
        assert len(catalog(Subject="x")) == 0
        assert len(catalog(portal_type="sheet", Subject="x")) == 0

    def test_restricted_to_what_one_may_find(self, catalog, many, jan):
        api.content.transition(many[3], "publish")
        with api.env.adopt_user("jan"):
            assert len(catalog(portal_type="sheet")) == 1
            assert len(catalog(portal_type="sheet", allowedRolesAndUsers=["Manager"])) == 1
            assert len(catalog.unrestrictedSearchResults(portal_type="sheet")) == 30

    def test_not_yet_effective_and_expired(self, catalog, many, jan):
        from DateTime import DateTime

        for sheet in many[:3]:
            api.content.transition(sheet, "publish")
        many[0].effective_date = DateTime() + 1
        many[1].expiration_date = DateTime() - 1
        for sheet in many[:2]:
            sheet.reindexObject()
        with api.env.adopt_user("jan"):
            assert [brain.UID for brain in catalog(portal_type="sheet")] == [many[2].UID()]

    def test_brains_look_like_the_catalogs(self, catalog, sheet):
        brain = catalog(UID=sheet.UID())[0]
        assert brain.getPath() == "/plone/lipnowo/b1/s1"
        assert brain.getId == "s1"
        assert brain.portal_type == "sheet"
        assert brain.review_state == "private"
        assert brain.getObject() == sheet
        assert brain.modified.asdatetime() == sheet.modified().asdatetime()
        assert set(catalog.schema()) <= {name for name in catalog.schema() if brain.has_key(name)}

    def test_reindexing_all_keeps_them_out(self, catalog, sheet):
        catalog.clearFindAndRebuild()
        pending.flush()
        assert "/plone/lipnowo/b1/s1" not in catalog._catalog.uids
        assert "/plone/lipnowo" in catalog._catalog.uids
        assert len(catalog(portal_type="sheet")) == 1


class TestREST:
    def serialize(self, obj, request, **form):
        request.form.update(form)
        return getMultiAdapter((obj, request), ISerializeToJson)()

    def test_items_of_a_container(self, binder, many, http_request):
        http_request["ACTUAL_URL"] = binder.absolute_url()
        found = self.serialize(binder, http_request, b_size="10", b_start="20")
        assert found["items_total"] == 30
        assert len(found["items"]) == 10
        expected = sorted(sheet.absolute_url() for sheet in many)[20:]
        assert [item["@id"] for item in found["items"]] == expected
        assert "prev" in found["batching"] and "next" not in found["batching"]
        assert found["items"][0]["@type"] == "sheet"
        assert found["items"][0]["review_state"] == "private"

    def test_items_for_a_person_without_rights(self, binder, many, http_request, jan):
        api.content.transition(binder, "publish")
        api.content.transition(many[5], "publish")
        http_request["ACTUAL_URL"] = binder.absolute_url()
        with api.env.adopt_user("jan"):
            found = self.serialize(binder, http_request)
        assert [item["title"] for item in found["items"]] == ["Karta 05"]

    def test_full_objects(self, binder, many, http_request):
        http_request["ACTUAL_URL"] = binder.absolute_url()
        found = self.serialize(binder, http_request, fullobjects="1", b_size="3")
        assert len(found["items"]) == 3
        assert {item["UID"] for item in found["items"]} <= {sheet.UID() for sheet in many}

    def test_search_service(self, site, sheet, http_request):
        from plone.restapi.search.handler import SearchHandler

        http_request["ACTUAL_URL"] = site.absolute_url()
        found = SearchHandler(site, http_request).search({"SearchableText": "wniosek"})
        assert [item["@id"] for item in found["items"]] == [sheet.absolute_url()]
        pending.flush()
        logout()
        found = SearchHandler(site, http_request).search({"SearchableText": "wniosek"})
        assert found["items"] == []
        assert found["items_total"] == 0


def test_folder_contents(site, binder, many, http_request):
    """The table of folder contents takes its rows from this view."""
    http_request.form.update(
        {
            "name": "plone.app.vocabularies.Catalog",
            "query": json.dumps(
                {
                    "criteria": [
                        {
                            "i": "path",
                            "o": "plone.app.querystring.operation.string.path",
                            "v": "/lipnowo/b1::1",
                        }
                    ],
                    "sort_on": "getObjPositionInParent",
                    "sort_order": "ascending",
                }
            ),
            "batch": json.dumps({"page": 2, "size": 12}),
            "attributes": json.dumps(
                ["UID", "Title", "portal_type", "review_state", "is_folderish", "getURL", "path"]
            ),
        }
    )
    view = getMultiAdapter((site, http_request), name="getVocabulary")
    answer = json.loads(view())
    assert answer["total"] == 30
    assert [row["Title"] for row in answer["results"]] == [f"Karta {n}" for n in range(12, 24)]


class TestLinkIntegrity:
    @pytest.fixture
    def linking(self, lipnowo, sheet):
        page = api.content.create(lipnowo, "Document", title="Strona z odsyłaczem")
        page.text = RichTextValue(
            f'<p><a href="resolveuid/{sheet.UID()}">wniosek</a></p>',
            "text/html",
            "text/x-html-safe",
        )
        modifiedContent(page, ObjectModifiedEvent(page))
        return page

    def breaches(self, obj, request):
        view = getMultiAdapter((obj, request), name="delete_confirmation_info")
        return view.get_breaches([obj])

    def test_deleting_the_target_is_warned_of(self, sheet, linking, http_request):
        found = self.breaches(sheet, http_request)
        assert [source["uid"] for source in found[0]["sources"]] == [linking.UID()]
        with pytest.raises(LinkIntegrityNotificationException):
            api.content.delete(sheet)

    def test_deleting_its_container_too(self, binder, linking, http_request):
        found = self.breaches(binder, http_request)
        assert [each["target"]["title"] for each in found] == ["Wniosek o zaświadczenie"]

    def test_link_from_an_uncatalogued_object(self, lipnowo, binder, http_request):
        target = api.content.create(lipnowo, "Document", title="Cel")
        source = api.content.create(binder, "sheet", title="Źródło")
        source.text = RichTextValue(
            f'<p><a href="resolveuid/{target.UID()}">cel</a></p>', "text/html", "text/x-html-safe"
        )
        notify(ObjectModifiedEvent(source))
        found = self.breaches(target, http_request)
        assert [each["uid"] for each in found[0]["sources"]] == [source.UID()]
