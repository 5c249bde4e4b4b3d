"""An earlier edition as it stood, the difference of two, and the files of an earlier one."""

from html import escape
from infostrada.site import _
from infostrada.site.bip.browser.entry import EntryPage
from infostrada.site.bip.browser.files import PublicFile
from infostrada.site.bip.browser.words import moment_words
from infostrada.site.bip.timing.moments import is_public
from infostrada.site.bip.versions.editions import differences
from infostrada.site.bip.versions.editions import edition
from infostrada.site.bip.versions.editions import Shown
from infostrada.site.bip.versions.rules import Piece
from infostrada.site.bip.words import as_html
from infostrada.site.theme.twins import api_url
from typing import Any
from zExceptions import NotFound


HIDDEN = _("This edition held personal data and is hidden. Its row in the change log stays.")
NAMES = {
    "title": _("Title"),
    "fields": _("Fields of the register"),
    "description": _("Summary"),
    "body": _("Text"),
    "files": _("Files"),
}


def shown_edition(entry: Any, number: str) -> Shown:
    """The edition of a number; NotFound when there is none, and for anything but a public entry."""
    found = edition(entry, number) if is_public(entry) else None
    if found is None:
        raise NotFound(number)
    return found


class EditionPage(EntryPage):
    """`@@edition?number=1`: what the entry said then."""

    page_title = _("Earlier edition")
    hidden_words = HIDDEN
    linked_data = None

    @property
    def twin_url(self) -> str:
        """All editions as JSON."""
        return api_url(self.context, "@editions")

    @property
    def shown(self) -> Shown:
        """The edition asked for."""
        return shown_edition(self.context, str(self.request.form.get("number", "1")))

    def html(self) -> str:
        """Its text."""
        shown = self.shown
        return "".join(f"<p>{escape(line)}</p>" for line in shown.fields.splitlines()) + as_html(shown.body)

    def period(self) -> str:
        """From when to when it stood."""
        shown = self.shown
        if shown.until is None:
            return self.say(_("In force since ${since}", mapping={"since": moment_words(shown.since)}))
        words = {"since": moment_words(shown.since), "until": moment_words(shown.until)}
        return self.say(_("In force from ${since} to ${until}", mapping=words))

    def edition_files(self) -> list[dict[str, str]]:
        """Its files."""
        url = f"{self.context.absolute_url()}/@@edition-file/{self.shown.number}"
        return [{"url": f"{url}/{file.sha256}", "title": file.filename} for file in self.shown.files]


class ComparePage(EntryPage):
    """`@@compare?number=1`: what changed from an edition to the next."""

    page_title = _("What changed")
    hidden_words = HIDDEN
    linked_data = None

    @property
    def twin_url(self) -> str:
        """All editions as JSON."""
        return api_url(self.context, "@editions")

    def pair(self) -> tuple[Shown, Shown]:
        """The edition asked for and the one after it."""
        before = shown_edition(self.context, str(self.request.form.get("number", "1")))
        return before, shown_edition(self.context, str(before.number + 1))

    @property
    def hidden(self) -> bool:
        """Is one of them hidden?"""
        return any(shown.hidden for shown in self.pair())

    def change(self) -> dict[str, str]:
        """When, who and why: the row of the change log."""
        before, _after = self.pair()
        rows = [row for row in self.context.changes if row.action == "changed"]
        row = rows[before.number - 1]
        return {"at": moment_words(row.at), "who": row.actor.name, "reason": row.reason}

    def parts(self) -> list[dict[str, Any]]:
        """Each text that changed."""
        return [
            {"label": self.say(NAMES[name]), "pieces": [_piece(piece) for piece in pieces]}
            for name, pieces in differences(*self.pair()).items()
        ]

    def links(self) -> list[dict[str, str]]:
        """Both editions to be read whole."""
        url = self.context.absolute_url()
        words = [_("Before the change"), _("After the change")]
        return [
            {"url": f"{url}/@@edition?number={shown.number}", "title": self.say(word)}
            for shown, word in zip(self.pair(), words, strict=True)
            if not shown.hidden
        ]


def _piece(piece: Piece) -> dict[str, str]:
    return {"change": piece.change, "html": escape(piece.text).replace("\n", "<br />")}


class EditionFile(PublicFile):
    """`@@edition-file/<number>/<digest>`: a file of an edition that is not hidden."""

    most_names = 2

    def of(self, digest: str) -> Any:
        """The file of the edition with this digest, or None."""
        return shown_edition(self.context, self.name).file(digest)
