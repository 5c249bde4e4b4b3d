"""The bulletin: sections, entries, the change log."""

from datetime import date
from infostrada.site.bip.operations import draft_entry
from infostrada.site.bip.operations import EntryData
from infostrada.site.bip.operations import open_bulletin
from infostrada.site.bip.operations import publish_entry
from infostrada.site.bip.registers.operations import draft_register_entry
from infostrada.site.bip.registers.operations import RegisterData
from plone import api
from tests.site.permissions.matrix import Domain
from tests.site.permissions.matrix import Entry
from tests.site.permissions.matrix import EVERYBODY
from tests.site.permissions.matrix import Right
from tests.site.permissions.people import EVERYONE


INSIDE = frozenset({"operator", "administrator", "head", "bip_editor"})


def build(world) -> None:
    """A bulletin with one entry in draft and one published."""
    bulletin = open_bulletin(world["unit"], editor_name="Maria Redaktor")
    section = bulletin["petycje"]
    with api.env.adopt_user(username="bip-editor"):
        for key in ("bip_draft", "bip_entry"):
            data = EntryData(f"Petycja {key}", "decision", "Urząd", date(2026, 1, 2))
            world[key] = draft_entry(section, data)
        publish_entry(world["bip_entry"])
        world["bip_declaration"] = draft_register_entry(
            bulletin["oswiadczenia-majatkowe"],
            "declaration",
            RegisterData(
                {
                    "person": "Anna Bąk",
                    "post": "radna",
                    "year": 2025,
                    "kind": "yearly",
                    "submitted_on": "2026-04-28",
                },
                "Urząd",
            ),
        )
        publish_entry(world["bip_declaration"])
    world.things |= {"bulletin": bulletin, "section": section, "bip_contracts": bulletin["umowy"]}


DOMAIN = Domain(
    name="bip",
    entries=(
        Entry("view", "bulletin", reach=EVERYBODY),
        Entry("view", "section", reach=EVERYBODY),
        Entry("view", "bip_entry", reach=EVERYBODY),
        Entry("view", "bip_draft", entitled="bip_editor"),
        Entry("changes", "bulletin", reach=EVERYBODY),
        Entry("public-file", "bip_entry", reach=EVERYBODY, tail="nothing"),
        Entry("public-file", "bip_draft", entitled="bip_editor", tail="nothing"),
        Entry("write", "section", entitled="bip_editor"),
        Entry("publish-entry", "bip_draft", entitled="bip_editor"),
        Entry("change-entry", "bip_entry", entitled="bip_editor"),
        Entry("withdraw-entry", "bip_entry", entitled="bip_editor"),
        # takes a person who reads the case and writes the bulletin
        Entry("publish-in-bulletin", "document", entitled="operator"),
        Entry("@entries", "section", method="POST", entitled="bip_editor"),
        Entry("@entries", "document", method="POST", entitled="clerk"),
        Entry("@changes", "bulletin", reach=EVERYBODY),
        Entry("@changes", "bip_entry", method="POST", entitled="bip_editor"),
        Entry("@withdrawal", "bip_entry", method="POST", entitled="bip_editor"),
        Entry("edit-accessibility", "unit", entitled="administrator"),
        Entry("@accessibility-statement", "unit", reach=EVERYBODY),
        Entry("@accessibility-statement", "unit", method="POST", entitled="administrator"),
        Entry("archive", "bulletin", reach=EVERYBODY),
        Entry("past-editions", "bulletin", reach=EVERYBODY),
        Entry("@archive", "bulletin", reach=EVERYBODY),
        Entry("@past-editions", "bulletin", reach=EVERYBODY),
        Entry("visits", "bulletin", reach=EVERYBODY),
        Entry("visits.csv", "bulletin", reach=EVERYBODY),
        Entry("@visits", "bulletin", reach=EVERYBODY),
        Entry("visits", "bip_entry", entitled="bip_editor"),
        Entry("@visits", "bip_entry", entitled="bip_editor"),
        Entry("proof-sheet", "bip_entry", reach=EVERYBODY),
        Entry("proof-sheet", "bip_draft", entitled="bip_editor"),
        *(
            Entry(name, "bip_entry", entitled="bip_editor")
            for name in ("supersede-entry", "archive-entry", "restore-entry", "review-change")
        ),
        *(
            Entry(name, "bip_entry", method="POST", entitled="bip_editor")
            for name in ("@supersession", "@archiving", "@restoration", "@proposal")
        ),
        Entry("@proposal", "bip_entry", entitled="bip_editor"),
        Entry("verify-changes", "bulletin", reach=EVERYBODY),
        Entry("change-log.jsonl", "bulletin", reach=EVERYBODY),
        Entry("@change-chain", "bulletin", reach=EVERYBODY),
        *(
            Entry(name, place, reach=EVERYBODY)
            for name in ("feed.xml", "entries.csv", "entries.json")
            for place in ("bulletin", "section")
        ),
        Entry("rejestr", "bulletin", reach=EVERYBODY),
        Entry("register-desk", "bulletin", entitled="bip_editor"),
        Entry("view", "bip_declaration", reach=EVERYBODY),
        Entry(
            "register-write", "bip_contracts", entitled="bip_editor", query="register=contract", hides=True
        ),
        Entry(
            "register-import", "bip_contracts", entitled="bip_editor", query="register=contract", hides=True
        ),
        Entry("change-entry", "bip_declaration", entitled="bip_editor"),
        Entry("seal-part-b", "bip_declaration", entitled="bip_editor"),
        Entry("@registers", "bulletin", reach=EVERYBODY),
        Entry("@register", "bulletin", reach=EVERYBODY),
        Entry("@register-entries", "section", method="POST", entitled="bip_editor"),
        Entry("@values", "bip_declaration", method="POST", entitled="bip_editor"),
        Entry("@part-b", "bip_declaration", method="POST", entitled="bip_editor"),
        Entry("@register-import", "section", method="POST", entitled="bip_editor"),
        Entry("@register-import", "section", entitled="bip_editor"),
        Entry("dane-gov-pl.xml", "bulletin", reach=EVERYBODY),
        Entry("dane-gov-pl.xml.md5", "bulletin", reach=EVERYBODY),
        Entry("catalog.jsonld", "bulletin", reach=EVERYBODY),
        Entry("find-entries", "bulletin", reach=EVERYBODY),
        Entry("find-entries", "portal", reach=EVERYBODY),
        Entry("@bulletin-search", "bulletin", reach=EVERYBODY),
        Entry("@bulletin-search", "portal", reach=EVERYBODY),
        Entry("around-me", "portal", reach=EVERYBODY),
        Entry("around-me.xml", "portal", reach=EVERYBODY, query="at=19.0,53.0"),
        Entry("@around-me", "portal", reach=EVERYBODY, query="at=19.0,53.0"),
        Entry("bundle.zip", "bulletin", reach=EVERYBODY),
        Entry("archive-import", "bulletin", entitled="bip_editor"),
        Entry("@archive-import", "bulletin", entitled="bip_editor"),
        Entry("@archive-import", "bulletin", method="POST", entitled="bip_editor"),
        Entry("popolo.json", "bulletin", reach=EVERYBODY),
        Entry("sitemap.xml", "unit", reach=EVERYBODY),
        Entry("sitemap-part.xml", "unit", reach=EVERYBODY, query=f"start={'0' * 32}"),
        Entry("robots.txt", "unit", reach=EVERYBODY),
        Entry("edition", "bip_entry", reach=EVERYBODY),
        Entry("edition", "bip_draft", entitled="bip_editor"),
        Entry("compare", "bip_entry", reach=EVERYBODY),
        Entry("edition-file", "bip_entry", reach=EVERYBODY, tail="1/nothing"),
        Entry("@editions", "bip_entry", reach=EVERYBODY),
        Entry("plan-entry", "bip_draft", entitled="bip_editor"),
        Entry("unplan-entry", "bip_draft", entitled="bip_editor"),
        Entry("@plan", "bip_draft", method="POST", entitled="bip_editor"),
        Entry("@plan", "bip_draft", method="DELETE", entitled="bip_editor"),
        Entry("exclude", "bip_draft", entitled="bip_editor"),
        Entry("move-entry", "bip_draft", entitled="bip_editor"),
        Entry("@section", "bip_draft", method="POST", entitled="bip_editor"),
        Entry("@exclusions", "bip_draft", method="POST", entitled="bip_editor"),
        Entry("check", "bip_draft", entitled="bip_editor"),
        Entry("check", "bip_draft", entitled="head"),
        Entry("redact", "bip_draft", entitled="bip_editor"),
        Entry("redact-page", "bip_draft", entitled="bip_editor", tail="nothing/1"),
        Entry("@findings", "bip_draft", entitled="bip_editor"),
        Entry("@findings", "bip_draft", entitled="head"),
        Entry("@decisions", "bip_draft", method="POST", entitled="bip_editor"),
        Entry("@redactions", "bip_draft", method="POST", entitled="bip_editor"),
        Entry("@publication", "bip_draft", method="POST", entitled="bip_editor"),
    ),
    rights=(
        Right("View", "bulletin", EVERYONE),
        Right("View", "bip_entry", EVERYONE),
        Right("View", "bip_draft", INSIDE),
        Right("Modify portal content", "bip_entry", frozenset()),
        Right("Modify portal content", "bip_declaration", frozenset()),
    ),
    build=build,
    helpers={"register-particulars": "macros of the pages of register entries"},
)
