"""REST: the office's list of parcels not opened, and what became of one."""

from infostrada.site.records.correspondence.envelope import Kind
from infostrada.site.records.correspondence.envelope import kind_told_by
from infostrada.site.records.correspondence.envelope_settings import keep_kinds
from infostrada.site.records.correspondence.envelope_settings import kinds_of
from infostrada.site.records.correspondence.opening import INSIDE
from infostrada.site.records.correspondence.opening import leave_closed
from infostrada.site.records.correspondence.opening import open_letter
from infostrada.site.records.correspondence.services import senders_of
from infostrada.site.records.correspondence.services import uploads_of
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from typing import Any


def _list(unit: Any) -> dict[str, Any]:
    kinds = [{"title": kind.title, "words": list(kind.words)} for kind in kinds_of(unit.unit_id)]
    return {"@id": f"{unit.absolute_url()}/@do-not-open", "kinds": kinds, "told": None}


class KindsGet(RecordService):
    """`GET <unit>/@do-not-open`: kinds of parcels not opened; with `envelope` the kind those words tell of."""

    def answer(self) -> dict[str, Any]:
        """The list; `told` is null unless words were given that tell of a kind."""
        said = str(self.request.form.get("envelope") or "")
        if not said:
            return _list(self.context)
        told = kind_told_by(said, kinds_of(self.context.unit_id))
        return {**_list(self.context), "told": told.title if told else None}


class KindsPut(WritingService):
    """`PUT <unit>/@do-not-open`: keep the list. Body: `kinds`, each with `title` and `words`."""

    def answer(self) -> dict[str, Any]:
        """The list as it is now."""
        kinds = self.body.get("kinds")
        if not isinstance(kinds, list):
            raise invalid("kinds", "not_text")
        keep_kinds(self.context, [_kind(each, line) for line, each in enumerate(kinds, 1)])
        return _list(self.context)


def _kind(item: Any, line: int) -> Kind:
    title, words = (item.get("title"), item.get("words", [])) if isinstance(item, dict) else (None, None)
    if not isinstance(title, str) or not isinstance(words, list):
        raise invalid(f"kinds:{line}", "kind_malformed")
    if not all(isinstance(word, str) for word in words):
        raise invalid(f"kinds:{line}", "kind_malformed")
    return Kind(title.strip(), tuple(word.strip() for word in words))


class OpeningPost(ActService):
    """`POST <letter>/@opening`: the addressee tells what became of a closed parcel.

    Body: `outcome` (`opened` with metadata and `files`, or `closed` with a `note`).
    """

    def answer(self) -> dict[str, Any]:
        """The letter as it is now."""
        body, letter = self.body, self.context
        outcome = text(body, "outcome")
        if outcome == "opened":
            told: dict[str, Any] = {name: text(body, name) for name in INSIDE[:-1] if name in body}
            told |= {"attachment_count": body.get("attachment_count"), "note": text(body, "note")}
            if "other_senders" in body:
                told["other_senders"] = senders_of(body)
            open_letter(letter, told, uploads_of(body))
        elif outcome == "closed":
            leave_closed(letter, text(body, "note"))
        else:
            raise invalid("outcome", "not_in_list")
        answer: dict[str, Any] = self.as_json(letter)
        return answer
