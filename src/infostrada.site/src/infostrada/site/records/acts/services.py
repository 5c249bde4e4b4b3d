"""REST: the register of acts, and what a document rests on."""

from infostrada.site.records.acts.operations import acts_of
from infostrada.site.records.acts.operations import bases
from infostrada.site.records.acts.operations import enter_act
from infostrada.site.records.acts.rules import Basis
from infostrada.site.records.acts.rules import cited
from infostrada.site.records.acts.rules import url_of
from infostrada.site.records.documents.basis import set_basis
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from typing import Any


def register_json(unit: Any) -> dict[str, Any]:
    """Every act with its address."""
    return {
        "@id": f"{unit.absolute_url()}/@acts",
        "items": [
            {
                "eli": act.eli,
                "title": act.title,
                "cited": cited(act.eli),
                "url": url_of(act.eli) or None,
                "last": act.last.isoformat() if act.last else None,
                "following": act.following,
            }
            for act in acts_of(unit)
        ],
    }


def sent_basis(body: dict[str, Any]) -> tuple[Basis, ...]:
    """The acts of a body: texts of one act and provision each, or objects with `eli` and `provision`."""
    given = body.get("basis", [])
    if not isinstance(given, list) or not all(isinstance(one, str | dict) for one in given):
        raise invalid("basis", "json_not_a_list")
    lines = [
        one if isinstance(one, str) else f"{text(one, 'eli')} {text(one, 'provision')}".strip()
        for one in given
    ]
    return bases("basis", lines)


class ActsGet(RecordService):
    """`GET <unit>/@acts`: acts of law the office works by, with their ELI and addresses."""

    def answer(self) -> dict[str, Any]:
        """The register."""
        return register_json(self.context)


class ActsPost(WritingService):
    """`POST <unit>/@acts`: enter an act or say it anew. Body: `eli`, `title`, `last` (in force), `following` (ELI)."""

    def answer(self) -> dict[str, Any]:
        """The register as it is now."""
        body = self.body
        enter_act(
            self.context, text(body, "eli"), text(body, "title"), day(body, "last"), text(body, "following")
        )
        return register_json(self.context)


class BasisPost(WritingService):
    """`POST <document>/@legal-basis`: the acts the document rests on (`basis`), while it is a draft."""

    def answer(self) -> dict[str, Any]:
        """The document as it is now."""
        set_basis(self.context, sent_basis(self.body))
        return dict(self.as_json(self.context))
