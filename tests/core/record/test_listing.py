"""Pages of listings: order, cursors, permission filter, grants."""

from dataclasses import replace
from infostrada.core.errors import BadRequest
from infostrada.core.record import grants
from infostrada.core.record import paging
from infostrada.core.record import pending
from infostrada.core.record import permission
from infostrada.core.record.access import NOBODY
from infostrada.core.record.access import Principals
from infostrada.core.record.access import principals
from infostrada.core.record.asking import query_of
from infostrada.core.record.asking import Question
from infostrada.core.record.interfaces import IGrantScope
from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.listing import Column
from infostrada.core.record.listing import Hint
from infostrada.core.record.listing import Listing
from infostrada.core.record.listing import register_listing
from infostrada.core.record.listing import Sort
from infostrada.core.record.pages import page
from infostrada.core.record.query import walk
from infostrada.core.record.query import window
from infostrada.core.record.row import row_of
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import TEST_USER_NAME
from zope.interface import alsoProvides

import datetime
import pytest


SHEETS = Listing(
    name="sheets",
    types=("sheet",),
    permission="View",
    sorts={"title": Sort(("title",)), "state": Sort(("state", "title"))},
)
register_listing(SHEETS)


def titles(found) -> list[str]:
    return [row["title"] for row in found.rows]


@pytest.fixture
def ten(binder):
    made = [api.content.create(binder, "sheet", title=f"Karta {n}") for n in range(10)]
    for sheet in made[:4]:
        api.content.transition(sheet, "publish")
    return made


class TestPaging:
    def test_pages_cover_everything_once(self, ten):
        seen, cursor = [], None
        while True:
            found = page(SHEETS, principals(), cursor=cursor, size=3)
            seen += titles(found)
            cursor = found.next_cursor
            if cursor is None:
                break
        assert seen == [f"Karta {n}" for n in range(10)]

    def test_descending_and_ties(self, ten):
        found = page(SHEETS, principals(), Question(sort="state", descending=True), size=5)
        assert titles(found) == ["Karta 3", "Karta 2", "Karta 1", "Karta 0", "Karta 9"]
        rest = page(
            SHEETS, principals(), Question(sort="state", descending=True), size=5, cursor=found.next_cursor
        )
        assert titles(rest) == ["Karta 8", "Karta 7", "Karta 6", "Karta 5", "Karta 4"]
        assert rest.next_cursor is None

    def test_row_added_before_the_cursor_shifts_nothing(self, ten, binder):
        first = page(SHEETS, principals(), size=3)
        api.content.create(binder, "sheet", title="Karta 0a")
        second = page(SHEETS, principals(), size=3, cursor=first.next_cursor)
        assert titles(second) == ["Karta 3", "Karta 4", "Karta 5"]

    def test_modified_is_an_order_to_the_microsecond(self, ten):
        first = page(SHEETS, principals(), Question(sort="modified"), size=9)
        second = page(SHEETS, principals(), Question(sort="modified"), size=9, cursor=first.next_cursor)
        assert len({row["uid"] for row in first.rows + second.rows}) == 10

    def test_total(self, ten):
        assert page(SHEETS, principals(), size=200).estimate == 10
        found = page(SHEETS, principals(), size=2)
        assert (found.estimate, found.exact) == (10, True)

    def test_large_total_is_an_estimate(self, site):
        write(
            "INSERT INTO core.access_set VALUES ('00000000-0000-0000-0000-000000000001',"
            " '00000000-0000-0000-0000-000000000001', '{Anonymous}')"
        )
        write("INSERT INTO core.access_member VALUES ('Anonymous', '00000000-0000-0000-0000-000000000001')")
        write(
            "INSERT INTO core.record (uid, type, access, title, path, modified, revision)"
            " SELECT 'u' || n, 'sheet', '00000000-0000-0000-0000-000000000001', 'Karta ' || n,"
            " '/plone/x/' || n, now(), n %% 2 FROM generate_series(1, 3000) AS n"
        )
        write("ANALYZE core.record")
        found = page(SHEETS, principals(), size=50)
        assert found.exact is False
        assert 2700 <= found.estimate <= 3300
        write("UPDATE core.record SET access = %(other)s WHERE revision = 1", {"other": NOBODY.id})
        write("ANALYZE core.record")
        assert 1350 <= page(SHEETS, principals(), size=50).estimate <= 1650

    def test_whoever_sees_the_newest_alone_is_told_no_more(self, site, monkeypatch):
        """The first page is full after 51 rows of 3,000: that says nothing of the rest."""
        for name, value in (("SHORT", 100), ("SAMPLE", 100), ("DRAWN", 1_600), ("FEW", 20)):
            monkeypatch.setattr(paging, name, value)
        open_to = "00000000-0000-0000-0000-000000000001"
        write("INSERT INTO core.access_set VALUES (%(open)s, %(open)s, '{Anonymous}')", {"open": open_to})
        write("INSERT INTO core.access_member VALUES ('Anonymous', %(open)s)", {"open": open_to})
        write(
            "INSERT INTO core.record (uid, type, access, title, path, modified, revision)"
            " SELECT md5(n::text), 'sheet', CASE WHEN n <= 150 THEN CAST(%(open)s AS uuid) ELSE CAST(%(shut)s AS uuid) END,"
            " to_char(n, '00000'), '/plone/x/' || n, now(), n FROM generate_series(1, 3000) AS n",
            {"open": open_to, "shut": NOBODY.id},
        )
        write("ANALYZE core.record")
        nobody = Principals(("Anonymous",), ())
        found = page(SHEETS, nobody, size=50)
        assert (found.exact, found.minimum) == (False, False)
        assert 75 <= found.estimate <= 300
        shut = "UPDATE core.record SET access = %(shut)s WHERE revision > %(last)s"
        write(shut, {"shut": NOBODY.id, "last": 60})
        few = page(SHEETS, nobody, size=50)
        assert (few.estimate, few.exact, few.minimum) == (51, False, True)
        monkeypatch.setattr(paging, "FEW", 100)
        told = page(SHEETS, nobody, size=50)
        assert (told.estimate, told.exact, told.minimum) == (60, True, False)

    def test_what_was_counted_in_vain_is_a_minimum(self, ten, monkeypatch):
        """A list thought shorter than it is, of which the sample holds next to nothing."""
        monkeypatch.setattr(paging, "SAMPLE", 6)
        monkeypatch.setattr(paging, "DRAWN", 4)
        monkeypatch.setattr(paging, "FEW", 1)
        found = page(SHEETS, principals(), size=2)
        assert (found.estimate, found.exact, found.minimum) == (7, False, True)

    # Windows and what counts as few: looked up at once, walked on, walked on in vain.
    @pytest.mark.parametrize(("window", "wide", "few"), [(10, 5, 100), (10, 10_000, 1), (10, 20, 1)])
    def test_few_visible_rows_in_a_long_list(self, binder, jan, monkeypatch, window, wide, few):
        """Beyond the window that is walked in order, the page is found from the person's side or further on."""
        for name, value in (("WINDOW", window), ("WIDE", wide), ("FEW", few)):
            monkeypatch.setattr(paging, name, value)
        write(
            "INSERT INTO core.record (uid, type, access, title, path, modified, revision)"
            " SELECT 'u' || n, 'sheet', %(access)s, 'A ' || n, '/plone/x/' || n, now(), 0"
            " FROM generate_series(1, 1500) AS n",
            {"access": NOBODY.id},
        )
        for number in range(3):
            sheet = api.content.create(binder, "sheet", title=f"Karta {number}")
            api.content.transition(sheet, "publish")
        granted = api.content.create(binder, "sheet", title="Karta przyznana")
        alsoProvides(granted, IGrantScope)
        granted.reindexObject()
        grants.grant(granted, "jan", "read")
        first = page(SHEETS, principals(jan), size=2)
        assert titles(first) == ["Karta 0", "Karta 1"]
        second = page(SHEETS, principals(jan), size=2, cursor=first.next_cursor)
        assert titles(second) == ["Karta 2", "Karta przyznana"]
        assert second.next_cursor is None
        assert page(SHEETS, principals(jan), Question(filters={"state": "private"}), size=200).estimate == 1

    def test_a_hint_is_only_given_where_it_holds(self, ten):
        """It is SQL beside the filter: it never takes a row away that the filter would let in."""
        hint = Hint("state", frozenset({"private"}), "record.state <> 'published'")
        hinted = replace(SHEETS, hints=(hint,))
        for states, count in (
            ("private", 6),
            (["private"], 6),
            ("published", 4),
            (["private", "published"], 10),
        ):
            assert len(page(hinted, principals(), Question(filters={"state": states})).rows) == count
        wrong = replace(SHEETS, hints=(replace(hint, sql="false"),))
        assert page(wrong, principals(), Question(filters={"state": "private"})).rows == []
        assert (
            len(page(wrong, principals(), Question(filters={"state": ["private", "published"]})).rows) == 10
        )

    @pytest.mark.parametrize("size", [0, 201, -5])
    def test_size_is_capped(self, site, size):
        with pytest.raises(BadRequest) as refused:
            page(SHEETS, principals(), size=size)
        assert refused.value.field == "size"

    def test_unknown_order_and_filter(self, site):
        with pytest.raises(BadRequest):
            page(SHEETS, principals(), Question(sort="uid; DROP TABLE core.record"))
        with pytest.raises(BadRequest):
            page(SHEETS, principals(), Question(filters={"access": "x"}))

    @pytest.mark.parametrize("cursor", ["x", "", "ąę", "W10", "bnVsbA", "eyJhIjoxfQ"])
    def test_made_up_cursor(self, ten, cursor):
        if cursor == "":
            assert titles(page(SHEETS, principals(), cursor=cursor, size=1)) == ["Karta 0"]
            return
        with pytest.raises(BadRequest) as refused:
            page(SHEETS, principals(), cursor=cursor)
        assert refused.value.reason == "bad_cursor"

    def test_cursor_of_another_order(self, ten):
        cursor = page(SHEETS, principals(), Question(sort="title"), size=1).next_cursor
        with pytest.raises(BadRequest):
            page(SHEETS, principals(), Question(sort="state"), cursor=cursor)
        with pytest.raises(BadRequest):
            page(SHEETS, principals(), Question(sort="title", descending=True), cursor=cursor)

    def test_cursor_with_a_value_of_the_wrong_kind(self, ten):
        from infostrada.core.record.cursor import encode

        cursor = encode("sheets:modified:-", ["not a time", "x"])
        with pytest.raises(BadRequest) as refused:
            page(SHEETS, principals(), Question(sort="modified"), cursor=cursor)
        assert refused.value.reason == "bad_value"


class TestFilters:
    def test_by_state_and_words(self, ten):
        assert len(page(SHEETS, principals(), Question(filters={"state": "published"})).rows) == 4
        both = page(SHEETS, principals(), Question(filters={"state": ["published", "private"]}))
        assert len(both.rows) == 10
        assert titles(page(SHEETS, principals(), Question(q="karta 7"))) == ["Karta 7"]
        assert page(SHEETS, principals(), Question(q="100%")).rows == []

    def test_by_unit_and_path(self, ten, site):
        api.content.create(site.rypin, "sheet", title="Obca")
        assert len(page(SHEETS, principals(), Question(unit="lipnowo")).rows) == 10
        assert titles(page(SHEETS, principals(), Question(unit="rypin"))) == ["Obca"]
        assert titles(page(SHEETS, principals(), Question(below="/plone/rypin"))) == ["Obca"]
        assert len(page(SHEETS, principals(), Question(below="/plone/lip")).rows) == 0


class TestPermissions:
    def test_only_what_one_may_find(self, ten, jan):
        pending.flush()
        assert len(page(SHEETS, principals(jan)).rows) == 4
        logout()
        assert len(page(SHEETS, principals()).rows) == 4
        login(api.portal.get(), TEST_USER_NAME)
        assert len(page(SHEETS, principals()).rows) == 10

    def test_nobody_at_all_sees_nothing(self, ten):
        pending.flush()
        assert page(SHEETS, Principals(tokens=(), ids=())).rows == []

    def test_list_and_object_agree_for_every_person(self, ten, binder, site, jan):
        """What the list shows is what the object allows, whoever asks."""
        other = api.user.create(email="e@example.org", username="ewa", password="Trudne-haslo-1")
        group = api.group.create("unit:lipnowo:sekretariat")
        api.group.add_user(group=group, user=other)
        binder.manage_setLocalRoles("unit:lipnowo:sekretariat", ["Reader"])
        binder.reindexObjectSecurity()
        ten[9].manage_setLocalRoles("jan", ["Reader"])
        ten[9].reindexObjectSecurity()
        pending.flush()
        for name in ("jan", "ewa"):
            user = api.user.get(name)
            listed = {row["uid"] for row in page(SHEETS, principals(user)).rows}
            permitted = {
                sheet.UID() for sheet in ten if user.has_permission("Access contents information", sheet)
            }
            assert listed == permitted
            assert len(listed) == {"jan": 5, "ewa": 10}[name]


def _parts(plan):
    yield plan
    for part in plan.get("Plans", ()):
        yield from _parts(part)


class TestGrants:
    @pytest.fixture(autouse=True, params=[500, 0])
    def looked_up(self, request, monkeypatch):
        """The rights of whoever holds few are listed, those of whoever holds many looked up row by row."""
        monkeypatch.setattr(permission, "MANY", request.param)
        return request.param == 0

    def test_all_rights_of_a_person_are_listed_only_if_they_are_few(self, ten, binder, jan, looked_up):
        grants.grant(binder, "jan", "read")
        pending.flush()
        query = query_of(SHEETS, principals(jan), Question(sort="title"))
        (plan,) = rows(f"EXPLAIN (ANALYZE, FORMAT JSON) {walk(query, 9, 100)}", query.bound)
        read = [
            part["Actual Loops"]
            for part in _parts(plan["QUERY PLAN"][0]["Plan"])
            if part.get("Relation Name") == "access_grant" and "Subplan Name" in part
        ]
        # The last five of nine are seen by a right alone: each is looked up, or all of the rights are listed once.
        assert sorted(read) == [0, 5 if looked_up else 1]

    def test_grant_opens_the_object_the_list_and_what_lies_below(self, ten, binder, jan):
        grants.grant(binder, "jan", "read")
        pending.flush()
        assert jan.has_permission("View", ten[7])
        assert not jan.has_permission("Modify portal content", ten[7])
        assert len(page(SHEETS, principals(jan)).rows) == 10

    def test_nothing_is_written_into_the_index(self, ten, binder):
        pending.flush()
        before = rows("SELECT id, allowed FROM core.access_set ORDER BY id")
        grants.grant(binder, "jan", "edit")
        binder.reindexObject()
        binder.reindexObjectSecurity()
        pending.flush()
        assert rows("SELECT id, allowed FROM core.access_set ORDER BY id") == before

    def test_grant_to_a_post(self, ten, binder, jan):
        post = api.group.create("post:lipnowo-inspektor-7")
        api.group.add_user(group=post, user=jan)
        grants.grant(binder, "post:lipnowo-inspektor-7", "edit")
        user = api.user.get("jan")
        assert user.has_permission("Modify portal content", ten[7])
        assert len(page(SHEETS, principals(user)).rows) == 10

    def test_taken_back(self, ten, binder, jan):
        grants.grant(binder, "jan", "read")
        assert grants.revoke(binder, "jan") == 1
        assert not jan.has_permission("View", ten[7])
        assert len(page(SHEETS, principals(jan)).rows) == 4
        assert [each.right_name for each in grants.grants_on(binder.UID(), in_force=False)] == ["read"]

    @pytest.mark.parametrize("days", [(-3, -1), (1, 3)])
    def test_outside_its_time(self, ten, binder, jan, days):
        now = datetime.datetime.now(datetime.UTC)
        begin, end = (now + datetime.timedelta(days=each) for each in days)
        grants.grant(binder, "jan", "read", valid_from=begin, valid_to=end)
        assert not jan.has_permission("View", ten[7])
        assert len(page(SHEETS, principals(jan)).rows) == 4

    def test_moved_out_of_the_scope(self, ten, binder, lipnowo, jan):
        grants.grant(binder, "jan", "read")
        outside = api.content.move(ten[7], lipnowo)
        pending.flush()
        assert not jan.has_permission("View", outside)
        assert len(page(SHEETS, principals(jan)).rows) == 9 + 4 - 4

    def test_refused(self, lipnowo, binder):
        with pytest.raises(ValueError):
            grants.grant(binder, "jan", "own")
        with pytest.raises(ValueError):
            grants.grant(lipnowo, "jan", "read")

    def test_grants_are_not_for_the_anonymous(self, ten, binder):
        grants.grant(binder, "Anonymous User", "read")
        logout()
        assert len(page(SHEETS, principals()).rows) == 4


class TestDomainTable:
    """A domain's own table, written by the same processor in the same transaction."""

    @pytest.fixture
    def table(self, site, monkeypatch):
        from infostrada.core.record import tables
        from zope.component import getGlobalSiteManager
        from zope.component import provideAdapter
        from zope.interface import implementer
        from zope.interface import Interface

        @implementer(IListingRow)
        class SheetRow:
            def __init__(self, context):
                self.context = context

            def values(self):
                return {"number": int(self.context.title.split()[-1]), "due": "2026-11-24"}

        def factory(context):
            return SheetRow(context) if getattr(context, "portal_type", "") == "sheet" else None

        write(
            "CREATE TABLE core.test_sheet (uid text PRIMARY KEY, number integer, due date,"
            " unit text, state text, access uuid, grant_scope text)"
        )
        monkeypatch.setattr(tables, "_tables", {})
        tables.register_listing_table("core.test_sheet", of="sheet")
        provideAdapter(factory, (Interface,), IListingRow, name="core.test_sheet")
        yield
        getGlobalSiteManager().unregisterAdapter(factory, (Interface,), IListingRow, name="core.test_sheet")

    LISTING = Listing(
        name="numbered",
        types=("sheet",),
        permission="View",
        table="core.test_sheet",
        columns=(Column("number", "own.number", "integer"), Column("due", "own.due", "date")),
        sorts={"number": Sort(("number",), descending=True), "title": Sort(("title",))},
        filters=("state", "due", "number"),
    )

    def test_columns_order_and_filters(self, table, ten):
        found = page(self.LISTING, principals(), size=4)
        assert [row["number"] for row in found.rows] == [9, 8, 7, 6]
        assert found.rows[0]["due"] == datetime.date(2026, 11, 24)
        following = page(self.LISTING, principals(), size=4, cursor=found.next_cursor)
        assert [row["number"] for row in following.rows] == [5, 4, 3, 2]
        assert len(page(self.LISTING, principals(), Question(filters={"due": "2026-11-24"})).rows) == 10
        assert len(page(self.LISTING, principals(), Question(filters={"number": ["3", "4"]})).rows) == 2

    def test_change_and_removal(self, table, ten):
        ten[0].title = "Karta 100"
        ten[0].reindexObject()
        assert page(self.LISTING, principals(), size=1).rows[0]["number"] == 100
        api.content.delete(ten[0], check_linkintegrity=False)
        pending.flush()
        assert rows("SELECT count(*) AS n FROM core.test_sheet")[0]["n"] == 9

    def test_of_one_office_also_after_a_move(self, table, ten, site, binder):
        assert len(page(self.LISTING, principals(), Question(unit="lipnowo")).rows) == 10
        api.content.move(binder, site.rypin)
        assert page(self.LISTING, principals(), Question(unit="lipnowo")).rows == []
        moved = page(self.LISTING, principals(), Question(unit="rypin"), size=4)
        assert [row["number"] for row in moved.rows] == [9, 8, 7, 6]
        assert {row["unit"] for row in moved.rows} == {"rypin"}

    def test_who_may_see_it_follows_a_container(self, table, ten, binder, jan):
        assert len(page(self.LISTING, principals(jan)).rows) == 4
        binder.manage_setLocalRoles("jan", ["Reader"])
        binder.reindexObjectSecurity()
        assert len(page(self.LISTING, principals(jan)).rows) == 10
        assert len(page(self.LISTING, principals(jan), Question(filters={"state": "private"})).rows) == 6
        self._same_place()
        binder.manage_delLocalRoles(["jan"])
        binder.reindexObjectSecurity()
        assert len(page(self.LISTING, principals(jan)).rows) == 4
        api.content.transition(ten[9], "publish")
        assert len(page(self.LISTING, principals(jan), Question(filters={"state": "published"})).rows) == 5
        self._same_place()

    def test_scope_of_grants_follows_a_container(self, table, ten, binder, site, jan):
        grants.grant(binder, "jan", "read")
        assert len(page(self.LISTING, principals(jan)).rows) == 10
        api.content.move(ten[9], site.rypin)
        api.content.move(binder, site.rypin)
        assert len(page(self.LISTING, principals(jan), Question(unit="rypin")).rows) == 9
        self._same_place()

    def _same_place(self):
        """What the table tells of the place of its rows is what their records say."""
        differing = rows(
            "SELECT record.title FROM core.test_sheet AS own JOIN core.record AS record USING (uid)"
            " WHERE (own.unit, own.state, own.access, own.grant_scope)"
            " IS DISTINCT FROM (record.unit, record.state, record.access, record.grant_scope)"
        )
        assert differing == []

    def test_only_the_table_is_walked_where_it_tells_enough(self, table, ten):
        """The record is joined for what the list shows, and where the list is asked by more than its place."""
        told = query_of(self.LISTING, principals(), Question(unit="lipnowo", filters={"state": "private"}))
        assert "core.record" not in window(told, 10) and "record.type" not in window(told, 10)
        for more in (Question(below="/plone/lipnowo"), Question(unit="lipnowo", sort="title")):
            assert "core.record" in window(query_of(self.LISTING, principals(), more), 10)

    def test_a_row_of_another_type_is_refused(self, table, binder):
        made = row_of(binder)
        made.listings["core.test_sheet"] = {"number": 1, "due": None}
        with pytest.raises(ValueError, match="rows of 'sheet', not of 'binder'"):
            made.listing("core.test_sheet")

    def test_value_that_does_not_fit(self, table, ten):
        with pytest.raises(BadRequest):
            page(self.LISTING, principals(), Question(filters={"number": "dziewięć"}))

    def test_table_name_is_checked(self):
        from infostrada.core.record.tables import register_listing_table

        for name in ("letter", "site.letter; DROP", "Site.Letter", "a.b.c"):
            with pytest.raises(ValueError):
                register_listing_table(name)

    def test_listing_with_an_unknown_column(self):
        with pytest.raises(ValueError, match="nothing"):
            register_listing(Listing("bad", ("sheet",), "View", sorts={"x": Sort(("nothing",))}))
