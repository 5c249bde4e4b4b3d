"""The page on which a second person looks at a change before it becomes public."""

from html import escape
from infostrada.site import _
from infostrada.site.bip.browser.forms import Form
from infostrada.site.bip.browser.words import moment_words
from infostrada.site.bip.review.operations import approve_change
from infostrada.site.bip.review.operations import refuse_change
from infostrada.site.bip.versions.browser import NAMES
from infostrada.site.bip.versions.editions import differences
from infostrada.site.bip.versions.editions import proposed
from infostrada.site.records.deed import deed
from typing import Any


class ReviewChange(Form):
    """`@@review-change`: what would change, and the two answers."""

    label = _("A change waits for a second person")
    lead = _(
        "There is personal data in the entry. Someone other than the one who proposed the change decides."
    )

    def act(self) -> str:
        """Approve or refuse."""
        if self.text("verdict") == "approve":
            approve_change(self.context)
        else:
            refuse_change(self.context, self.text("reason"))
        return str(self.context.absolute_url())

    @property
    def waiting(self) -> Any:
        """The change, or None when nothing waits any more."""
        return self.context.proposal

    @property
    def own(self) -> bool:
        """Did the visitor propose it?"""
        return bool(self.waiting and self.waiting.by.id == deed(self.context).actor.id)

    def facts(self) -> list[dict[str, str]]:
        """Who proposed it, when and why."""
        wanted = self.waiting
        rows = (
            (_("Proposed by"), wanted.by.name),
            (_("When"), moment_words(wanted.at)),
            (_("Reason of the change"), wanted.reason),
        )
        return [{"label": self.say(label), "value": value} for label, value in rows]

    def parts(self) -> list[dict[str, Any]]:
        """Each text that would change."""
        before, after = proposed(self.context)
        return [
            {
                "label": self.say(NAMES[name]),
                "pieces": [
                    {"change": piece.change, "html": escape(piece.text).replace("\n", "<br />")}
                    for piece in pieces
                ],
            }
            for name, pieces in differences(before, after).items()
        ]
