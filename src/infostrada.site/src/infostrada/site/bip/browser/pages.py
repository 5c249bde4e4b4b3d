"""What anybody reads: the bulletin, a section, an entry, the change log, a public file."""

from infostrada.core.reading.extraction import text_of_html
from infostrada.core.record.row import unit_of as unit_id_of
from infostrada.core.search.scans import without_text
from infostrada.site import _
from infostrada.site.bip import log
from infostrada.site.bip.browser.words import ACTION_WORDS
from infostrada.site.bip.browser.words import day_words
from infostrada.site.bip.browser.words import KIND_WORDS
from infostrada.site.bip.browser.words import moment_words
from infostrada.site.bip.lists import entries_of
from infostrada.site.bip.lists import PAGE
from infostrada.site.bip.opendata.datasets import datasets
from infostrada.site.bip.opendata.linked import catalog_facts
from infostrada.site.bip.opendata.linked import entry_facts
from infostrada.site.bip.opendata.linked import LinkedEntry
from infostrada.site.bip.opendata.linked import LinkedFile
from infostrada.site.bip.operations import BULLETIN
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.redaction.words import redactions
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.rows import counts
from infostrada.site.bip.succession.standing import Standing
from infostrada.site.bip.timing.moments import gone
from infostrada.site.bip.timing.moments import served_on
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.workflow import state_of
from infostrada.site.theme.interfaces import IMasthead
from infostrada.site.theme.linked import organisation
from infostrada.site.theme.twins import api_url
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.namedfile.utils import set_headers
from plone.namedfile.utils import stream_data
from plone.uuid.interfaces import IUUID
from Products.Five.browser import BrowserView
from typing import Any
from zExceptions import NotFound
from zope.i18n import translate
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

import datetime
import uuid


SHOWN_INLINE = ("application/pdf", "image/png", "image/jpeg", "text/plain")


class Page(BrowserView):
    """What the bulletin's pages share."""

    desk = False

    def say(self, message: str) -> str:
        """A message in the visitor's language."""
        words: str = translate(message, context=self.request)
        return words

    @property
    def bulletin(self) -> Any:
        """The bulletin this page belongs to."""
        return unit_of(self.context)[BULLETIN]

    @property
    def bulletin_url(self) -> str:
        """Address of the bulletin."""
        return str(self.bulletin.absolute_url())

    @property
    def bulletin_title(self) -> str:
        """The bulletin's name with the office's."""
        return f"{self.bulletin.title}, {unit_of(self.context).title}"

    @property
    def publisher(self) -> dict[str, Any]:
        """The office for search engines."""
        return organisation(IMasthead(unit_of(self.context)))

    def groups(self) -> list[dict[str, Any]]:
        """The subject menu in its groups."""
        found: dict[str, list[dict[str, str]]] = {}
        for section in self.bulletin.objectValues():
            tile = {"url": section.absolute_url(), "title": section.title, "text": section.description}
            found.setdefault(section.group, []).append(tile)
        return [{"title": title, "tiles": tiles} for title, tiles in found.items()]

    @property
    def may_edit(self) -> bool:
        """May the visitor write here?"""
        return bool(api.user.has_permission(EDIT, obj=self.context))

    def listed(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows of the catalog as the pattern for lists wants them."""
        return [
            {
                "url": row["@id"],
                "title": row["title"],
                "text": row["description"],
                "meta": [_published(row["published_at"])] if row["published_at"] else [],
                "tag": self._tag(row["state"]),
            }
            for row in rows
        ]

    def _tag(self, state: str) -> dict[str, str] | None:
        words = {
            "draft": ("wait", _("entry_draft", default="Draft")),
            "planned": ("wait", _("entry_planned", default="Planned")),
            "withdrawn": ("warn", _("entry_withdrawn", default="Withdrawn")),
            "superseded": ("warn", _("entry_superseded", default="Superseded")),
            "archived": ("done", _("entry_archived", default="In the archive")),
        }
        if state not in words:
            return None
        tone, word = words[state]
        return {"tone": tone, "text": self.say(word)}


class BulletinPage(Page):
    """The first page of a bulletin: menu, newest entries, editors."""

    @property
    def linked_data(self) -> dict[str, Any]:
        """The bulletin as a catalogue of data, for search engines."""
        return catalog_facts(self.bulletin_title, self.bulletin_url, self.publisher, datasets(self.context))

    def newest(self) -> list[dict[str, Any]]:
        """The ten newest entries."""
        return self.listed(entries_of(self.context, size=10))

    @property
    def unit(self) -> Any:
        """The unit whose bulletin this is."""
        return unit_of(self.context)

    def search_label(self) -> str:
        """Name of the search for screen readers."""
        return self.say(_("Search the bulletin"))


class SectionPage(Page):
    """Entries of one subject, page by page."""

    def start(self) -> int:
        """How many entries stand before this page."""
        given = str(self.request.form.get("start", "0"))
        return int(given) if given.isdigit() and len(given) < 7 else 0

    def entries(self) -> list[dict[str, Any]]:
        """The entries of this page."""
        return self.listed(entries_of(self.context, self.start()))

    def registers(self) -> list[dict[str, Any]]:
        """Registers kept in this section; for visitors those that hold something."""
        found = counts(unit_of(self.context).unit_id)
        return [
            {
                "url": f"{self.bulletin_url}/rejestr/{kind.slug}",
                "title": self.say(kind.label),
                "text": self.say(_("Entries: ${count}", mapping={"count": str(found.get(kind.name, 0))})),
            }
            for kind in KINDS.values()
            if kind.section == self.context.getId() and (found.get(kind.name) or self.may_edit)
        ]

    def next_url(self) -> str | None:
        """Address of the next page, if there is one."""
        start = self.start() + PAGE
        more = entries_of(self.context, start, 1)
        return f"{self.context.absolute_url()}?start={start}" if more else None


class EntryPage(Standing, Page):
    """An entry with its fact sheet."""

    @property
    def linked_data(self) -> dict[str, Any] | None:
        """A public entry for search engines."""
        if state_of(self.context) not in ("published", "superseded", "archived") or self.withdrawn:
            return None
        return entry_facts(self.linked(), self.publisher, self.bulletin_url)

    def linked(self) -> LinkedEntry:
        """What search engines may know."""
        entry = self.context
        url = entry.absolute_url()
        return LinkedEntry(
            uid=str(uuid.UUID(IUUID(entry))),
            url=url,
            title=entry.title,
            description=entry.description or "",
            content_author=entry.content_author,
            created_on=_iso(entry.created_on),
            published_at=_iso(entry.published_at),
            changed_at=_iso(entry.changed_at),
            until=_iso(entry.until),
            files=tuple(
                LinkedFile(
                    f"{url}/@@public-file/{file.sha256}", file.filename, file.contentType, file.getSize(), file.sha256
                )
                for file in entry.files
            ),
        )  # fmt: skip

    @property
    def may_link(self) -> bool:
        """May the visitor link the entry to places on the map?"""
        return bool(api.user.has_permission("infostrada.geo: Link to places", obj=self.context))

    @property
    def withdrawn(self) -> bool:
        """Is only the tombstone left, or its last day over?"""
        return gone(self.context)

    @property
    def draft(self) -> bool:
        """Can the entry still be changed at will?"""
        return state_of(self.context) == "draft"

    @property
    def planned(self) -> str:
        """What a planned entry says of itself; "" for any other."""
        if state_of(self.context) != "planned":
            return ""
        at = self.context.effective_date.asdatetime().astimezone(WARSAW)
        return self.say(_("It becomes public by itself: ${moment}.", mapping={"moment": moment_words(at)}))

    def exclusions(self) -> list[list[dict[str, str]]]:
        """What was left out, each as facts."""
        labels = {
            "scope": _("What is left out"),
            "basis": _("Legal basis of the exclusion"),
            "person": _("Who excluded it"),
            "interest": _("In whose interest"),
        }
        return [
            [{"label": self.say(label), "value": getattr(item, name)} for name, label in labels.items()]
            for item in self.context.exclusions
        ]

    @property
    def may_publish(self) -> bool:
        """May the visitor publish, change and withdraw?"""
        return bool(api.user.has_permission(PUBLISH, obj=self.context))

    def draft_words(self) -> str:
        """What a draft says of itself."""
        return self.say(_("This is a draft. Nobody outside sees it until it is published."))

    def withdrawn_words(self) -> str:
        """The tombstone: when and why; nothing for an entry that was not withdrawn."""
        entry = self.context
        if entry.changed_at is None:
            return ""
        if state_of(entry) != "withdrawn":
            return self.say(_("The term of publication of this entry is over."))
        words = _(
            "This entry was withdrawn on ${day}. Reason: ${reason}",
            mapping={"day": day_words(entry.changed_at.date()), "reason": entry.withdrawn_reason},
        )
        return self.say(words)

    @property
    def proof_url(self) -> str | None:
        """Address of the proof sheet of a notice; None for other entries."""
        if self.context.kind != "notice" or self.context.published_at is None:
            return None
        return f"{self.context.absolute_url()}/@@proof-sheet"

    def kind(self) -> str:
        """The kind of entry in words."""
        return self.say(KIND_WORDS[self.context.kind])

    def files(self) -> list[dict[str, str]]:
        """Files to download, with kind and size said before the click; of a scan its readable rendition first."""
        url = f"{self.context.absolute_url()}/@@public-file"
        layers, found = self.context.layers, []
        for file in self.context.files:
            layer = layers.get(file.sha256)
            if layer is not None:
                found.append(_link(url, layer, self.say(_("text recognised by a program"))))
            found.append(_link(url, file, self.say(_("the scan itself")) if layer is not None else ""))
        return found

    def redactions(self) -> list[dict[str, str]]:
        """Files data can be taken out of before publishing."""
        return redactions(self.context)

    def former(self) -> dict[str, Any] | None:
        """What the bulletin it was taken over from said of the entry; None for one written here."""
        said = self.context.former
        if said is None:
            return None
        words = _(
            "This entry was taken over from another bulletin. What that bulletin said of it is kept here as its word."
        )
        return {
            "words": self.say(words),
            "past": [] if self.withdrawn else [self._past(one) for one in said.past],
        }

    def _past(self, one: Any) -> dict[str, Any]:
        known = ACTION_WORDS.get(one.action)
        return {
            "at": moment_words(one.at.astimezone(WARSAW)),
            "datetime": _iso(one.at),
            "action": self.say(known) if known else one.action,
            "who": one.who,
            "reason": one.reason,
            "text": [part for part in (one.title, one.description, text_of_html(one.body)) if part],
        }

    def scan_words(self) -> str:
        """For editors: files nobody can search or have read aloud; "" when there are none."""
        if not self.may_edit or not self.context.files:
            return ""
        count = without_text(IUUID(self.context))
        return (
            self.say(
                _(
                    "Files that are scans without text: ${count}. They cannot be searched or read aloud: put files with text in their place.",
                    mapping={"count": str(count)},
                )
            )
            if count
            else ""
        )

    def facts(self) -> list[dict[str, str]]:
        """The fact sheet (metryczka)."""
        entry = self.context
        rows = [
            (_("Published by the unit"), unit_of(entry).title, ""),
            (_("Made by or answers for it"), entry.content_author, ""),
            (_("Date made"), day_words(entry.created_on), _iso(entry.created_on)),
        ]
        if entry.published_by:
            rows.append((_("Put in the bulletin by"), entry.published_by.name, ""))
            rows.append((_("Published on"), moment_words(entry.published_at), _iso(entry.published_at)))
            rows.append((_("Last change"), moment_words(entry.changed_at), _iso(entry.changed_at)))
        if entry.until:
            rows.append((_("Public until"), day_words(entry.until), _iso(entry.until)))
        if served := served_on(entry):
            rows.append((_("Counts as served on"), day_words(served), _iso(served)))
        return [
            {"label": self.say(label), "value": value, "datetime": when}
            for label, value, when in rows
            if value
        ]

    def changes(self) -> list[dict[str, str]]:
        """The entry's own rows of the change log, newest first; a change leads to what it changed."""
        url, number = self.context.absolute_url(), 0
        rows = []
        for row in self.context.changes:
            number += row.action == "changed"
            compared = row.action == "changed" and not self.withdrawn
            address = f"{url}/@@compare?number={number}" if compared else ""
            rows.append(
                {**_change(self, row.at, row.action, row.actor.name, row.reason), "compare_url": address}
            )
        return rows[::-1]


class ChangesPage(Page):
    """The public change log of a bulletin."""

    page_title = _("Public change log")

    @property
    def twin_url(self) -> str:
        """The log as JSON."""
        return api_url(self.context, "@changes")

    def columns(self) -> list[dict[str, str]]:
        """What stands beside the title of the entry."""
        words = {
            "action": _("What happened"),
            "at": _("When"),
            "who": _("Who"),
            "reason": _("Reason"),
        }
        return [{"name": name, "label": self.say(word)} for name, word in words.items()]

    def rows(self) -> list[dict[str, str]]:
        """Rows of this page, with the address of each entry."""
        top, url = "/".join(self.context.getPhysicalPath()), self.context.absolute_url()
        return [
            {
                **_change(self, row.at.astimezone(WARSAW), row.action, row.who, row.reason),
                "title": row.title,
                "url": url + row.path.removeprefix(top),
            }
            for row in self._rows
        ]

    def next_url(self) -> str | None:
        """Address of older rows, if there are any."""
        if len(self._rows) < log.PAGE:
            return None
        return f"{self.context.absolute_url()}/@@changes?before={self._rows[-1].number}"

    @property
    def _rows(self) -> list[log.LogRow]:
        if not hasattr(self, "_kept"):
            before = str(self.request.form.get("before", ""))
            last = int(before) if before.isdigit() and len(before) < 19 else None
            self._kept = log.page(unit_id_of(self.context) or "", last)
        return self._kept


@implementer(IPublishTraverse)
class PublicFile(BrowserView):
    """A file of a public entry, by its digest; of a withdrawn entry none."""

    digest = ""

    def publishTraverse(self, request: Any, name: str) -> "PublicFile":
        """Take the digest from the address."""
        self.digest = name
        return self

    def found(self) -> Any:
        """The file, or None."""
        return self.context.file(self.digest)

    def __call__(self) -> Any:
        """The bytes, for reading in the browser where that is harmless."""
        file = self.found()
        if file is None or gone(self.context):
            raise NotFound(self.digest)
        inline = file.contentType in SHOWN_INLINE
        set_headers(file, self.request.response, filename=None if inline else file.filename)
        self.request.response.setHeader("X-Content-Type-Options", "nosniff")
        return stream_data(file)


def _change(page: Page, at: Any, action: str, who: str, reason: str) -> dict[str, str]:
    return {
        "at": moment_words(at),
        "datetime": _iso(at),
        "action": page.say(ACTION_WORDS[action]),
        "who": who,
        "reason": reason,
    }


def _link(url: str, file: Any, note: str) -> dict[str, str]:
    facts = [file.filename.rpartition(".")[2].upper(), _size(file.getSize()), note]
    text = ", ".join(fact for fact in facts if fact)
    return {"url": f"{url}/{file.sha256}", "title": file.filename, "text": text}


def _published(moment: str) -> str:
    return day_words(datetime.datetime.fromisoformat(moment).date())


def _iso(value: Any) -> str:
    return value.isoformat() if value is not None else ""


def _size(size: int) -> str:
    """12 kB, 3,4 MB."""
    return (
        f"{max(1, round(size / 1000))} kB" if size < 1_000_000 else f"{size / 1e6:.1f} MB".replace(".", ",")
    )
