"""REST: what was decided around a place."""

from infostrada.site.bip.around.asking import around
from infostrada.site.bip.around.asking import asked_in
from infostrada.site.bip.around.asking import degrees
from infostrada.site.bip.around.asking import MOST
from infostrada.site.bip.around.asking import spot_at
from infostrada.site.bip.around.asking import spots
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from typing import Any
from urllib.parse import urlencode


class AroundMeGet(RecordService):
    """`GET <site>/@around-me?at=<longitude>,<latitude>&distance=1000`: entries; `?q=<address>`: the places it may mean."""

    def answer(self) -> dict[str, Any]:
        """Entries with their distance in metres, or places to ask with."""
        asked, url = asked_in(self.request.form), f"{self.context.absolute_url()}/@around-me"
        if asked.at is None:
            if not asked.text:
                raise invalid("at", "required")
            return {
                "@id": url,
                "places": [self._place(spot, url, asked.metres) for spot in spots(asked.text)],
            }
        found = around(spot_at(asked.at), asked.metres, asked.start)
        answer: dict[str, Any] = {
            "@id": url,
            "at": list(asked.at),
            "distance": asked.metres,
            "items_total": found[0]["total"] if found else 0,
            "items": [self._item(row) for row in found],
        }
        if found and asked.start + MOST < found[0]["total"]:
            place = ",".join(map(str, asked.at))
            answer["next"] = self._asking(url, place, asked.metres, asked.start + MOST)
        return answer

    def _place(self, spot: Any, url: str, metres: int) -> dict[str, Any]:
        at = degrees(spot)
        asking = self._asking(url, ",".join(map(str, at)), metres)
        return {"title": spot.title, "layer": spot.note, "at": list(at), "@id": asking}

    @staticmethod
    def _asking(url: str, at: str, metres: int, start: int = 0) -> str:
        return f"{url}?{urlencode({'at': at, 'distance': metres, **({'start': start} if start else {})})}"

    def _item(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "@id": self.request.physicalPathToURL(row["path"].split("/")),
            "UID": row["uid"],
            "title": row["title"],
            "unit": row["unit"],
            "kind": row["kind"],
            "day": row["day"].isoformat(),
            "place": row["name"],
            "metres": row["metres"],
        }
