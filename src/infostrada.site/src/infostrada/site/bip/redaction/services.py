"""REST: a file of an entry made anew without what must not be seen."""

from infostrada.site.bip.gate.model import Box
from infostrada.site.bip.redaction.operations import Bar
from infostrada.site.bip.redaction.operations import redact_file
from infostrada.site.bip.redaction.operations import Wish
from infostrada.site.bip.serializers import public_file
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from typing import Any


class RedactionsPost(WritingService):
    """`POST <entry>/@redactions`: burn places out of a file. Body: `file` (SHA-256), `findings`, `boxes`, `phrases`.

    A public entry wants a `reason` too.
    """

    def answer(self) -> dict[str, Any]:
        """201 with the new file."""
        body = self.body
        wish = Wish(_texts(body, "findings"), tuple(_bars(body)), _texts(body, "phrases"))
        words = {name: text(body, name) for name in ("reason", "confirmation")}
        made = redact_file(self.context, text(body, "file"), wish, **words)
        self.request.response.setStatus(201)
        answer: dict[str, Any] = public_file(self.context, made)
        return answer


def _texts(body: Any, name: str) -> tuple[str, ...]:
    given = body.get(name) or []
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise invalid(name, "json_not_a_list")
    return tuple(given)


def _bars(body: Any) -> list[Bar]:
    given = body.get("boxes") or []
    if not isinstance(given, list):
        raise invalid("boxes", "json_not_a_list")
    return [_bar(item, f"boxes[{number}]") for number, item in enumerate(given)]


def _bar(item: Any, field: str) -> Bar:
    try:
        page, *sides = (item[name] for name in ("page", "left", "top", "right", "bottom"))
        if isinstance(page, bool) or not isinstance(page, int):
            raise invalid(field, "box_malformed")
        return Bar(page, Box(*map(float, sides)))
    except (KeyError, TypeError, ValueError) as error:
        raise invalid(field, "box_malformed") from error
