"""The page of an entry."""

from infostrada.core.search.scans import without_text
from infostrada.site import _
from infostrada.site.bip.browser.facts import FactSheet
from infostrada.site.bip.browser.files import file_link
from infostrada.site.bip.browser.known import Known
from infostrada.site.bip.browser.words import day_words
from infostrada.site.bip.browser.words import KIND_WORDS
from infostrada.site.bip.browser.words import moment_words
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.redaction.words import redactions
from infostrada.site.bip.succession.standing import Standing
from infostrada.site.bip.timing.moments import gone
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID


class EntryPage(Standing, FactSheet, Known):
    """An entry with its fact sheet."""

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
                found.append(file_link(url, layer, self.say(_("text recognised by a program"))))
            found.append(file_link(url, file, self.say(_("the scan itself")) if layer is not None else ""))
        return found

    def redactions(self) -> list[dict[str, str]]:
        """Files the visitor can take data out of before publishing."""
        return redactions(self.context) if self.may_edit else []

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
