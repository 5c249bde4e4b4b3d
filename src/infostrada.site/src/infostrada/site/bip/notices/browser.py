"""The proof sheet of a notice: from when to when it hung there, what it was, who put it there."""

from infostrada.core.calendar import polish_today
from infostrada.core.record.row import unit_of as unit_id_of
from infostrada.site import _
from infostrada.site.bip import log
from infostrada.site.bip.browser.entry import EntryPage
from infostrada.site.bip.browser.words import ACTION_WORDS
from infostrada.site.bip.browser.words import day_words
from infostrada.site.bip.browser.words import moment_words
from infostrada.site.bip.timing.rules import service_date
from infostrada.site.records.deed import WARSAW
from plone.uuid.interfaces import IUUID
from typing import Any


class ProofSheet(EntryPage):
    """`<entry>/@@proof-sheet`: to be printed and put into the files."""

    page_title = _("Proof of publication")

    def __call__(self) -> Any:
        """The sheet; an entry that was never public has none, its own page says why."""
        if self.context.published_at is None:
            return self.request.response.redirect(self.context.absolute_url())
        return self.index()

    def sheet(self) -> list[dict[str, str]]:
        """What is proved, in the order of the sheet."""
        entry = self.context
        end = self._end()
        rows = [
            (_("Published by the unit"), self.bulletin_title),
            (_("Address"), entry.absolute_url()),
            (_("Published on"), moment_words(entry.published_at)),
            (_("Put in the bulletin by"), entry.published_by.name if entry.published_by else ""),
            (
                _("Public until"),
                end or self.say(_("still public on ${day}", mapping={"day": day_words(polish_today())})),
            ),
        ]
        if entry.kind == "notice":
            rows.append((_("Counts as served on"), self._served()))
        return [{"label": self.say(label), "value": value} for label, value in rows if value]

    def _end(self) -> str:
        gone = [change.at for change in self.context.changes if change.action in ("withdrawn", "expired")]
        return moment_words(gone[-1]) if gone else ""

    def _served(self) -> str:
        entry = self.context
        day = service_date(entry.published_at.date())
        gone = [change.at.date() for change in entry.changes if change.action in ("withdrawn", "expired")]
        if gone and gone[-1] < day:
            return self.say(_("nobody was served: the notice was taken down before the fourteenth day"))
        return f"{day_words(day)} (art. 49 § 2 k.p.a.)"

    def digests(self) -> list[dict[str, str]]:
        """Files with their digests; those of a withdrawn notice by the digests alone."""
        gone = self.withdrawn
        return [
            {"title": "" if gone else file.filename, "sha256": file.sha256} for file in self.context.files
        ]

    def log_rows(self) -> list[dict[str, str]]:
        """The entry's rows of the change log with their places and digests in the chain."""
        found = log.rows_of(unit_id_of(self.context) or "", IUUID(self.context))
        return [
            {
                "place": str(row.place),
                "at": moment_words(row.at.astimezone(WARSAW)),
                "action": self.say(ACTION_WORDS[row.action]),
                "who": row.who,
                "digest": row.digest,
            }
            for row in found
        ]
