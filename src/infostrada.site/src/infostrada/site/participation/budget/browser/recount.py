"""The page that counts in the visitor's browser, its script, and both as one file for use without the network."""

from functools import cache
from hashlib import sha256
from infostrada.site import _
from pathlib import Path
from plone import api
from Products.Five.browser import BrowserView
from zope.i18n import translate

import json


FOLDER = Path(__file__).parent / "recount"
PARTS = ("exact", "read", "shares", "count", "page")
WORDS = {
    "heading": _("Result of your count"),
    "caption": _("Projects and what became of them"),
    "same": _("The published winners follow from the ballots."),
    "differ": _("The published winners differ from this count."),
    "missing": _("Published, not counted:"),
    "surplus": _("Counted, not published:"),
    "unpublished": _("The file publishes no winners."),
    "tie": _("Equal results decided by the declared order:"),
    "counting": _("Counting…"),
    "failed": _("The file cannot be counted:"),
    "faults": _("Remarks on lines of the file"),
    "line": _("Line"),
    "ballots": _("Valid ballots"),
    "budget": _("Money of the pool"),
    "left": _("Money left"),
    "without": _("Voters none of whose projects won"),
    "file": _("Digest of the file (SHA-256)"),
    "parameters": _("Digest of the parameters"),
    "result": _("Digest of the result"),
    "download": _("Download the result with every step (JSON)"),
}
COLUMNS = (_("Project"), _("Outcome"), _("Points"), _("Cost"))
OUTCOMES = {
    "funded": _("outcome_funded", default="won"),
    "topped_up": _("outcome_topped_up", default="won, topped up"),
    "moved_in": _("outcome_moved_in", default="won with money left elsewhere"),
    "awarded": _("outcome_awarded", default="won for turnout"),
    "withdrawn": _("outcome_withdrawn", default="withdrawn"),
    "below_threshold": _("outcome_below_threshold", default="below the threshold"),
    "excluded": _("outcome_excluded", default="excluded by a rival"),
    "too_dear": _("outcome_too_dear", default="did not fit into the money left"),
    "after_stop": _("outcome_after_stop", default="after the end of the list"),
    "unsupported": _("outcome_unsupported", default="supporters' shares do not cover it"),
    "no_cost": _("outcome_no_cost", default="costs nothing"),
}


@cache
def script() -> str:
    """All parts in one scope."""
    parts = [(FOLDER / f"{part}.js").read_text("utf-8") for part in PARTS]
    return (
        '(() => {\n"use strict";\n'
        + "\n".join(part.replace('"use strict";\n', "") for part in parts)
        + "})();\n"
    )


@cache
def version() -> str:
    """Changes with the script."""
    return sha256(script().encode()).hexdigest()[:12]


class Recount(BrowserView):
    """What the page and its copy for use without the network share."""

    page_title = _("Count the votes yourself")

    @property
    def version(self) -> str:
        """For the address of the script."""
        return version()

    @property
    def language(self) -> str:
        """The visitor's language."""
        return str(api.portal.get_current_language(context=self.context))

    @property
    def file_url(self) -> str | None:
        """The ballots a results page leads here with."""
        return self._own("file")

    @property
    def parameters_url(self) -> str | None:
        """The parameters it was counted by."""
        return self._own("parameters")

    def _own(self, name: str) -> str | None:
        """An address of this site; the script asks no other for anything."""
        value = self.request.form.get(name)
        top = api.portal.get().absolute_url() + "/"
        return value if isinstance(value, str) and value.startswith(top) else None

    def words(self) -> str:
        """Everything the script says, in the visitor's language."""
        found: dict[str, object] = {key: self.say(message) for key, message in WORDS.items()}
        found["columns"] = [self.say(label) for label in COLUMNS]
        found["outcomes"] = {key: self.say(message) for key, message in OUTCOMES.items()}
        found["comma"] = "," if self.language == "pl" else "."
        return json.dumps(found, ensure_ascii=False)

    def say(self, message: str) -> str:
        """A message in the visitor's language."""
        return str(translate(message, context=self.request))


class RecountScript(BrowserView):
    """The script; its address changes when it does."""

    def __call__(self) -> str:
        response = self.request.response
        response.setHeader("Content-Type", "text/javascript; charset=utf-8")
        if self.request.form.get("v") == version():
            response.setHeader("Cache-Control", "public, max-age=31536000, immutable")
        return script()


class RecountOffline(Recount):
    """The page as one file: nothing in it asks the network for anything."""

    def __call__(self) -> str:
        response = self.request.response
        response.setHeader("Content-Type", "text/html; charset=utf-8")
        response.setHeader("Content-Disposition", 'attachment; filename="infostrada-recount.html"')
        return str(self.index())

    def style(self) -> str:
        """A plain look of its own."""
        return (FOLDER / "offline.css").read_text("utf-8")

    def script(self) -> str:
        """The script, which holds no closing tag."""
        return script()
