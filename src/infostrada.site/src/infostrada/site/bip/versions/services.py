"""REST: all editions of an entry that may be read."""

from infostrada.site.bip.timing.moments import is_public
from infostrada.site.bip.versions.editions import editions
from infostrada.site.bip.versions.editions import Shown
from infostrada.site.records.rest import RecordService
from infostrada.site.records.serializers import file_json
from infostrada.site.records.serializers import iso
from typing import Any


class EditionsGet(RecordService):
    """`GET <entry>/@editions`: what the entry said from when to when; of a hidden edition only that it was there."""

    def answer(self) -> dict[str, Any]:
        """Editions, the present one last; none of an entry that is not public."""
        shown = editions(self.context) if is_public(self.context) else []
        return {"items": [self._json(item) for item in shown]}

    def _json(self, item: Shown) -> dict[str, Any]:
        answer = {
            "number": item.number,
            "since": iso(item.since),
            "until": iso(item.until),
            "hidden": item.hidden,
        }
        if item.hidden:
            return answer
        url = f"{self.context.absolute_url()}/@@edition-file/{item.number}"
        files = [file_json(file, f"{url}/{file.sha256}") for file in item.files]
        return {
            **answer,
            "title": item.title,
            "description": item.description,
            "body": item.body,
            **({"fields": item.fields} if item.fields else {}),
            "files": files,
        }
