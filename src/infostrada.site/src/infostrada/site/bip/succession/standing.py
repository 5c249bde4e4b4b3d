"""What the page of an entry says of its successor, its predecessors, the archive and a change that waits."""

from infostrada.site import _
from infostrada.site.bip.succession.operations import predecessors_of
from infostrada.site.bip.succession.operations import successor_of
from infostrada.site.records.workflow import state_of
from typing import Any


class Standing:
    """Mixed into the page of an entry."""

    context: Any
    say: Any
    may_publish: Any

    def standing(self) -> list[dict[str, Any]]:
        """What came after it became public, and what it replaced, each with the address of the other entry."""
        entry, found = self.context, []
        if entry.superseded_by and (successor := successor_of(entry)) is not None:
            found.append(self._replaced(_("This entry was replaced by a newer one:"), [successor], "warn"))
        if state_of(entry) == "archived":
            said = self.say(_("This entry is in the archive: it is kept to be read, it may be out of date."))
            found.append({"kind": "warn", "text": said, "links": []})
        if entry.supersedes and (earlier := predecessors_of(entry)):
            found.append(self._replaced(_("This entry replaces an earlier one:"), earlier, "run"))
        return found

    def _replaced(self, words: Any, entries: list[Any], tone: str) -> dict[str, Any]:
        links = [{"url": item.absolute_url(), "title": item.title} for item in entries]
        return {"kind": tone, "text": self.say(words), "links": links}

    @property
    def published(self) -> bool:
        """Is it a present public entry, so that it can be superseded?"""
        return bool(state_of(self.context) == "published")

    @property
    def archived(self) -> bool:
        """Does it stand in the archive?"""
        return bool(state_of(self.context) == "archived")

    @property
    def waiting_words(self) -> str:
        """For those who publish: the change that waits for a second person; "" when there is none."""
        wanted = self.context.proposal
        if wanted is None or not self.may_publish:
            return ""
        words = _(
            "A change proposed by ${who} waits for a second person. Reason: ${reason}",
            mapping={"who": wanted.by.name, "reason": wanted.reason},
        )
        return self.say(words)
