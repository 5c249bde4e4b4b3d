"""REST: the change that waits for a second person, and the answer to it."""

from infostrada.site.bip.content import Proposal
from infostrada.site.bip.review.operations import approve_change
from infostrada.site.bip.review.operations import refuse_change
from infostrada.site.bip.versions.editions import proposed
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from typing import Any


def proposal_json(wanted: Proposal) -> dict[str, Any]:
    """Who proposed a change, when and why."""
    return {"at": wanted.at.isoformat(), "by": wanted.by.name, "reason": wanted.reason, "hide": wanted.hide}


class ProposalGet(RecordService):
    """`GET <entry>/@proposal`: the change that waits, as the entry would be."""

    def answer(self) -> dict[str, Any]:
        """`proposal` is null when nothing waits."""
        wanted = self.context.proposal
        if wanted is None:
            return {"proposal": None}
        _before, after = proposed(self.context)
        shown = {name: getattr(after, name) for name in ("title", "description", "body", "fields")}
        files = [{"filename": file.filename, "sha256": file.sha256} for file in after.files]
        return {"proposal": {**proposal_json(wanted), **shown, "files": files}}


class ProposalPost(WritingService):
    """`POST <entry>/@proposal`: answer it. Body: `verdict` (`approve` or `refuse`), and `reason` when refused."""

    def answer(self) -> dict[str, Any]:
        """The entry as it is now."""
        verdict = text(self.body, "verdict")
        if verdict == "approve":
            approve_change(self.context)
        elif verdict == "refuse":
            refuse_change(self.context, text(self.body, "reason"))
        else:
            raise invalid("verdict", "not_in_list")
        return self.as_json(self.context)
